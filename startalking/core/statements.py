"""SQL as it may stand in a log: its shape, without a value."""

import re
from typing import Final

LONGEST: Final = 300

VALUES: Final = re.compile(
    r"""
      --[^\n]*                          # a remark
    | /\*.*?(?:\*/|\Z)
    | \$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z) # a text between dollars
    | '(?:[^']|'')*(?:'|\Z)             # a text, or what is left of one
    | (?P<name>"\w+")
    | "[^"]*(?:"|\Z)                    # in double quotes something that is no name
    | (?<![\w"$.])\d[\w.]*              # a number
    """,
    re.VERBOSE | re.DOTALL,
)
LISTS: Final = re.compile(r"\(\s*(?:%s|\?)(?:\s*,\s*(?:%s|\?))+\s*\)")
ROWS: Final = re.compile(r"(\([?…]+\))(?:\s*,\s*\([?…]+\))+")


def shape(sql: str) -> str:
    """The statement with placeholders for every value, whoever wrote the value into it, on one line, shortened."""
    bare = " ".join(VALUES.sub(_bare, sql).split())
    short = ROWS.sub(r"\1…", LISTS.sub("(?…)", bare))
    return short if len(short) <= LONGEST else f"{short[: LONGEST - 1]}…"


def _bare(found: re.Match[str]) -> str:
    return found["name"] or "?"
