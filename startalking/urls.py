"""The map of the site: one line per app."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from comments.views import feed_below
from startalking import views
from startalking.media import uploaded_file

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("media/<path:path>", uploaded_file),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path("sitemap-<section>.xml", views.sitemap_section, name="sitemap_section"),
    path("suche/", views.search_page, name="search"),
    path("wissen/", include("knowledgebase.urls")),
    path("kommentar/", include("comments.urls")),
    # Where WordPress has the feeds of comments; above the blog, whose last pattern takes every address.
    path("comments/feed/", RedirectView.as_view(pattern_name="comments:feed", permanent=True)),
    re_path(r"^(?!kategorie/)(?P<path>.+/)feed/?$", feed_below),
    path("", include("linkbacks.urls")),
    path("", include("blog.urls")),
]

handler404 = views.not_found
