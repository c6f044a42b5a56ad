"""How the text filter learns on this site: from what moderators decided here, and from comments an import brought."""

import logging
from datetime import datetime
from functools import lru_cache
from typing import Final

from django.db.models import Exists, OuterRef, Q

from comments.models import Comment, Decision, Knowledge
from comments.models.comment import CommentQuerySet
from comments.spam.learning import FEWEST, BrokenFilterError, Sample, TextFilter

MOST: Final = 10_000
"""The newest ones: what spam looks like changes."""

NEWS: Final = 5
"""New examples from which on it is worth learning anew; of large numbers a twentieth."""

logger = logging.getLogger(__name__)


def labelled() -> CommentQuerySet:
    """Comments of which a person said what they are: approved or spam."""
    decided = Decision.objects.by_moderators().filter(comment=OuterRef("pk"))
    settled = Comment.objects.settled().filter(author=None, erased_at=None)
    return settled.filter(~Q(import_ref="") | Exists(decided))


def samples() -> list[Sample]:
    rows = labelled().newest_first().values_list("body", "status")[:MOST]
    return [Sample(body, status == Comment.Status.SPAM) for body, status in rows]


def is_due() -> bool:
    """Whether there is enough to learn from, and enough of it is new."""
    knowledge = Knowledge.objects.current()
    total, spam = labelled().count(), labelled().spam().count()
    news = abs(total - knowledge.samples) + _decided_since(knowledge.trained_at)
    return min(spam, total - spam) >= FEWEST and news >= max(NEWS, knowledge.samples // 20)


def learn() -> None:
    """Learn from all examples there are. Safe to repeat."""
    total = labelled().count()
    Knowledge.objects.current().keep(TextFilter.train(samples()).to_bytes(), total)


def learned() -> TextFilter | None:
    """What was learned last; None while there is nothing. Each process keeps it until there is something newer."""
    trained_at = Knowledge.objects.filter(pk=1).values_list("trained_at", flat=True).first()
    return _learned(trained_at) if trained_at else None


@lru_cache(maxsize=1)
def _learned(_trained_at: datetime) -> TextFilter | None:
    try:
        return TextFilter.from_bytes(bytes(Knowledge.objects.current().learned))
    except BrokenFilterError as error:
        logger.warning("What the text filter had learned cannot be read; it learns anew. %s", error)
        Knowledge.objects.filter(pk=1).update(samples=0, trained_at=None)
        return None


def _decided_since(moment: datetime | None) -> int:
    decisions = Decision.objects.by_moderators()
    return decisions.filter(at__gt=moment).count() if moment else 0
