"""What the three protocols read and answer. Pure: bytes in, words out; no database, no network."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Protocol


class Reason(Enum):
    """Why a call is not taken, in the words that all doors share; each protocol has a number of its own for it."""

    OTHER = "other"
    MALFORMED = "malformed"
    WRONG_TYPE = "wrong type"
    NO_CALL = "no call"
    UNKNOWN_METHOD = "unknown method"
    WRONG_PARAMETERS = "wrong parameters"
    NO_SOURCE = "no source"
    NO_LINK = "no link"
    NO_TARGET = "no target"
    CLOSED_TARGET = "closed target"
    KNOWN = "known"
    DENIED = "denied"
    TOO_MANY = "too many"


@dataclass(frozen=True)
class Call:
    """What a door read: who links here, and what the caller says of itself. Nothing in it has been checked.

    `target` is the address that was named as linked to; a trackback names none, it comes to the page's own door.
    """

    protocol: str
    source: str
    title: str = ""
    site_name: str = ""
    excerpt: str = ""
    target: str = ""


class Refusal(Exception):  # noqa: N818 (no error of ours: an answer)
    """Why a call is not taken, in a sentence for the caller's log, in the language that all of them share.

    `retry_after` says after how many seconds it may be tried again, where that would help.
    """

    def __init__(self, sentence: str, *, retry_after: int | None = None, reason: Reason = Reason.OTHER) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
        self.reason = reason


@dataclass(frozen=True)
class Letter:
    """What is posted to a door elsewhere."""

    body: bytes
    content_type: str


class Answer(Protocol):
    """What a door elsewhere answered: the address that answered, and headers whose names are in lower case."""

    @property
    def url(self) -> str: ...
    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> bytes: ...


class State(StrEnum):
    DELIVERED = "delivered"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True)
class Delivery:
    """How it ended. Refused: they do not want it. Failed: nobody said no, so it may be tried again.

    `words` are what the other side said, plain text of one sentence, or ours where it said nothing. `status_url` is
    where it tells how things go on, `retry_after` after how many seconds it wants to be asked again.
    """

    state: State
    words: str = ""
    status_url: str = ""
    retry_after: int | None = None
