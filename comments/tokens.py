"""The signed, timed token of the comment form: it says for which page a form was drawn, when, and with which number.

It stands where other sites keep a session. Pages come out of a cache, so several readers may send the same form; how
often one is sent is counted, and a judge looks at it.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from secrets import token_urlsafe
from typing import Final

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils import timezone
from django.utils.crypto import salted_hmac

from blog.models import Discussed
from startalking.core import limits

GOOD_FOR: Final = timedelta(days=7)
TRAPPED: Final = "t"


class Verdict(Enum):
    GOOD = auto()
    EXPIRED = auto()
    FORGED = auto()


@dataclass(frozen=True)
class Reading:
    """What a token tells. `age` in seconds since the writer first saw the form, 0 for a forged one."""

    verdict: Verdict
    age: float = 0.0
    trapped: bool = False


def issue(target: Discussed, *, after: Reading | None = None) -> str:
    """A token for a new form. `after` is what the token of the attempt before told: the writer did not begin anew."""
    begun = int(timezone.now().timestamp() - (after.age if after else 0))
    mark = TRAPPED if after and after.trapped else ""
    return _signer().sign(f"{_page(target)}:{token_urlsafe(6)}:{mark}:{begun}")


def read(token: str, target: Discussed) -> Reading:
    """What the token says, and whether it was issued for this page and recently enough."""
    try:
        page, _nonce, mark, begun = _signer().unsign(token).rsplit(":", 3)
        age = timezone.now().timestamp() - int(begun)
    except (BadSignature, ValueError):
        return Reading(Verdict.FORGED)
    if page != _page(target):
        return Reading(Verdict.FORGED)
    return Reading(_freshness(token), max(0.0, age), mark == TRAPPED)


def judge(token: str, target: Discussed) -> Verdict:
    """Whether the token was issued for this page, and recently enough."""
    return read(token, target).verdict


def uses(token: str) -> int:
    """How often the form with this token was sent in these days, now included."""
    return limits.count(f"comments.token.{token}", seconds=int(timedelta(days=1).total_seconds())).number


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


def _freshness(token: str) -> Verdict:
    try:
        _signer().unsign(token, max_age=GOOD_FOR)
    except SignatureExpired:
        return Verdict.EXPIRED
    return Verdict.GOOD


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="comments.form")
