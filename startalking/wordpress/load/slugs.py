"""Address parts for what comes in: those of the old site where they are ours, too, else the nearest of ours."""

import re
from collections.abc import Callable
from typing import Final

from startalking.core import text

PLAIN: Final = re.compile(r"[A-Za-z0-9_-]+")


def plain(wanted: str, fallback: str, length: int = 200) -> str:
    """`wanted` in letters that every address has: „übermut“ becomes `uebermut`; without any, `fallback`."""
    if PLAIN.fullmatch(wanted) and len(wanted) <= length:
        return wanted
    folded = text.slug(wanted, length)
    return folded if folded.isascii() and folded else fallback


def free(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """`wanted`, or with the first number behind it that makes it free."""
    slug, number = wanted, 2
    while is_taken(slug):
        slug, number = f"{wanted[:190]}-{number}", number + 1
    return slug
