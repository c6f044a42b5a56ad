"""How the address of a page elsewhere is written, so that one page is one source. Pure."""

import re
from typing import Final
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from linkbacks.protocols import Refusal

DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST_HOST: Final = 253
LONGEST_LABEL: Final = 63
DOTS: Final = re.compile("[.\u3002\uff0e\uff61]")


def normal(address: str) -> str:
    """`address` in its one spelling: ASCII, host in small letters, no default port, no fragment, never without a path.

    Raises `Refusal` for what is no address of a page on the web.
    """
    if "\\" in address or any(letter.isspace() or not letter.isprintable() for letter in address):
        raise Refusal("The source is not a valid address.")
    try:
        parts = urlsplit(address)
        scheme, port, host = parts.scheme.lower(), parts.port, _ascii(parts.hostname or "")
    except ValueError:
        raise Refusal("The source is not a valid address.") from None
    if scheme not in DEFAULT_PORTS:
        raise Refusal("The source has to begin with http:// or https://.")
    if parts.username is not None or parts.password is not None:
        raise Refusal("The source must not contain a user name or a password.")
    return urlunsplit((scheme, _netloc(host, port, scheme), _quoted(parts.path) or "/", _quoted(parts.query), ""))


def resolved(base: str, address: str) -> str:
    """The page that an address written in a page at `base` leads to, in its one spelling; empty where it is none.

    Browsers overlook line ends and tabs in it, and white space around it (URL Standard, section 4.4).
    """
    written = re.sub(r"[\t\n\r]", "", address.strip("\t\n\f\r "))
    try:
        return normal(urljoin(base, written).replace(" ", "%20"))
    except (Refusal, ValueError):
        return ""


def meaning(address: str) -> str:
    """What the spellings of one page's address share, for comparing only: no scheme, no `www`, no slash at the end of
    its path, quoted letters plain. Raises `Refusal` like `normal`.
    """
    parts = urlsplit(re.sub(r"%[0-9a-fA-F]{2}", _plainly_quoted, normal(address)))
    path = parts.path.rstrip("/")
    return urlunsplit(("", parts.netloc.removeprefix("www."), path, parts.query, ""))


def _plainly_quoted(found: re.Match[str]) -> str:
    letter = unquote(found[0], encoding="latin-1")
    return letter if letter.isascii() and (letter.isalnum() or letter in "-._~") else found[0].upper()


def _ascii(host: str) -> str:
    """The host's name as the name system knows it. Raises `ValueError` for what cannot be a name.

    Names in other letters get longer only, and their codec takes time in proportion to the square of a label.
    """
    if len(host) > LONGEST_HOST or (not host.isascii() and max(map(len, DOTS.split(host))) > LONGEST_LABEL):
        raise ValueError(host)
    name = host if host.isascii() else host.encode("idna").decode()
    labels = name.rstrip(".").split(".")
    if ":" not in name and not all(label.strip("-_").replace("-", "").replace("_", "").isalnum() for label in labels):
        raise ValueError(host)
    if len(name) > LONGEST_HOST:
        raise ValueError(host)
    return name.lower()


def _netloc(host: str, port: int | None, scheme: str) -> str:
    name = f"[{host}]" if ":" in host else host
    return name if port in {None, DEFAULT_PORTS[scheme]} else f"{name}:{port}"


def _quoted(part: str) -> str:
    return quote(part, safe="/?#[]!$&'()*+,;=:@%~-._|")
