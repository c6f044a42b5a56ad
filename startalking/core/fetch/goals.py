"""Whom an address leads to: what a text may look like, and which of the resolver's answers may be talked to."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from unicodedata import normalize
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from startalking.core.fetch.error import FetchError
from startalking.core.fetch.resolver import resolved
from startalking.core.networks import is_public

PORTS: Final = {80, 443}
LONGEST_ADDRESS: Final = 2000
LONGEST_NAME: Final = 253
NO_ADDRESS: Final = re.compile(r"[\x00-\x20\x7f-\x9f\\\ud800-\udfff]")
PLACE: Final = re.compile(r"(?:\[[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*\]|[^\[\]:@%]+)(?::[0-9]*)?")
"""Host and port, whole: no user, no zone, nothing escaped, nothing behind the bracket."""
NAME: Final = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
DOTS: Final = re.compile("[.\u3002\uff0e\uff61]")
KEPT: Final = frozenset("ßς")
"""Letters of their own since 2008 (RFC 5891); Python's codec still asks another host for them."""


@dataclass(frozen=True)
class Goal:
    """One hop: an address and what was found out about it. All of `answers` may be talked to."""

    url: str
    host: str
    port: int
    is_secure: bool
    target: str
    answers: tuple[str, ...]


def goal_of(url: str, until: float) -> Goal:
    """Raises `FetchError` for everything that is no address of a web page, or leads to what is not public."""
    parts, host, port = _parts(url)
    is_allowed = (host, port) in settings.FETCH_ALLOW
    if port not in PORTS and not is_allowed:
        raise FetchError(_("Only the ports 80 and 443 are asked, not %(port)s.") % {"port": port}, is_final=True)
    answers = resolved(host, port, until)
    if not answers or not (is_allowed or all(map(is_public, answers))):
        raise FetchError(_("%(host)s is not a public server.") % {"host": host}, is_final=True)
    target = iri_to_uri(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")
    return Goal(url, host, port, parts.scheme == "https", target, answers)


def _parts(url: str) -> tuple[SplitResult, str, int]:
    """The parts of an address, its host as it goes over the wire, and its port."""
    try:
        if len(url) > LONGEST_ADDRESS or NO_ADDRESS.search(url):
            raise ValueError(url)
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not PLACE.fullmatch(parts.netloc):
            raise ValueError(url)
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError as error:  # UnicodeError is one, too
        raise FetchError(_("This is not the address of a web page."), is_final=True) from error
    return parts, host, (443 if parts.scheme == "https" else 80) if port is None else port


def _host(text: str) -> str:
    """As it is asked for and named to the server: numbers shortened, letters beyond ASCII in their costume."""
    if ":" in text:
        return str(ip_address(text))
    host = ".".join(map(_label, DOTS.split(text))).lower().removesuffix(".")
    if len(host) > LONGEST_NAME or not NAME.fullmatch(host):
        raise ValueError(text)
    return host


def _label(text: str) -> str:
    if KEPT.isdisjoint(text):
        return text.encode("idna").decode("ascii")
    return f"xn--{normalize('NFKC', text).encode('punycode').decode('ascii')}"
