"""How a long conversation is cut into pages. Pure: knows numbers only.

Threads are numbered once, in the order in which they are first shown, and the numbers cut the pages: page 3 shows the
same threads today and in a year. Read from the oldest on, a conversation opens on its first page, and the last one
fills up. Read from the newest on, it opens on its last page; so that nobody is greeted by a single thread, that page
takes in the beginning of the next one until half of it is there. Only threads beyond it ever move, and only once.
"""

from dataclasses import dataclass
from math import ceil
from typing import Final

EACH: Final = 60
"""Comments of one thread that a page shows, more or less; the others stand on the thread's own pages."""

ANSWERS: Final = 40
"""Answers that all threads of a page show together."""


@dataclass(frozen=True)
class Cut:
    """The pages of a conversation whose newest thread has the number `last`."""

    size: int
    last: int
    newest_first: bool

    @property
    def pages(self) -> int:
        begun = (self.last + self.size // 2) // self.size if self.newest_first else ceil(self.last / self.size)
        return max(1, begun)

    @property
    def opening(self) -> int:
        """The page that the plain address shows."""
        return self.pages if self.newest_first else 1

    def page_of(self, number: int) -> int:
        return min(ceil(number / self.size), self.pages)

    def nearest(self, page: int) -> int:
        return min(max(page, 1), self.pages)
