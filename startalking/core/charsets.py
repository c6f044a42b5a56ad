"""Which labels of strangers name an encoding that people write in. Pure."""

import codecs
from email.message import Message
from typing import Final

NO_CHARSETS: Final = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
"""What Python knows as encodings of text, but nobody writes in."""


def is_charset(label: str) -> bool:
    """Whether the label names such an encoding; it may be any words of a stranger."""
    try:
        name = codecs.lookup(label.strip().lower()[:40]).name
        b"a".decode(name)
    except (LookupError, ValueError):
        return False
    return name.replace("_", "-") not in NO_CHARSETS


def stated(header: Message) -> str:
    """The charset that a Content-Type states; empty where it states none, or says it in a way nobody understands."""
    try:
        found = header.get_param("charset")
    except (LookupError, TypeError, ValueError):  # pieces of RFC 2231 that do not fit together
        return ""
    return found if isinstance(found, str) else ""
