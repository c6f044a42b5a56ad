"""What moderators do, to comments and linkbacks alike."""

from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from startalking.core.admin.marks import badge, link, short
from startalking.core.admin.verbs import Verb, VerbAdmin
from startalking.core.admin.versions import VersionForm

VERBS: Final = [
    Verb(
        "approve",
        _("Approve"),
        ngettext_lazy("%(count)d entry is shown now.", "%(count)d entries are shown now.", "count"),
        do=lambda thing: thing.approve(),
        when=lambda thing: thing.status != "approved",
    ),
    Verb(
        "hold",
        _("Hold for moderation"),
        ngettext_lazy("%(count)d entry waits for moderation.", "%(count)d entries wait for moderation.", "count"),
        do=lambda thing: thing.hold(),
        when=lambda thing: thing.status != "held",
    ),
    Verb(
        "mark_as_spam",
        _("Mark as spam"),
        ngettext_lazy("%(count)d entry was marked as spam.", "%(count)d entries were marked as spam.", "count"),
        do=lambda thing: thing.mark_as_spam(),
        when=lambda thing: thing.status != "spam",
    ),
    Verb(
        "trash",
        _("Move to the trash"),
        ngettext_lazy("%(count)d entry is in the trash.", "%(count)d entries are in the trash.", "count"),
        do=lambda thing: thing.trash(),
        when=lambda thing: thing.status != "trash",
    ),
]


class OnKind(admin.SimpleListFilter):
    """What was answered to: a post, a page or an article."""

    title = _("target")
    parameter_name = "on"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("post", _("posts")), ("page", _("pages")), ("article", _("articles"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        return queryset.filter(**{f"{value}__isnull": False}) if value in {"post", "page", "article"} else None


class ModerationAdmin(VerbAdmin):
    """A queue: what came in is judged and corrected here, not written."""

    form = VersionForm
    verbs = VERBS
    date_hierarchy = "created_at"
    list_filter = ["status", OnKind, "created_at"]
    list_select_related = ["post", "page", "article__section"]
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def view_on_site(self, thing: Any) -> str:
        return str(thing.target.get_absolute_url())

    @admin.display(description=_("status"), ordering="status")
    def state(self, thing: Any) -> SafeString:
        return badge(thing.status, thing.get_status_display())

    @admin.display(description=_("received"), ordering="created_at")
    def moment(self, thing: Any) -> str:
        return short(thing.created_at)

    @admin.display(description=_("on"))
    def where(self, thing: Any) -> SafeString:
        return link(thing.target.get_absolute_url(), thing.target)
