from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from comments.admin.log import WordlessLog
from comments.models import Rejected
from startalking.core import text
from startalking.core.admin.marks import link, short
from startalking.core.admin.verbs import Verb, VerbAdmin

TAKE_OVER: Final = Verb(
    "take_over",
    _("Take over as a comment"),
    ngettext_lazy(
        "%(count)d submission is a comment now and waits for approval.",
        "%(count)d submissions are comments now and wait for approval.",
        "count",
    ),
    do=lambda rejected: rejected.take_over(),
    when=lambda rejected: rejected.comment_id is None,
)


@admin.register(Rejected)
class RejectedAdmin(WordlessLog, VerbAdmin):
    """The quarantine: it is read, and what should have come through is taken over."""

    verbs = [TAKE_OVER]
    list_display = ["said", "writer", "why", "where", "moment", "became"]
    list_select_related = ["post", "page", "article__section", "comment"]
    list_per_page = 50
    search_fields = ["name", "email", "website", "body"]
    fields = ["why", "where", "moment", "became", "name", "email", "website", "body"]
    readonly_fields = ["why", "where", "moment", "became", "name", "email", "website", "body"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context |= {"show_save": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Nothing of it can be changed."""

    @admin.display(description=_("text"))
    def said(self, rejected: Rejected) -> str:
        return text.shorten(rejected.body, 120) or str(_("(without a text)"))

    @admin.display(description=_("writer"), ordering="name")
    def writer(self, rejected: Rejected) -> SafeString:
        return format_html("{}<br><small>{}</small>", rejected.name or "–", rejected.email)

    @admin.display(description=_("refused because"))
    def why(self, rejected: Rejected) -> str:
        return " ".join(str(reason) for reason in rejected.reasons)

    @admin.display(description=_("on"))
    def where(self, rejected: Rejected) -> SafeString:
        return link(rejected.target.get_absolute_url(), rejected.target)

    @admin.display(description=_("refused"), ordering="rejected_at")
    def moment(self, rejected: Rejected) -> str:
        return short(rejected.rejected_at)

    @admin.display(description=_("became the comment"))
    def became(self, rejected: Rejected) -> str:
        return str(rejected.comment or "–")
