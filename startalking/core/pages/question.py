"""What somebody asks for at the WSGI door, as far as a kept page may answer it."""

import re
from operator import itemgetter
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings

from startalking.core.pages.shelf import Shelf

Environ = dict[str, Any]

NUMBER, WORD = re.compile(r"[1-9][0-9]{0,9}", re.ASCII), re.compile(r"[a-z]{1,10}")
OF_LISTS, OF_CONVERSATIONS = ("seite",), ("kommentare", "strang", "ab", "nur")
OF_FORMER_ADDRESSES = ("p", "page_id", "attachment_id")
QUERIES: Final = {
    **dict.fromkeys((*OF_LISTS, *OF_CONVERSATIONS, *OF_FORMER_ADDRESSES), NUMBER),
    "nur": WORD,
}
"""Parameters that choose a part of a page. An address with others, or with values of another kind, is answered by
Django alone: of those there is no end.
"""

TRACKING: Final = frozenset(
    {"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "li_fat_id", "igshid", "_hsenc", "_hsmi", "ref_src"}
)
"""What others hang onto links to follow people about. It changes nothing on our pages and is not read."""

PROBES: Final = ("/healthz", "/readyz", "/metrics")
"""They ask how we are, and are answered whatever is the matter with what is kept."""

PERSONAL: Final = (
    "HTTP_COOKIE",
    "HTTP_IF_MATCH",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_IF_RANGE",
    "HTTP_RANGE",
    "HTTP_ACCEPT_ENCODING",
)
"""What one reader says and a page for all must not be drawn by."""

ALWAYS_SAID: Final = itemgetter("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "wsgi.url_scheme")
REMEMBERED: Final = 2_000_000
"""Bytes for questions that were read before."""


class Question(NamedTuple):
    """`key` tells pages apart. `address` is the path alone where nothing else matters, else empty."""

    key: str
    query: str
    address: str


class Reader:
    def __init__(self) -> None:
        self._ours = tuple(f"{name}=" for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"))
        self._not_ours = ("/admin/", settings.STATIC_URL, settings.MEDIA_URL, *PROBES)
        self._trusts_proxy = bool(settings.SECURE_PROXY_SSL_HEADER)
        self._before: Shelf[tuple[object, ...], Question] = Shelf(REMEMBERED)

    def read(self, environ: Environ) -> Question | None:
        """What is asked for; None where no kept page may answer: to who has a cookie of ours, to forms, to files."""
        if "HTTP_COOKIE" in environ or "HTTP_AUTHORIZATION" in environ:
            return self._read(environ)
        proxy = environ.get("HTTP_X_FORWARDED_PROTO") if self._trusts_proxy else None
        said = (ALWAYS_SAID(environ), environ.get("HTTP_HOST"), proxy)
        question = self._before.get(said)
        if question is None:
            question = self._read(environ)
            if question is not None:
                asked = len(question.key) + len(environ["QUERY_STRING"]) + len(proxy or "")
                self._before.put(said, question, len(question.key) + asked + 500)
        return question

    def _read(self, environ: Environ) -> Question | None:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or "HTTP_AUTHORIZATION" in environ:
            return None
        if (cookies := environ.get("HTTP_COOKIE")) and any(name in cookies for name in self._ours):
            return None
        path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
        if path.startswith(self._not_ours) or "/" in environ.get("HTTP_HOST", ""):
            return None  # a host with a piece of path would have the key of another address
        if query:
            known = _known(query)
            if known is None:
                return None
            query = known
        return Question(f"{self._origin(environ)}{path}?{query}", query, "" if query else path)

    def _origin(self, environ: Environ) -> str:
        scheme: str = environ["wsgi.url_scheme"]
        if self._trusts_proxy:
            said: str = environ.get("HTTP_X_FORWARDED_PROTO", scheme)
            scheme = said.partition(",")[0].strip()  # as Django reads it
        return f"{'https' if scheme == 'https' else 'http'}://{environ.get('HTTP_HOST', '')}"


def impersonal(environ: Environ, question: Question) -> Environ:
    """The same question, asked by nobody in particular."""
    asked = {name: value for name, value in environ.items() if name not in PERSONAL}
    return asked | {"REQUEST_METHOD": "GET", "QUERY_STRING": question.query}


def _known(query: str) -> str | None:
    """The query in one spelling, without what only follows people about; None where there is something unknown."""
    if len(query) > 200:
        return None
    parameters = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        if name not in TRACKING and not name.startswith("utm_")
    ]
    if len(dict(parameters)) < len(parameters):
        return None
    if not all(name in QUERIES and QUERIES[name].fullmatch(value) for name, value in parameters):
        return None
    return urlencode(sorted(parameters))
