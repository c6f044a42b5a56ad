"""What can be wrong with an export, as codes with English sentences.

Errors end the reading, notices go into the report. Pure like the modules around it; whoever shows a
sentence translates it (`SENTENCES` is marked for the catalogue).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


def gettext_noop(sentence: str) -> str:
    """Mark `sentence` for the catalogue; makemessages looks for this name. Django's own would pull Django
    in."""
    return sentence


SENTENCES: Final[Mapping[str, str]] = {
    # errors
    "unreadable": gettext_noop("The file cannot be read: %(reason)s."),
    "packed": gettext_noop("This is a packed file. Unpack it and give the .xml file inside."),
    "not_an_export": gettext_noop("This is not a WordPress export (line %(line)s)."),
    "plain_feed": gettext_noop(
        "This is a news feed, not a WordPress export: nothing in it says so up to line %(line)s."
    ),
    "truncated": gettext_noop("The file breaks off in the middle of something, at line %(line)s. Export it again."),
    "malformed": gettext_noop("The XML is damaged at line %(line)s: %(reason)s."),
    "dtd": gettext_noop("The file declares a document type or entities at line %(line)s. Such files are refused."),
    "encoding": gettext_noop(
        "Line %(line)s is not %(label)s, although the file says so. Save it as UTF-8 and try again."
    ),
    "unknown_encoding": gettext_noop("The file names an encoding nobody here knows: %(label)s."),
    # notices: the file
    "bom": gettext_noop("A byte order mark before the XML declaration was skipped."),
    "blank_lines": gettext_noop("Blank lines before the XML declaration were skipped."),
    "leading_text": gettext_noop("Text before the XML declaration was skipped."),
    "trailing_text": gettext_noop("Text after the end of the export was skipped (line %(line)s)."),
    "control_characters": gettext_noop("Control characters were removed, the first in line %(line)s."),
    "encoding_label": gettext_noop("The file says %(label)s but is %(encoding)s, and was read as such."),
    "undeclared_prefix": gettext_noop(
        "The prefix %(prefix)s is not declared (line %(line)s). It was understood all the same."
    ),
    "newer_version": gettext_noop("The export is of version %(version)s, newer than 1.2. Please check the result."),
    "without_id": gettext_noop("The entry “%(title)s” in line %(line)s has no number and was left out."),
    "local_date": gettext_noop("The date of “%(title)s” (line %(line)s) names no time zone and was read as UTC."),
    # notices: a text
    "shortcode": gettext_noop("The shortcode [%(name)s] is unknown and was kept as text."),
    "picture_missing": gettext_noop("A gallery names picture %(id)s, which the export does not have."),
    "gallery_empty": gettext_noop("A gallery has no pictures and was left out."),
    "without_address": gettext_noop("The shortcode [%(name)s] names no address and was left out."),
    "dynamic_block": gettext_noop("The block %(name)s shows what only WordPress computes. It was left out."),
    "page_break": gettext_noop("The text was divided into %(count)s pages and is one page now."),
    "frame": gettext_noop("An embedded frame became a link to %(address)s."),
    "script": gettext_noop("A script, a style sheet or an empty frame was left out."),
}


@dataclass(frozen=True)
class Notice:
    """Something repaired, changed or left out, for the report."""

    code: str
    line: int | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """In English; to translate: the translation of `SENTENCES[code]`, filled with `facts`."""
        return SENTENCES[self.code] % self.facts

    @property
    def facts(self) -> dict[str, str | int | None]:
        return {**self.params, "line": self.line}


class ExportError(Exception):
    """The reading cannot go on; everything before has been handed over. Says what and where."""

    def __init__(self, code: str, *, line: int | None = None, **params: str | int) -> None:
        self.notice = Notice(code, line, params)
        super().__init__(self.notice.sentence)

    @property
    def code(self) -> str:
        return self.notice.code

    @property
    def line(self) -> int | None:
        return self.notice.line

    @property
    def params(self) -> Mapping[str, str | int]:
        return self.notice.params
