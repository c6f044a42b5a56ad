"""How often the password of a post may be guessed. Readers have no session: who knows it sends it at each visit."""

from typing import Final

from django.http import HttpRequest

from blog.models import Entry
from startalking.core.limits import allow, take_back
from startalking.core.senders import mark_of

HOUR: Final = 3600
PER_HOUR: Final = 10
"""A reader who mistypes needs three; behind one address there may be a whole office."""


def opens(request: HttpRequest, entry: Entry) -> tuple[bool, int]:
    """Whether the request brings the entry's password, and the seconds until this sender may try again.

    Counted before it is compared, so that guesses made at once do not slip through; what was right does not count.
    """
    password = request.POST.get("password", "")
    if not password:
        return False, 0
    key = f"blog.password.{entry._meta.model_name}.{entry.pk}.{mark_of(request)}"
    if wait := allow(key, PER_HOUR, HOUR):
        return False, wait
    if is_right := entry.opens_with(password):
        take_back(key, HOUR)
    return is_right, 0
