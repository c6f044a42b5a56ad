"""Comments are moved by a hand, and what one hand has moved can be taken back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from comments.admin.log import WordlessLog
from comments.models import Decision, Hand, Means
from startalking.core.admin.moderation import ModerationAdmin
from startalking.core.admin.verbs import Verb


class UndoAdmin(WordlessLog, ModerationAdmin):
    """Moderation by hands: every message on what was done offers to undo it."""

    def get_urls(self) -> list[URLPattern]:
        undo = self.admin_site.admin_view(self.undo)
        return [path("undo/<uuid:batch>/", undo, name="comments_comment_undo"), *super().get_urls()]

    def carry_out(self, verb: Verb, request: HttpRequest, things: Sequence[Any]) -> None:
        """The verbs of moderation have the names of the comment's own."""
        hand = Hand(user=request.user)
        for comment in things:
            getattr(comment, verb.name)(hand)
        self.tell(request, verb, hand)

    def tell(self, request: HttpRequest, verb: Verb, hand: Hand, more: str = "") -> None:
        """Log what the hand has moved, say how many, and offer to take them back."""
        moved = [decision.comment for decision in Decision.objects.of_batch(hand.batch).select_related("comment")]
        for comment in moved:
            self.log_change(request, comment, str(verb.label))
        if moved:
            done = f"{verb.done % {'count': len(moved)}} {more}".strip()
            self.say(request, done, undo=reverse("admin:comments_comment_undo", args=[hand.batch]))
        else:
            self.message_user(request, more or gettext("Nothing had to be changed."), messages.INFO)

    def say(self, request: HttpRequest, done: str, *, undo: str = "", link: str = "", label: str = "") -> None:
        """A message with a button that takes it back, or with a link to what has changed."""
        facts = {"done": done, "undo": undo, "link": link, "label": label, "back": request.get_full_path()}
        words = render_to_string("admin/comments/comment/_done.html", facts, request=request)
        self.message_user(request, mark_safe(words.strip()), messages.SUCCESS)  # noqa: S308 (a template of ours)

    @method_decorator(require_POST)
    def undo(self, request: HttpRequest, batch: UUID) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        decisions = Decision.objects.of_batch(batch).retractable()
        number = decisions.count()
        if number:
            gone_back = decisions.take_back(batch, Hand(user=request.user, means=Means.UNDO))
            self.message_user(request, _outcome(gone_back, number - gone_back), messages.SUCCESS)
        else:
            self.message_user(request, gettext("That was too long ago to be undone."), messages.WARNING)
        return redirect(way_back(request, "admin:comments_comment_queue"))


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page of ours from which a form was sent, as the form says."""
    back = request.POST.get("back", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else otherwise


def _outcome(gone_back: int, others: int) -> str:
    went = ngettext("%(count)d comment is as it was before.", "%(count)d comments are as they were before.", gone_back)
    stayed = ngettext(
        "%(count)d was moved by somebody else meanwhile and stays.",
        "%(count)d were moved by somebody else meanwhile and stay.",
        others,
    )
    told = [went % {"count": gone_back}, stayed % {"count": others} if others else ""]
    return " ".join(filter(None, told))
