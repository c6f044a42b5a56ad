"""A page as it is kept: its answer in every form, and what it shows."""

import json
import time
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Self

from startalking.core.pages import encodings
from startalking.core.pages.generations import Drawn, Moment

LIFE: Final = 600
"""Seconds after which a page is drawn anew although nothing was said to have changed: time itself changes things."""

Headers = list[tuple[str, str]]

OF_FORM: Final = frozenset({"content-length", "content-encoding", "etag", "vary", "last-modified"})
"""What each form has of its own; and a date, which stays when something is taken out of a feed, is worse than none."""

TAKEN_ALONG_BY_304: Final = frozenset(
    {"cache-control", "content-location", "date", "expires", "surrogate-key", "link", "x-pingback"}
)
"""Of the headers of a page, those that an answer without body repeats (RFC 9110, 15.4.5), and what speaks of it."""


@dataclass(frozen=True)
class Answer:
    """What an application answers."""

    status: str
    headers: Headers
    body: bytes


class Page(Drawn):
    """Of the answer's headers it keeps those that do not depend on the form in which it is sent."""

    def __init__(self, moment: Moment, keys: Collection[str], answer: Answer, *, at: float = 0) -> None:
        super().__init__(moment, keys)
        self.status, self.at, body = answer.status, at or time.time(), answer.body
        self.headers = [(name, value) for name, value in answer.headers if name.lower() not in OF_FORM]
        self.until = self.at + LIFE
        self.published_in = ""
        self.digest = blake2b(body, digest_size=12).hexdigest()
        self._bodies, self._is_worth_packing = {"": body}, len(body) >= encodings.LEAST
        self._ready = dict[str, tuple[Headers, list[bytes]]]()

    def for_now(self) -> Answer:
        """For one reader alone: a cache elsewhere was told already to forget what is old, and is not told again."""
        headers = [
            (name, value) for name, value in self.headers if name.lower() not in {"cache-control", "surrogate-key"}
        ]
        return Answer(self.status, [*headers, ("Cache-Control", "no-store")], self._bodies[""])

    @property
    def size(self) -> int:
        """Bytes that it takes in memory, about: as it is, and packed two more times."""
        return 2 * len(self._bodies[""]) + 2000

    def sent_to(self, accepted: str) -> tuple[Headers, list[bytes]]:
        """Headers and body for a reader who accepts these encodings."""
        encoding = encodings.best(accepted) if self._is_worth_packing else ""
        ready = self._ready.get(encoding)
        if ready is None:
            ready = self._ready[encoding] = self.headers_for(encoding), [self.body(encoding)]
        return ready

    def body(self, encoding: str) -> bytes:
        """Packed when it is asked for the first time."""
        packed = self._bodies.get(encoding)
        if packed is None:
            packed = self._bodies[encoding] = encodings.PACKED[encoding](self._bodies[""])
        return packed

    def form_for(self, accepted: str) -> str:
        """The encoding for a reader who accepts these."""
        return encodings.best(accepted) if self._is_worth_packing else ""

    def etag(self, encoding: str) -> str:
        return f'"{self.digest}-{encoding}"' if encoding else f'"{self.digest}"'

    def headers_for(self, encoding: str) -> Headers:
        """All headers of the answer in this form."""
        length = ("Content-Length", str(len(self.body(encoding))))
        packed = [("Content-Encoding", encoding)] if encoding else []
        return [*self.headers, *self._of_form(encoding), length, *packed]

    def headers_unchanged(self, encoding: str) -> Headers:
        """The headers of an answer that says: it is as you know it."""
        return [
            *((name, value) for name, value in self.headers if name.lower() in TAKEN_ALONG_BY_304),
            *self._of_form(encoding),
        ]

    def _of_form(self, encoding: str) -> Headers:
        return [("ETag", self.etag(encoding)), ("Vary", "Accept-Encoding")]

    def pack(self) -> bytes:
        """For a shared place: a line of facts, then the body."""
        facts = {
            "moment": self.moment,
            "keys": self.keys,
            "status": self.status,
            "headers": self.headers,
            "at": self.at,
        }
        return json.dumps(facts).encode() + b"\n" + self.body("zstd")

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """Raises `ValueError` for what is damaged."""
        facts, _newline, body = packed.partition(b"\n")
        try:
            told = json.loads(facts)
            headers = [(str(name), str(value)) for name, value in told["headers"]]
            answer = Answer(told["status"], headers, encodings.unpacked(body))
            return cls(Moment(*told["moment"]), told["keys"], answer, at=told["at"])
        except (KeyError, TypeError, encodings.PackedWronglyError) as error:
            raise ValueError(str(error)) from error
