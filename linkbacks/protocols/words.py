"""What doors elsewhere say when they refuse: strangers' words in any form, made a plain sentence."""

import json
import re
from typing import Final

from linkbacks.protocols import Answer, Delivery, State
from startalking.core import charsets, nesting, text

READ: Final = 8_000
"""Bytes of an answer in which a sentence is looked for."""

LONGEST: Final = 200
LONGEST_PAUSE: Final = 7 * 24 * 3600
KEYS: Final = ("error_description", "message", "summary", "error", "detail", "title")
LATER: Final = {408, 421, 425, 429}


def sentence(said: str) -> str:
    """Foreign words as one line of plain text. JSON can hold halves of letters, which nothing could keep."""
    whole = said[:READ].encode(errors="replace").decode()
    return text.shorten(text.typed(text.plain(nesting.shallow(whole))), LONGEST)


def said_in(answer: Answer) -> str:
    """The sentence in an answer's body, whether that is JSON, HTML or plain text."""
    content_type = answer.headers.get("content-type", "")
    said = charsets.decoded(answer.body[:READ], content_type)
    if "json" in content_type.lower() or said.lstrip().startswith("{"):
        return sentence(_in_json(said))
    return sentence(re.sub(r"(?is)<head\b.*?</head>", " ", said, count=1))


def by_status(answer: Answer, words: str = "") -> Delivery:
    """What a status other than success means: their fault or a pause asked for is no refusal."""
    words = words or said_in(answer)
    state = State.FAILED if answer.status in LATER or not 400 <= answer.status < 500 else State.REFUSED
    status = f"HTTP {answer.status}"
    return Delivery(state, f"{status}: {words}" if words else status, retry_after=_pause(answer))


def _pause(answer: Answer) -> int | None:
    wish = answer.headers.get("retry-after", "").strip()
    return min(int(wish), LONGEST_PAUSE) if re.fullmatch(r"[0-9]{1,9}", wish) else None


def _in_json(said: str) -> str:
    """The first of the usual places in which a JSON answer has its sentence; all of it, where it has none."""
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        return said
    if isinstance(found, dict):
        told = [found[key] for key in KEYS if isinstance(found.get(key), str)]
        return str(told[0]) if told else ""
    return found if isinstance(found, str) else ""
