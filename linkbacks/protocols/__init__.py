"""What the three protocols read and answer. Pure: bytes in, words out; no database, no network."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
    """What a door read: who links here, and what the caller says of itself. Nothing in it has been checked."""

    protocol: str
    source: str
    title: str = ""
    site_name: str = ""
    excerpt: str = ""


class Refusal(Exception):  # noqa: N818 (no error of ours: an answer)
    """Why a call is not taken, in a sentence for the caller's log, in the language that all of them share.

    `retry_after` says after how many seconds it may be tried again, where that would help.
    """

    def __init__(self, sentence: str, *, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
