"""The signed, timed token of the comment form: it says for which page a form was drawn, and when.

It stands where other sites keep a session. Pages come out of a cache, so it is good for many readers and for a week.
"""

from datetime import timedelta
from enum import Enum, auto
from typing import Final

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.crypto import salted_hmac

from blog.models import Discussed

GOOD_FOR: Final = timedelta(days=7)


class Verdict(Enum):
    GOOD = auto()
    EXPIRED = auto()
    FORGED = auto()


def issue(target: Discussed) -> str:
    return _signer().sign(_page(target))


def judge(token: str, target: Discussed) -> Verdict:
    """Whether the token was issued for this page, and recently enough."""
    page = _page(target)
    try:
        found = _signer().unsign(token, max_age=GOOD_FOR)
    except SignatureExpired:
        found, late = _signer().unsign(token), Verdict.EXPIRED
        return late if found == page else Verdict.FORGED
    except BadSignature:
        return Verdict.FORGED
    return Verdict.GOOD if found == page else Verdict.FORGED


def was_for(token: str, label: str, pk: int) -> bool:
    """Whether the token was ever issued for the page of this kind and number, whatever became of it since."""
    try:
        return _signer().unsign(token).startswith(f"{label}:{pk}:")
    except BadSignature:
        return False


def _page(target: Discussed) -> str:
    """What a token names: the page, and of one behind a password the fingerprint of today's."""
    password = getattr(target, "password", "")
    key = salted_hmac("comments.form", password).hexdigest()[:16] if password else ""
    return f"{target._meta.label_lower}:{target.pk}:{key}"


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="comments.form")
