"""What moderators do in the queue besides moving comments from state to state."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from comments.admin.answer import AnswerForm
from comments.admin.undo import UndoAdmin
from comments.models import Comment, Hand, Rule
from comments.spam.lists import bare, host_of
from startalking.core.admin.moderation import VERBS

APPROVE: Final = VERBS[0]

Failed = AnswerForm | None
"""A form that has to be shown again."""


def answer(admin: UndoAdmin, request: HttpRequest, comments: Sequence[Comment]) -> Failed:
    form = AnswerForm(request.POST, to=comments[0])
    if not form.is_valid():
        return form
    hand = Hand(user=request.user)
    said = form.submit(hand)
    admin.log_addition(request, said, gettext("Answered."))
    admin.tell(request, APPROVE, hand, gettext("Your answer is published; it stays if you undo this."))
    return None


def settle(admin: UndoAdmin, request: HttpRequest, comments: Sequence[Comment]) -> None:
    number = sum(comment.reports.open().settle() for comment in comments)
    for comment in comments:
        admin.log_change(request, comment, gettext("Reports settled."))
    done = ngettext("%(count)d report is settled.", "%(count)d reports are settled.", number)
    admin.message_user(request, done % {"count": number})


def pin(admin: UndoAdmin, request: HttpRequest, comments: Sequence[Comment]) -> None:
    for comment in comments:
        comment.pin()
        admin.log_change(request, comment, gettext("Pinned."))
    admin.message_user(request, gettext("The comment stands before all others of its page."))


def unpin(admin: UndoAdmin, request: HttpRequest, comments: Sequence[Comment]) -> None:
    for comment in comments:
        comment.unpin()
        admin.log_change(request, comment, gettext("Unpinned."))
    admin.message_user(request, gettext("The comment stands at its own place again."))


def block_writer(admin: UndoAdmin, request: HttpRequest, comments: Sequence[Comment]) -> None:
    for comment in comments:
        _block(admin, request, Rule.Kind.EMAIL, comment.email)


def block_host(admin: UndoAdmin, request: HttpRequest, comments: Sequence[Comment]) -> None:
    for comment in comments:
        _block(admin, request, Rule.Kind.HOST, host_of(bare(comment.website)))


def _block(admin: UndoAdmin, request: HttpRequest, kind: str, text: str) -> None:
    """Add an entry to the lists, and say so; what came before stays as it is."""
    if not request.user.has_perm("comments.add_rule"):
        raise PermissionDenied
    if not text:
        admin.message_user(request, gettext("There is nothing to block: the comment does not say it."))
        return
    rule, is_new = Rule.objects.block(kind, text, gettext("Blocked from the queue."))
    if is_new:
        admin.log_addition(request, rule, gettext("Blocked from the queue."))
        done = gettext(
            "What comes from “%(text)s” is spam from now on. Comments that are here already stay as they are."
        )
    else:
        done = gettext("“%(text)s” stands in the lists already; nothing was changed.")
    link = reverse("admin:comments_rule_change", args=[rule.pk])
    admin.say(request, done % {"text": text}, link=link, label=gettext("To this entry"))


ACTS: Final[dict[str, Callable[[UndoAdmin, HttpRequest, Sequence[Comment]], Any]]] = {
    act.__name__: act for act in (answer, settle, pin, unpin, block_writer, block_host)
}
