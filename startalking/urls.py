"""The map of the site: one line per app."""

from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import URLPattern, URLResolver, include, path

from blog.sitemaps import Categories, Pages, Posts
from knowledgebase.sitemaps import Articles
from startalking import views
from startalking.media import uploaded_file

maps = {"sitemaps": {"posts": Posts, "pages": Pages, "articles": Articles, "categories": Categories}}

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("media/<path:path>", uploaded_file),
    path("healthz", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, {**maps, "sitemap_url_name": "sitemap_section"}, name="sitemap"),
    path("sitemap-<section>.xml", sitemaps.sitemap, maps, name="sitemap_section"),
    path("suche/", views.search_page, name="search"),
    path("wissen/", include("knowledgebase.urls")),
    path("kommentar/", include("comments.urls")),
    path("", include("linkbacks.urls")),
    path("", include("blog.urls")),
]

handler404 = views.not_found
