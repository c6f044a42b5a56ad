"""The one door to other servers: whatever address somebody gave, only public hosts are asked, and never for long.

Each hop is resolved once and every answer judged; the connection goes to the judged address while the name stays for
Host, SNI and certificate. No proxies, no cookies, redirects by hand, one request at a time to a host. The rules are
in `docs/fetching.md`.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import Final

from django.utils.translation import gettext as _

from startalking.core.fetch.answers import (
    ANYTHING,
    HTML,
    PAGE_LIMIT,
    PICTURE_LIMIT,
    PICTURES,
    WORDS_LIMIT,
    XML,
    Question,
    Response,
    moved_to,
    response,
)
from startalking.core.fetch.error import FetchError
from startalking.core.fetch.goals import PORTS, Goal, goal_of
from startalking.core.fetch.lines import asked
from startalking.core.turns import turn

__all__ = [
    "ANYTHING",
    "HTML",
    "PAGE_LIMIT",
    "PICTURES",
    "PICTURE_LIMIT",
    "WORDS_LIMIT",
    "XML",
    "FetchError",
    "Response",
    "call",
    "get",
    "head",
    "post",
]

DEADLINE: Final = 10.0
PATIENCE: Final = 5.0
"""Seconds of the deadline that may be spent on waiting until nobody else of ours asks the same host."""
MAX_HOPS: Final = 5


def get(url: str, *, accept: Collection[str] = HTML, limit: int = PAGE_LIMIT) -> Response:
    """Fetch `url`: at most `limit` bytes after decoding, of the types in `accept`, within the deadline.

    A status of any kind is an answer. Raises `FetchError` for everything that is none, and for a success that is too
    large, of another type, or breaks off.
    """
    return _asked(url, Question("GET", accept, limit))


def head(url: str, *, accept: Collection[str] = ANYTHING) -> Response:
    """The headers that `get` would find, of whatever type. Some servers refuse this question: ask with `get` then."""
    return _asked(url, Question("HEAD", accept))


def post(
    url: str, body: bytes, content_type: str, *, accept: Collection[str] = ANYTHING, limit: int = WORDS_LIMIT
) -> Response:
    """Send `body` once. A status of any kind is an answer, with the first `limit` bytes of its words, if there are any.

    307 and 308 say that the same is to be sent elsewhere (RFC 9110, 15.4.8), which is judged anew. Other redirects
    would turn into a GET, which delivers nothing: they are the answer, and where they lead is not asked. Raises
    `FetchError` when nothing was answered. Something may have arrived nevertheless.
    """
    return _asked(url, Question("POST", accept, limit, body, content_type))


def call(url: str, headers: Mapping[str, str], body: bytes, content_type: str) -> Response:
    """Send `body` to a service that the operator named, with headers that nobody else is to see: where it would send
    us on, we do not go. Raises `FetchError` when nothing was answered.
    """
    return _asked(url, Question("POST", ANYTHING, WORDS_LIMIT, body, content_type, headers))


def _asked(url: str, question: Question) -> Response:
    until = monotonic() + DEADLINE
    for _hop in range(MAX_HOPS + 1):
        goal = goal_of(url, until)
        with _turn(goal, until), asked(goal, question, until) as answer:
            url = moved_to(goal, question, answer)
            if not url:
                return response(goal, question, answer)
    raise FetchError(_("The address was redirected more than %(count)s times.") % {"count": MAX_HOPS})


@contextmanager
def _turn(goal: Goal, until: float) -> Iterator[None]:
    """Ours alone, over all processes, for this hop. Another port than the web's is another server on the host."""
    name = goal.host if goal.port in PORTS else f"{goal.host}:{goal.port}"
    try:
        with turn(name, wait=min(PATIENCE, until - monotonic())):
            yield
    except TimeoutError as error:
        sentence = _("%(host)s is being asked something else just now. Please try again later.")
        raise FetchError(sentence % {"host": goal.host}) from error
