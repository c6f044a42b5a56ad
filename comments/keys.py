"""The signed links in letters to readers. Who has one owns the mailbox it was sent to; no link says the address.

Each names a row and carries the fingerprint of the address the row had: numbers may be given anew when a database is
set up from an older copy, and yesterday's letter must not open what belongs to somebody else.
"""

from typing import Any

from django.core import signing
from django.core.signing import BadSignature
from django.utils.crypto import salted_hmac

from comments.models import Follow, Writer

KEY = "comments.key"
CONFIRMATION = "comments.follow.confirmation"
ENDING = "comments.follow.ending"


def cut(writer: Writer) -> str:
    return signing.dumps([writer.pk, _fingerprint(writer)], salt=KEY)


def owner(token: str, *, worn: bool = False) -> Writer:
    """Whose key it is. Raises `SignatureExpired` after thirty days, unless a `worn` one will do.

    Raises `BadSignature` for what is no key, or none any more.
    """
    pk, fingerprint = signing.loads(token, salt=KEY, max_age=None if worn else Writer.KEY_GOOD_FOR)
    writer = Writer.objects.filter(pk=pk).first()
    if writer is None or fingerprint != _fingerprint(writer):
        raise BadSignature
    return writer


def confirmation(follow: Follow) -> str:
    return signing.dumps([follow.pk, _fingerprint(follow.writer)], salt=CONFIRMATION)


def ending(follow: Follow) -> str:
    return signing.dumps([follow.pk, _fingerprint(follow.writer)], salt=ENDING)


def asked(token: str) -> Follow | None:
    """What was asked for; None where it is gone. Raises `SignatureExpired` after a week, else `BadSignature`."""
    return _follow(signing.loads(token, salt=CONFIRMATION, max_age=Follow.CONFIRMED_WITHIN))


def ended(token: str) -> Follow | None:
    """What is to end, however old the letter is; None where it is gone. Raises `BadSignature`."""
    return _follow(signing.loads(token, salt=ENDING))


def _follow(said: list[Any]) -> Follow | None:
    pk, fingerprint = said
    follow = Follow.objects.for_list().filter(pk=pk).first()
    return follow if follow and fingerprint == _fingerprint(follow.writer) else None


def _fingerprint(writer: Writer) -> str:
    return salted_hmac("comments.writer", writer.email).hexdigest()[:16]
