from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from blog.models import Site
from comments import errands, figures, verdicts
from comments.models import Comment, Policy, Report
from startalking.core import mail

MOST_IN_A_LETTER: Final = 30
DAY: Final = timedelta(days=1)


@task()
def tell_moderators(pk: int) -> None:
    """Write to the moderators about a comment that waits; about each once, however often this runs."""
    comment = Comment.objects.for_list().untold().filter(pk=pk).first()
    to = Site.objects.current().moderator_addresses
    if comment is None or not to or Policy.objects.current().notice != Policy.Notice.EACH:
        return
    if not Comment.objects.untold().filter(pk=pk).update(told_at=timezone.now()):
        return  # somebody else is writing this letter
    links = {"links": errands.links_for(comment), "findings": map(verdicts.sentence, comment.findings)}
    if not _send("comment_held", to, {"comment": comment, "target": comment.target, "link": _desk(pk), **links}):
        Comment.objects.filter(pk=pk).update(told_at=None)


@task()
def tell_of_report(pk: int) -> None:
    """Write to the moderators what a reader reported; of each report once, however often this runs."""
    report = Report.objects.untold().select_related("comment").filter(pk=pk).first()
    to = Site.objects.current().moderator_addresses
    if report is None or not to or Policy.objects.current().notice == Policy.Notice.NONE:
        return
    if not Report.objects.untold().filter(pk=pk).update(told_at=timezone.now()):
        return  # somebody else is writing this letter
    comment = Comment.objects.for_list().get(pk=report.comment_id)
    facts = {"report": report, "comment": comment, "target": comment.target, "link": _desk(comment.pk)}
    if not _send("comment_reported", to, facts):
        Report.objects.filter(pk=pk).update(told_at=None)


def tell_of_waiting() -> None:
    """The minute's look after letters that could not be sent; after a day the desk is where to look."""
    if Site.objects.current().moderator_addresses and Policy.objects.current().notice == Policy.Notice.EACH:
        recent = Comment.objects.untold().since(timezone.now() - DAY)
        for pk in recent.values_list("pk", flat=True):
            tell_moderators.enqueue(pk)


def tell_of_reports() -> None:
    """The same for reports, of which each has a letter of its own."""
    if Site.objects.current().moderator_addresses and Policy.objects.current().notice != Policy.Notice.NONE:
        recent = Report.objects.untold().filter(created_at__gte=timezone.now() - DAY)
        for pk in recent.values_list("pk", flat=True):
            tell_of_report.enqueue(pk)


def send_digest() -> None:
    """One letter on all that came in since the last one, when it is time for it."""
    policy, to, now = Policy.objects.current(), Site.objects.current().moderator_addresses, timezone.now()
    every = timedelta(hours=policy.digest_hours)
    if policy.notice != Policy.Notice.DIGEST or not to or not Comment.objects.untold().exists():
        return
    if not policy.claim("digest", now, every=every):
        return
    if not _tell_of_many("comments_digest", to, Comment.objects.untold(), "told_at"):
        policy.give_back("digest")


def remind_of_waiting() -> None:
    """A second letter on what has waited too long, one for all."""
    policy = Policy.objects.current()
    to = policy.escalation_addresses
    if policy.escalate_hours and to:
        overdue = Comment.objects.overdue(timezone.now() - timedelta(hours=policy.escalate_hours))
        if overdue.exists():
            _tell_of_many("comments_overdue", to, overdue, "escalated_at", hours=policy.escalate_hours)


def raise_alarm() -> None:
    """A letter when a judge suddenly catches nearly everything, once a day while it goes on."""
    policy, to = Policy.objects.current(), Site.objects.current().moderator_addresses
    if to and (alarms := figures.alarms()) and policy.claim("alarm", timezone.now(), every=DAY):
        link = settings.SITE_URL + reverse("admin:comments_comment_filter")
        if not _send("judge_alarm", to, {"alarms": alarms, "link": link}):
            policy.give_back("alarm")


def _tell_of_many(letter: str, to: list[str], found: Any, stamp: str, **more: Any) -> bool:
    """One letter on several comments; `stamp` is the column that notes it, and is taken back when it did not go out.

    False only where a letter was refused.
    """
    keys = list(found.order_by("created_at").values_list("pk", flat=True))
    claimed = Comment.objects.filter(pk__in=keys, **{stamp: None})
    if not claimed.update(**{stamp: timezone.now()}):
        return True
    comments = Comment.objects.for_list().filter(pk__in=keys[:MOST_IN_A_LETTER]).order_by("created_at")
    link = settings.SITE_URL + reverse("admin:comments_comment_queue")
    facts = {"comments": comments, "number": len(keys), "more": len(keys) - len(comments), "link": link, **more}
    if not (sent := _send(letter, to, facts)):
        Comment.objects.filter(pk__in=keys).update(**{stamp: None})
    return sent


def _send(letter: str, to: Iterable[str], facts: dict[str, Any]) -> bool:
    site = Site.objects.current()
    with translation.override(site.language):
        return mail.send(letter, to, {"site": site, "site_url": settings.SITE_URL, **facts})


def _desk(pk: int) -> str:
    return f"{settings.SITE_URL}{reverse('admin:comments_comment_queue')}?comment={pk}"
