"""How many calls are taken in an hour, by the host they name and by who calls. Of the caller nothing is kept."""

from typing import Final
from urllib.parse import urlsplit

from django.http import HttpRequest

from linkbacks.models import Incoming
from linkbacks.protocols import Reason, Refusal
from startalking.core.limits import allow
from startalking.core.senders import mark_of

HOUR: Final = 3600
PER_HOST: Final = 30
"""A blog that links to ten of our posts in a round-up calls ten times, maybe by three protocols."""

PER_SENDER: Final = 60
"""One server may speak for many blogs; all its calls count, those that name no page of ours as well."""

LONGEST_QUEUE: Final = 2000
"""More than any moderator will ever read; from here on a flood would only fill the disk."""


def check_sender(request: HttpRequest) -> None:
    """Raises `Refusal` when this sender has called too often this hour. Before anything of the call is read."""
    if wait := allow(f"linkbacks.sender.{mark_of(request)}", PER_SENDER, HOUR):
        raise _too_many("Too many calls from this address. Please try again later.", wait)


def check(source: str) -> None:
    """Raises `Refusal` when the source's host has called too often this hour, or when too many calls wait already."""
    if wait := allow(f"linkbacks.host.{urlsplit(source).hostname or ''}", PER_HOST, HOUR):
        raise _too_many("Too many calls from this site. Please try again later.", wait)
    if Incoming.objects.pending().count() >= LONGEST_QUEUE:
        raise _too_many("Too many linkbacks are waiting here. Please try again later.", HOUR)


def _too_many(sentence: str, wait: int) -> Refusal:
    return Refusal(sentence, retry_after=wait, reason=Reason.TOO_MANY)
