from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

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
            {
                "fields": [
                    "comments_open",
                    "comments_close_after",
                    "linkbacks_open",
                    "linkbacks_close_after",
                    "comment_order",
                    "comments_per_page",
                    "comment_rules",
                    "comment_privacy",
                    "comment_consent",
                    "moderators",
                ]
            },
        ),
    ]

    def get_urls(self) -> list[URLPattern]:
        switch = self.admin_site.admin_view(self.switch_comments)
        return [path("comments/", switch, name="blog_site_comments"), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Site | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        return redirect("admin:blog_site_change", Site.objects.current().pk)

    @method_decorator(require_POST)
    def switch_comments(self, request: HttpRequest) -> HttpResponse:
        """The emergency switch: one click for the whole site, at once."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        site = Site.objects.current()
        if request.POST.get("do") == "close":
            site.close_comments()
            self.log_change(request, site, gettext("All comments switched off."))
            self.message_user(request, gettext("No page takes comments any more."), messages.WARNING)
        else:
            site.open_comments()
            self.log_change(request, site, gettext("Comments allowed again."))
            self.message_user(request, gettext("Comments are allowed again, on each page as it says itself."))
        back = request.POST.get("back", "")
        return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "admin:index")
