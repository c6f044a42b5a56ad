"""Letters to readers that they wished for themselves, each sent once."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from blog.models import Site
from comments import keys
from comments.models import Follow, Writer
from startalking.core import mail


@task()
def send_key(pk: int) -> None:
    """The letter with the key. Where it would open nothing, none goes out, and the address is forgotten."""
    writer = Writer.objects.wishing(timezone.now()).filter(pk=pk).first()
    if writer is None:
        return
    if not writer.is_known:
        Writer.objects.filter(pk=pk, follows=None).delete()
    elif writer.claim_key() and not post("key", writer, _of_key(writer)):
        writer.want_key_still()


@task()
def ask_follower(pk: int) -> None:
    """The letter that asks an address whether it wants to follow. Where the page is gone, none goes out."""
    follow = Follow.objects.wishing(timezone.now()).for_list().filter(pk=pk).first()
    if follow is None or not follow.target.is_public or not follow.claim_confirmation():
        return
    if not post("follow_confirm", follow.writer, _of_question(follow)):
        follow.want_confirmation_still()


def send_wished_letters() -> None:
    """The minute's look after letters that could not be sent."""
    now = timezone.now()
    for pk in Writer.objects.wishing(now).values_list("pk", flat=True):
        send_key.enqueue(pk)
    for pk in Follow.objects.wishing(now).values_list("pk", flat=True):
        ask_follower.enqueue(pk)


def post(letter: str, writer: Writer, facts: dict[str, Any], headers: dict[str, str] | None = None) -> bool:
    """One letter to one address, in the language of the site; whether it went out."""
    site = Site.objects.current()
    headers = {"Auto-Submitted": "auto-generated", **(headers or {})}
    with translation.override(site.language):
        return mail.send(letter, [writer.email], {"site": site, **facts}, headers=headers)


def _of_key(writer: Writer) -> dict[str, Any]:
    unconfirmed = Follow.objects.lasting().filter(writer=writer, confirmed_at=None).for_list()
    return {
        "link": settings.SITE_URL + reverse("comments:key", args=[keys.cut(writer)]),
        "days": Writer.KEY_GOOD_FOR.days,
        "questions": [_of_question(follow) for follow in unconfirmed if follow.target.is_public],
    }


def _of_question(follow: Follow) -> dict[str, Any]:
    link = settings.SITE_URL + reverse("comments:follow_confirm", args=[keys.confirmation(follow)])
    return {"follow": follow, "title": str(follow.target), "link": link, "days": Follow.CONFIRMED_WITHIN.days}
