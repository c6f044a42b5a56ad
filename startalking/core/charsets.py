"""Which labels of strangers name an encoding that people write in. Pure."""

import codecs
import re
from collections.abc import Iterator
from email.message import Message
from typing import Final

NO_CHARSETS: Final = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}
"""What Python knows as encodings of text, but nobody writes in."""


MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

META: Final = re.compile(rb"""<meta\b[^<>]{0,200}?\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.IGNORECASE)
LOOKED_AT: Final = 4096
"""Bytes in which a page may say how it is encoded; the standard grants 1024, browsers are more patient."""

LATIN: Final = {"ascii", "iso8859-1"}
"""Whoever names one of these means windows-1252, as all browsers read it."""


def decoded(body: bytes, content_type: str) -> str:
    """A page as text, whatever comes: by its mark, the Content-Type, its meta element, as UTF-8 or windows-1252."""
    for mark, charset in MARKS:
        if body.startswith(mark):
            return body.removeprefix(mark).decode(charset, errors="replace")
    for charset in _told(body, content_type):
        try:
            return body.decode(charset)
        except UnicodeError:
            continue
    repaired = body.decode(errors="replace")
    foreign = sum(not run.isascii() and len(run) for run in re.findall(r"[^\x00-\x7f\ufffd]+", repaired))
    return repaired if foreign > repaired.count("\ufffd") else body.decode("windows-1252", errors="replace")


def is_charset(label: str) -> bool:
    """Whether the label names such an encoding; it may be any words of a stranger."""
    return bool(name_of(label))


def name_of(label: str) -> str:
    """The one name of the encoding that a label means; empty where it means none."""
    try:
        name = codecs.lookup(label.strip().lower()[:40]).name
        b"abcd".decode(name)
    except (LookupError, ValueError):
        return ""
    return "" if name.replace("_", "-") in NO_CHARSETS else name


def stated(header: Message) -> str:
    """The charset that a Content-Type states; empty where it states none, or says it in a way nobody understands."""
    try:
        found = header.get_param("charset")
    except (LookupError, TypeError, ValueError):  # pieces of RFC 2231 that do not fit together
        return ""
    return found if isinstance(found, str) else ""


def _told(body: bytes, content_type: str) -> Iterator[str]:
    """The encodings that a page is said to have, and at last the one that most have."""
    header = Message()
    header["Content-Type"] = re.sub(r"[^\x20-\x7e]", " ", content_type[:200])
    for label in (stated(header), _in_meta(body), "utf-8"):
        if name := name_of(label):
            yield "windows-1252" if name in LATIN else name


def _in_meta(body: bytes) -> str:
    """What a meta element says. Who could read it up to there as ASCII does not have a UTF-16 before him."""
    meta = META.search(body[:LOOKED_AT])
    label = meta[1].decode("latin-1") if meta else ""
    return "utf-8" if label.lower().startswith("utf") else label
