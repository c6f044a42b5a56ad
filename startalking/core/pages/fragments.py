"""Pieces of pages that are kept in the process as drawn, as long as nothing that they show has changed.

Only what is the same for everybody belongs here: nothing of one reader, no token, nothing that is not public.
"""

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from startalking.core.pages.generations import Drawn, GenerationsError, Moment
from startalking.core.pages.notes import note, noting
from startalking.core.pages.shelf import Shelf

T = TypeVar("T")

ROOM: Final = 32 * 1024 * 1024
"""Bytes, for all fragments of a process together."""


class Fragment(Drawn, Generic[T]):
    def __init__(self, moment: Moment, keys: set[str], what: T) -> None:
        super().__init__(moment, keys)
        self.what = what


_shelf: Shelf[str, "Fragment[object]"] = Shelf(ROOM)


def kept(name: str, keys: tuple[str, ...], make: Callable[[], T], *, moment: Moment) -> T:
    """What `make` gives, or gave while the same was true: text of a page that shows what the keys stand for.

    `name` says all that it depends on besides: language, kind of page, number of the page. The page that it becomes a
    part of shows the same keys, and those that were noted while it was made. `moment` lies before the first thing was
    read that `make` uses: what changes afterwards counts as unseen.
    """
    note(*keys)  # a page shows them whether or not this piece of it is kept
    found = _shelf.get(name)
    try:
        is_current = found is not None and found.is_current(moment)
    except GenerationsError:
        return make()
    if found is not None and is_current:
        note(*found.keys)
        return found.what  # type: ignore[return-value]
    with noting() as noted:
        note(*keys)
        what = make()
    _shelf.put(name, Fragment(moment, noted, what), len(str(what)) * 2 + 200)
    return what
