from typing import Final

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from linkbacks.models import Outgoing
from startalking.core.admin.marks import badge, link, short
from startalking.core.admin.moderation import OnKind
from startalking.core.admin.verbs import Verb, VerbAdmin

SEND_AGAIN = Verb(
    "send_again",
    _("Send again"),
    ngettext_lazy("%(count)d page will be told again.", "%(count)d pages will be told again.", "count"),
    do=lambda outgoing: outgoing.send_again(),
    when=lambda outgoing: outgoing.state not in {Outgoing.State.PLANNED, Outgoing.State.WAITING},
)
LEAVE_ALONE = Verb(
    "leave_alone",
    _("Never send"),
    ngettext_lazy("%(count)d page will not be told.", "%(count)d pages will not be told.", "count"),
    do=lambda outgoing: outgoing.leave_alone(),
    when=lambda outgoing: outgoing.state != Outgoing.State.NEVER,
)
SHOWN: Final = ("url", "text", "status", "protocol_name", "door", "reason", "next_try", "told_on", "happened")


@admin.register(Outgoing)
class OutgoingAdmin(VerbAdmin):
    """All ledgers in one list. Nothing is written here."""

    verbs = [SEND_AGAIN, LEAVE_ALONE]
    list_display = ["url", "status", "protocol_name", "text", "next_try"]
    list_filter = ["state", OnKind, "is_extra"]
    list_select_related = ["post", "page", "article__section"]
    list_per_page = 50
    ordering = ["-pk"]
    search_fields = ["url", "reason"]
    fields = readonly_fields = SHOWN

    class Media:
        css = {"all": ["admin/linkbacks/ledger.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def view_on_site(self, outgoing: Outgoing) -> str:
        return outgoing.target.get_absolute_url()

    @admin.display(description=_("state"), ordering="state")
    def status(self, outgoing: Outgoing) -> SafeString:
        return badge(outgoing.state, outgoing.get_state_display())

    @admin.display(description=_("protocol"), ordering="protocol")
    def protocol_name(self, outgoing: Outgoing) -> str:
        return outgoing.protocol.capitalize()

    @admin.display(description=_("on"))
    def text(self, outgoing: Outgoing) -> SafeString:
        return link(outgoing.target.get_absolute_url(), outgoing.target)

    @admin.display(description=_("next try"), ordering="due_at")
    def next_try(self, outgoing: Outgoing) -> str:
        return short(outgoing.due_at)

    @admin.display(description=_("delivered"), ordering="delivered_at")
    def told_on(self, outgoing: Outgoing) -> str:
        return short(outgoing.delivered_at)

    @admin.display(description=_("story"))
    def happened(self, outgoing: Outgoing) -> SafeString:
        told = ((short(moment), sentence) for moment, sentence in outgoing.chapters)
        return format_html_join(mark_safe("<br>"), "{}: {}", told)
