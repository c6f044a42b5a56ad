"""The raw text of an export: decoded, and cleared of what would stop an XML parser although it is plain
what is
meant."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from startalking.wordpress.problems import ExportError, Notice

CHUNK: Final = 65_536
PACKED: Final = (b"PK\x03\x04", b"\x1f\x8b")
LABEL: Final = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']")
KNOWN: Final = {"ascii", "cp1250", "cp1251", "cp1252", "iso8859-1", "iso8859-2", "iso8859-15", "koi8-r"}
BROWSERS_READ: Final = {"ascii": "cp1252", "iso8859-1": "cp1252"}
FORBIDDEN: Final = (
    re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"),
    re.compile("&#(?:[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));"),
)
"""Characters XML 1.0 has no place for, and references to them: nothing visible is lost with them."""
LONGEST_REFERENCE: Final = 12


class RawText:
    """The text of an open file, piece by piece.

    `notices` collects what was repaired, `skipped` counts lines cut from the top.

    Iterating raises `ExportError` at the first place that cannot be decoded, after the text before it was
    handed over.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.notices: list[Notice] = []
        self.skipped = 0
        self._file = file
        self._line = 1
        self._label = "UTF-8"
        self._fallback: str | None = None
        self._seen: set[str] = set()

    def __iter__(self) -> Iterator[str]:
        held, first = "", True
        for text in self._decoded():
            text = self._from_declaration(text) if first else held + text
            first = False
            start = text.rfind("&", max(0, len(text) - LONGEST_REFERENCE))
            held = text[start:] if start >= 0 else ""
            yield self._without_forbidden(text[: len(text) - len(held)])
        yield self._without_forbidden(held)

    def _decoded(self) -> Iterator[str]:
        head = self._file.read(CHUNK)
        if head.startswith(PACKED):
            raise ExportError("packed")
        decoder = self._decoder(head)
        chunk = head
        while chunk:
            if self._fallback and not chunk.isascii():
                decoder = self._settled(chunk)
            try:
                yield decoder.decode(chunk)
            except UnicodeDecodeError as error:
                yield error.object[: error.start].decode(error.encoding)
                # by now that text has been counted
                raise ExportError("encoding", line=self._line, label=self._label) from error
            chunk = self._file.read(CHUNK)

    def _decoder(self, head: bytes) -> codecs.IncrementalDecoder:
        """By the byte order mark, else by the declaration; a one-byte label has to prove itself
        (`_settled`)."""
        found = LABEL.search(head[:1000])
        if found:
            self._label = found[1].decode("ascii")
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            if codecs.lookup("utf-16").name != _codec(self._label):
                self.notices.append(Notice("encoding_label", 1, {"label": self._label, "encoding": "UTF-16"}))
            return codecs.getincrementaldecoder("utf-16")()
        codec = _codec(self._label)
        if codec in KNOWN:
            self._fallback = BROWSERS_READ.get(codec, codec)
        elif codec.startswith("utf-16"):
            self.notices.append(Notice("encoding_label", 1, {"label": self._label, "encoding": "UTF-8"}))
            self._label = "UTF-8"
        elif codec != "utf-8":
            raise ExportError("unknown_encoding", line=1, label=self._label)
        return codecs.getincrementaldecoder("utf-8")()

    def _settled(self, chunk: bytes) -> codecs.IncrementalDecoder:
        """The first letters beyond ASCII decide: text that reads as UTF-8 is UTF-8, whatever the label
        says."""
        fallback, self._fallback = self._fallback or "cp1252", None
        utf8 = codecs.getincrementaldecoder("utf-8")
        try:
            utf8().decode(chunk)
        except UnicodeDecodeError:
            return codecs.getincrementaldecoder(fallback)(errors="replace")
        if _codec(self._label) != "ascii":
            params: dict[str, str | int] = {"label": self._label, "encoding": "UTF-8"}
            self.notices.append(Notice("encoding_label", 1, params))
        self._label = "UTF-8"
        return utf8()

    def _from_declaration(self, text: str) -> str:
        """`text` from the XML declaration on."""
        body = text.lstrip("\ufeff \t\r\n")
        start = body.find("<?xml")
        lead, rest = text[: len(text) - len(body)], body
        if start > 0 and "<rss" not in body[:start]:
            self.notices.append(Notice("leading_text", 1))
            lead, rest = lead + body[:start], body[start:]
        if "\ufeff" in lead:
            self.notices.append(Notice("bom", 1))
        if "\n" in lead and not lead.strip("\ufeff \t\r\n"):
            self.notices.append(Notice("blank_lines", 1))
        self.skipped = lead.count("\n")
        self._line += self.skipped
        return rest

    def _without_forbidden(self, text: str) -> str:
        for pattern in FORBIDDEN:
            while found := pattern.search(text):
                self._note_once("control_characters", self._line + text.count("\n", 0, found.start()))
                text = pattern.sub("", text)
        self._line += text.count("\n")
        return text

    def _note_once(self, code: str, line: int) -> None:
        if code not in self._seen:
            self._seen.add(code)
            self.notices.append(Notice(code, line))


def _codec(label: str) -> str:
    try:
        return codecs.lookup(label).name
    except LookupError:
        return ""
