"""XML-RPC as far as pingback needs it: calls and answers with strings, and faults. Foreign XML is never trusted."""

import codecs
import re
from collections.abc import Sequence
from email.message import Message
from typing import Final, cast
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from linkbacks.protocols import Answer, Reason, Refusal
from startalking.core import charsets

LARGEST: Final = 64 * 1024
CONTENT_TYPE: Final = "text/xml; charset=utf-8"
CHARSETS: Final = {"ascii", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "iso8859-1"}
MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
UNMARKED: Final = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
DECLARATION: Final = re.compile(r"\A\s*<\?xml\b[^<>]*\?>")
ENCODING: Final = re.compile(r"""\bencoding\s*=\s*["']([^"'<>]{1,40})["']""")
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
NOT_IN_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def parsed(body: bytes, content_type: str) -> Element:
    """The document in `body`. Raises `Refusal` for what is too large, not well-formed, or declares anything."""
    if len(body) > LARGEST:
        raise Refusal("The message is too large.", reason=Reason.MALFORMED)
    return _document_in(_decoded(body, content_type))


def heard(answer: Answer) -> Element | None:
    """The document that somebody answered with, None where it is none. Here any encoding will do."""
    body = answer.body[: LARGEST + 1]
    mark, charset = _marked(body)
    name = charset or charsets.name_of(_stated(body, answer.headers.get("content-type", ""))) or "utf-8"
    try:
        return _document_in(NOT_IN_XML.sub("", body.removeprefix(mark).decode(name, errors="replace")))
    except Refusal:
        return None


def string(value: Element | None) -> str:
    """The text of a `<value>` that is a string; without a type it is one. Raises `Refusal` for all others."""
    inner = value[0] if value is not None and len(value) == 1 else value
    if inner is None or inner.tag not in {"value", "string"} or len(inner):
        raise Refusal("The parameters have to be strings.", reason=Reason.WRONG_PARAMETERS)
    text = (inner.text or "").strip()
    if CONTROL.search(text):
        raise Refusal("The parameters contain control characters.", reason=Reason.WRONG_PARAMETERS)
    return text


def call(method: str, *arguments: str) -> str:
    params = "".join(f"<param>{_value(argument)}</param>" for argument in arguments)
    return _document("methodCall", f"<methodName>{escaped(method)}</methodName><params>{params}</params>")


def response(said: str | Sequence[str]) -> str:
    """A successful answer: one string, or a list of them."""
    if isinstance(said, str):
        value = _value(said)
    else:
        value = f"<value><array><data>{''.join(map(_value, said))}</data></array></value>"
    return _document("methodResponse", f"<params><param>{value}</param></params>")


def fault(code: int, sentence: str) -> str:
    members = (
        f"<member><name>faultCode</name><value><int>{code}</int></value></member>"
        f"<member><name>faultString</name>{_value(sentence)}</member>"
    )
    return _document("methodResponse", f"<fault><value><struct>{members}</struct></value></fault>")


def escaped(said: str) -> str:
    without = NOT_IN_XML.sub("", said)
    return without.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _document(root: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>{inside}</{root}>\n'


def _value(said: str) -> str:
    return f"<value><string>{escaped(said)}</string></value>"


def _document_in(text: str) -> Element:
    try:
        return cast(Element, fromstring(DECLARATION.sub("", text, count=1).strip(), forbid_dtd=True))
    except DefusedXmlException:
        raise Refusal("A document type or entities are not accepted.", reason=Reason.MALFORMED) from None
    except (ParseError, ValueError):
        raise Refusal("The XML is not well-formed.", reason=Reason.MALFORMED) from None


def _decoded(body: bytes, content_type: str) -> str:
    mark, charset = _marked(body)
    name = charset or charsets.name_of(_stated(body, content_type))
    if name not in CHARSETS:
        raise Refusal("The encoding has to be UTF-8, UTF-16 or ISO-8859-1.", reason=Reason.MALFORMED)
    try:
        return body.removeprefix(mark).decode(name)
    except UnicodeError:
        raise Refusal("The text does not fit its encoding.", reason=Reason.MALFORMED) from None


def _marked(body: bytes) -> tuple[bytes, str]:
    """The byte order mark, and the encoding that it tells; both may be empty."""
    return next(((mark, charset) for mark, charset in MARKS if body.startswith(mark)), (b"", ""))


def _stated(body: bytes, content_type: str) -> str:
    """The encoding by the Content-Type (RFC 7303, section 3), by the declaration of the document, else UTF-8."""
    header = Message()
    header["Content-Type"] = CONTROL.sub(" ", content_type[:200])
    unmarked = next((charset for beginning, charset in UNMARKED if body.startswith(beginning)), "")
    declaration = DECLARATION.match(body[:200].decode("latin-1"))
    declared = ENCODING.search(declaration[0]) if declaration else None
    return charsets.stated(header) or unmarked or (declared[1] if declared else "utf-8")
