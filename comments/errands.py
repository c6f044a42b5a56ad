"""The links in moderators' letters: each does one thing to one comment, once, after a click on the page it opens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Hand, Means

GOOD_FOR: Final = timedelta(days=14)
SALT: Final = "comments.errand"


@dataclass(frozen=True)
class Verb:
    label: Promise | str
    done: Promise | str
    do: Callable[[Comment, Hand], None]


VERBS: Final = {
    "approve": Verb(_("Approve"), _("The comment is shown now."), lambda comment, hand: comment.approve(hand)),
    "spam": Verb(
        _("Mark as spam"), _("The comment was marked as spam."), lambda comment, hand: comment.mark_as_spam(hand)
    ),
    "trash": Verb(_("Move to the trash"), _("The comment is in the trash."), lambda comment, hand: comment.trash(hand)),
}


@dataclass(frozen=True)
class Errand:
    """What a link asks for."""

    comment: Comment
    verb: Verb
    stamp: str

    @property
    def is_open(self) -> bool:
        """Nobody has decided on the comment since the letter was written."""
        return self.comment.status == Comment.Status.HELD and _stamp(self.comment) == self.stamp

    @transaction.atomic
    def run(self) -> bool:
        """Do it, unless somebody was faster, were it by a moment; whether it was done. Safe to repeat."""
        self.comment.target.lock()
        self.comment.refresh_from_db(fields=["status", "decided_at"])
        if was_open := self.is_open:
            self.verb.do(self.comment, Hand(means=Means.LETTER))
        return was_open


def links_for(comment: Comment) -> dict[str, str]:
    """The addresses for a letter about a comment that waits, by verb."""
    return {
        name: settings.SITE_URL + reverse("comments:errand", args=[_sign([comment.pk, name, _stamp(comment)])])
        for name in VERBS
    }


def read(token: str) -> Errand:
    """Raises `BadSignature` for what is forged or too old, `Comment.DoesNotExist` where the comment is gone."""
    pk, name, stamp = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    comment = Comment.objects.for_list().get(pk=pk)
    return Errand(comment, VERBS[name], stamp)


def _sign(errand: list[Any]) -> str:
    return signing.dumps(errand, salt=SALT)


def _stamp(comment: Comment) -> str:
    """Another one after each decision, so that a link is good once."""
    return comment.decided_at.isoformat() if comment.decided_at else ""
