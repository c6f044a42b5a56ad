"""What falls due with time: looked after once a minute, in this order."""

import logging
from collections.abc import Callable, Iterable
from functools import partial

from django.contrib.sessions.models import Session
from django.utils import timezone

import comments.tasks
import linkbacks.tasks
from blog.models import Page, Post
from blog.tasks import render_waiting
from startalking.core import heartbeat, pages, timing, waiting
from startalking.core.senders import forget_yesterday

logger = logging.getLogger(__name__)


def forget_expired_sessions() -> None:
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def announce_due_entries() -> None:
    """Scheduled posts and pages whose hour has come; they have been public since, now the house hears of it."""
    for entry in (*Post.objects.due(), *Page.objects.due()):
        entry.announce()
    for entry in (*Post.objects.returning(), *Page.objects.returning()):
        entry.come_back()


DUTIES: tuple[Callable[[], None], ...] = (
    announce_due_entries,
    render_waiting,
    waiting.enqueue_left_behind,
    comments.tasks.tell_of_waiting,
    comments.tasks.tell_of_reports,
    comments.tasks.send_digest,
    comments.tasks.remind_of_waiting,
    comments.tasks.raise_alarm,
    comments.tasks.learn_when_due,
    comments.tasks.empty_trash,
    comments.tasks.empty_quarantine,
    comments.tasks.send_wished_letters,
    comments.tasks.tell_those_behind,
    comments.tasks.forget_unconfirmed,
    linkbacks.tasks.tell_of_waiting,
    linkbacks.tasks.verify_due,
    linkbacks.tasks.forget_the_untrue,
    linkbacks.tasks.settle_left_behind,
    linkbacks.tasks.deliver_due,
    forget_expired_sessions,
    forget_yesterday,
    pages.tidy,
)


def tick(duties: Iterable[Callable[[], None]] = DUTIES) -> list[str]:
    """Do every duty; one that fails is logged and does not stop the others. Returns the names of those that failed.

    Two ticks may run at the same time, so each duty claims its rows before it works on them.
    """
    failed = []
    for duty in duties:
        try:
            with timing.measured(partial(str, f"tick.{duty.__name__}")):
                duty()
        except Exception:
            logger.exception("The minute's duty %s failed.", duty.__name__)
            failed.append(duty.__name__)
    heartbeat.beat()
    return failed
