"""How the address of a page elsewhere is written, so that one page is one source. Pure."""

from urllib.parse import quote, urlsplit, urlunsplit

from linkbacks.protocols import Refusal

DEFAULT_PORTS = {"http": 80, "https": 443}


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


def _ascii(host: str) -> str:
    """The host's name as the name system knows it. Raises `ValueError` for what cannot be a name."""
    name = host if host.isascii() else host.encode("idna").decode()
    labels = name.rstrip(".").split(".")
    if ":" not in name and not all(label.strip("-_").replace("-", "").replace("_", "").isalnum() for label in labels):
        raise ValueError(host)
    if len(name) > 253:
        raise ValueError(host)
    return name.lower()


def _netloc(host: str, port: int | None, scheme: str) -> str:
    name = f"[{host}]" if ":" in host else host
    return name if port in {None, DEFAULT_PORTS[scheme]} else f"{name}:{port}"


def _quoted(part: str) -> str:
    return quote(part, safe="/?#[]!$&'()*+,;=:@%~-._|")
