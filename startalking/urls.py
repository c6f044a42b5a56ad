"""The map of the site: one line per app."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from startalking.media import uploaded_file

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("media/<path:path>", uploaded_file),
]
