"""Former addresses that an import brings along. What an editor or an earlier import noted is never overwritten."""

from collections.abc import Iterable
from typing import Final

from blog.models import Address

LONGEST: Final = 500


def note(paths: Iterable[str], to: str) -> None:
    """`paths` lead to `to` from now on, or are gone where it is empty; those that are known stay. Repeatable."""
    rows = [Address(path=path, to=to) for path in dict.fromkeys(paths) if _is_former(path, to)]
    Address.objects.bulk_create(rows, ignore_conflicts=True)


def lead(paths: Iterable[str], to: str) -> None:
    """As `note`, but what an earlier run knew no better goal for is led to this one. Repeatable."""
    for path in dict.fromkeys(paths):
        if _is_former(path, to):
            Address.objects.update_or_create(path=path, defaults={"to": to})


def _is_former(path: str, to: str) -> bool:
    """The home page is in use, and so is an address that differs by its last slash only."""
    return path.startswith("/") and path != "/" and path.rstrip("/") != to.rstrip("/") and len(path) <= LONGEST
