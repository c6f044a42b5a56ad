"""TrackBack 1.1 and 1.2 (Six Apart): a form that is posted to a page's own trackback address.

`url` is the page that links here, `title`, `excerpt` and `blog_name` are its words. The answer is XML, always with the
status 200: there are senders that take any other for a broken server.
"""

import re
from email.message import Message
from typing import Final
from urllib.parse import parse_qsl, urlencode
from xml.sax.saxutils import escape, quoteattr

from linkbacks.protocols import Answer, Call, Delivery, Letter, Refusal, State, xmlrpc
from linkbacks.protocols.words import by_status, sentence
from startalking.core import charsets, text

LARGEST: Final = 64 * 1024
MOST_FIELDS: Final = 40
FORM: Final = "application/x-www-form-urlencoded"
NOT_IN_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

RDF: Final = """<!--
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">
<rdf:Description rdf:about={about} dc:identifier={about} dc:title={title} trackback:ping={ping} />
</rdf:RDF>
-->"""


def read(body: bytes, content_type: str) -> Call:
    """The call in a posted form. Raises `Refusal` when the form cannot be read or names no page."""
    header = Message()
    header["Content-Type"] = NOT_IN_XML.sub("", content_type[:200]).replace("\n", " ") or FORM
    if header.get_content_type() not in {FORM, "text/plain"}:
        raise Refusal(f"Please send a form as {FORM}.")
    if len(body) > LARGEST:
        raise Refusal("The form is too large.")
    fields = _decoded(_fields(body), charsets.stated(header))
    if not fields.get("url"):
        raise Refusal("The field url is missing: it names the page that links here.")
    return Call(
        protocol="trackback",
        source=fields["url"],
        title=fields.get("title", ""),
        site_name=fields.get("blog_name", ""),
        excerpt=fields.get("excerpt", ""),
    )


def answer(refusal: Refusal | None = None) -> str:
    """What the sender gets to hear: that the call was taken, or why not."""
    said = "<error>0</error>"
    if refusal is not None:
        said = f"<error>1</error><message>{escape(NOT_IN_XML.sub('', str(refusal)))}</message>"
    return f'<?xml version="1.0" encoding="utf-8"?><response>{said}</response>'


def rdf(*, about: str, title: str, ping: str) -> str:
    """The block by which senders find a page's trackback address: RDF inside an HTML comment, which `--` would end."""
    return RDF.format(about=_attribute(about), title=_attribute(title), ping=_attribute(ping))


def letter(call: Call) -> Letter:
    """The form to send. Title and excerpt are plain text, cut at a word."""
    fields = {
        "url": call.source,
        "title": text.shorten(_text(call.title), 250),
        "excerpt": text.shorten(_text(call.excerpt), 252),
        "blog_name": text.shorten(_text(call.site_name), 250),
    }
    return Letter(urlencode(fields, errors="replace").encode(), f"{FORM}; charset=utf-8")


def delivery(answer: Answer) -> Delivery:
    """How it ended: only XML that says error 0 is a success, and "already" means that they have it."""
    root = xmlrpc.heard(answer)
    error = (root.findtext("error") or "").strip() if root is not None else ""
    if root is None or root.tag != "response" or not error:
        return _nonsense(answer)
    words = sentence(root.findtext("message") or "")
    if error == "0" or "already" in words.lower():
        return Delivery(State.DELIVERED, words)
    return Delivery(State.REFUSED, words or f"Error {sentence(error)}")


def _nonsense(answer: Answer) -> Delivery:
    if 200 <= answer.status < 300:
        return Delivery(State.FAILED, "The answer is not one of TrackBack.")
    return by_status(answer)


def _attribute(value: str) -> str:
    return quoteattr(NOT_IN_XML.sub("", value)).replace("--", "&#45;&#45;")


def _fields(body: bytes) -> dict[str, bytes]:
    """The fields' bytes, the first of each name; Latin-1 carries each byte through the parser unharmed."""
    try:
        pairs = parse_qsl(body.decode("latin-1"), encoding="latin-1", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Refusal("The form has too many fields.") from None
    return {name: value.encode("latin-1") for name, value in reversed(pairs)}


def _decoded(fields: dict[str, bytes], stated: str) -> dict[str, str]:
    """The fields as text, in the first charset that fits: of the Content-Type, of the form, UTF-8, windows-1252."""
    told = [stated, fields.get("charset", b"").decode("latin-1")]
    for charset in (*told, "utf-8"):
        if charsets.is_charset(charset):
            try:
                return {name: _text(value.decode(charset)) for name, value in fields.items()}
            except UnicodeError:
                continue
    return {name: _text(value.decode("windows-1252", errors="replace")) for name, value in fields.items()}


def _text(value: str) -> str:
    return NOT_IN_XML.sub("", value).strip()
