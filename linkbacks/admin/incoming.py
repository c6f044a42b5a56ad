from collections.abc import Sequence
from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from comments.models import Rule
from linkbacks.admin.stages import Stage
from linkbacks.models import Incoming
from linkbacks.verdicts import sentence
from startalking.core.admin.marks import badge, link, short
from startalking.core.admin.moderation import ModerationAdmin, OnKind
from startalking.core.admin.verbs import Verb

LOOK_AGAIN: Final = Verb(
    "look_again",
    _("Check again now"),
    ngettext_lazy("%(count)d page is looked at again.", "%(count)d pages are looked at again.", "count"),
    do=lambda incoming: incoming.look_again(),
    when=lambda incoming: not (incoming.is_internal or incoming.is_set_aside),
)


def block_host(incoming: Incoming) -> None:
    Rule.objects.block(Rule.Kind.HOST, incoming.host, gettext("Blocked from the linkbacks."))
    incoming.mark_as_spam()


BLOCK_HOST: Final = Verb(
    "block_host",
    _("Spam, and block this site"),
    ngettext_lazy(
        "%(count)d site is blocked: what comes from there is spam from now on.",
        "%(count)d sites are blocked: what comes from there is spam from now on.",
        "count",
    ),
    do=block_host,
    when=lambda incoming: bool(incoming.host) and not incoming.is_internal,
)


@admin.register(Incoming)
class IncomingAdmin(ModerationAdmin):
    verbs = [*ModerationAdmin.verbs, LOOK_AGAIN, BLOCK_HOST]
    list_display = ["named", "state", "proven", "came_from", "ways", "where", "moment"]
    list_filter = [Stage, "kind", OnKind, "is_internal", "created_at"]
    list_select_related = [*ModerationAdmin.list_select_related, *Incoming.ORIGINS]
    search_fields = ["title", "site_name", "author_name", "source", "excerpt"]
    readonly_fields = [
        *("source_page", "where", "author", "kind", "reply", "ways", "is_internal"),
        *("state", "proven", "reason", "next_look", "verdict_in_words", "what_happened"),
    ]
    fieldsets = [
        (None, {"fields": ["version", "title", "site_name", "excerpt", "source_page", "where"]}),
        (_("Who it is from"), {"fields": ["author", "kind", "reply", "ways", "is_internal"]}),
        (_("State"), {"fields": ["state", "proven", "reason", "next_look"]}),
        (_("History"), {"fields": ["verdict_in_words", "what_happened"]}),
    ]

    class Media:
        css = {"all": ["admin/comments/queue.css"]}

    def carry_out(self, verb: Verb, request: HttpRequest, things: Sequence[Any]) -> None:
        if verb is BLOCK_HOST and not request.user.has_perm("comments.add_rule"):
            raise PermissionDenied
        super().carry_out(verb, request, things)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Only what was corrected: the page may be looked at meanwhile."""
        if words := {name: form.cleaned_data[name] for name in form.changed_data if name != "version"}:
            obj.correct(**words)

    @admin.display(description=_("title"), ordering="title")
    def named(self, incoming: Incoming) -> SafeString | str:
        """With the words around the link: often there is nothing more to know."""
        said = incoming.shown_excerpt
        return (
            format_html("{}<br><small>[…] {} […]</small>", incoming.shown_title, said) if said else incoming.shown_title
        )

    @admin.display(description=_("check"), ordering="proof")
    def proven(self, incoming: Incoming) -> SafeString:
        return badge(incoming.proof, incoming.get_proof_display())

    @admin.display(description=_("site"), ordering="site_name")
    def came_from(self, incoming: Incoming) -> SafeString:
        return format_html("{}<br>{}", incoming.site_name, self.source_page(incoming))

    @admin.display(description=_("source"))
    def source_page(self, incoming: Incoming) -> SafeString | str:
        return _link(incoming.source, incoming.source)

    @admin.display(description=_("name"))
    def author(self, incoming: Incoming) -> SafeString | str:
        return _link(incoming.author_url, incoming.author_name or incoming.author_url)

    @admin.display(description=_("protocols"))
    def ways(self, incoming: Incoming) -> str:
        names = dict(Incoming.Protocol.choices)
        return ", ".join(str(names.get(protocol, protocol)) for protocol in incoming.protocols)

    @admin.display(description=_("next look"))
    def next_look(self, incoming: Incoming) -> str:
        return short(incoming.due_at)

    @admin.display(description=_("verdict of the filter"))
    def verdict_in_words(self, incoming: Incoming) -> str:
        found = [(sentence(finding), finding["points"]) for finding in incoming.verdict.get("findings", [])]
        return render_to_string("admin/linkbacks/_verdict.html", {"verdict": incoming.verdict, "findings": found})

    @admin.display(description=_("what happened"))
    def what_happened(self, incoming: Incoming) -> str:
        story = [(short(parse_datetime(moment)), said) for moment, said in reversed(incoming.story)]
        return render_to_string("admin/linkbacks/_story.html", {"received": short(incoming.created_at), "story": story})


def _link(address: str, words: str) -> SafeString | str:
    """A link only where a browser could follow it safely: strangers named this address."""
    return link(address, words) if address.startswith(("https://", "http://")) else words
