from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from blog.models import Site
from startalking.core.admin.versions import VersionForm


@admin.register(Site)
class SiteAdmin(admin.ModelAdmin):
    """One row: its list leads straight to it; it is neither added nor deleted."""

    form = VersionForm
    autocomplete_fields = ["picture"]
    list_select_related = False
    fieldsets = [
        (None, {"fields": ["version", "title", "tagline", "claim", "description", "language", "picture"]}),
        (_("Posts"), {"fields": ["permalinks", "posts_per_page", "byline", "feed_full"]}),
        (
            _("Conversation"),
            {"fields": ["comments_open", "linkbacks_open", "comment_order", "comment_rules", "moderators"]},
        ),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Site | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        return redirect("admin:blog_site_change", Site.objects.current().pk)
