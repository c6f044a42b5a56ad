"""How a page, or an answer for one reader alone, goes over the wire: packed as the reader takes it, or not at all."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from startalking.core.pages import encodings
from startalking.core.pages.page import Answer, Page
from startalking.core.pages.question import Environ

StartResponse = Callable[..., Any]

TEXTS: Final = ("text/", "application/xml", "application/json", "application/rss+xml", "application/atom+xml")


def send(page: Page, environ: Environ, start: StartResponse) -> Iterable[bytes]:
    """The kept page in the form that the reader takes, or that he has it already."""
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    if (known := environ.get("HTTP_IF_NONE_MATCH")) is not None:
        encoding = page.form_for(accepted)
        if page.status.startswith("200") and _names(known, page.etag(encoding)):
            start("304 Not Modified", page.headers_unchanged(encoding))
            return []
    headers, body = page.sent_to(accepted)
    start(page.status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else body


def send_once(answer: Answer, environ: Environ, start: StartResponse) -> Iterable[bytes]:
    """An answer that is nobody else's; packed if that is worth it."""
    body, headers = answer.body, answer.headers
    encoding = encodings.best(environ.get("HTTP_ACCEPT_ENCODING", ""))
    given = {name.lower(): value for name, value in headers}
    is_text = given.get("content-type", "").startswith(TEXTS) and "content-encoding" not in given
    if encoding and is_text and len(body) >= encodings.LEAST:
        body = encodings.PACKED[encoding](body)
        headers = [(name, value) for name, value in headers if name.lower() not in {"content-length", "vary"}]
        vary = ", ".join(filter(None, [given.get("vary"), "Accept-Encoding"]))
        headers += [("Content-Encoding", encoding), ("Content-Length", str(len(body))), ("Vary", vary)]
    start(answer.status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _names(known: str, etag: str) -> bool:
    """Whether an `If-None-Match` names this tag, weakly compared (RFC 9110, 13.1.2)."""
    return known.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in known.split(",")]
