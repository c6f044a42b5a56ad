"""A point in the count of changes."""

from typing import NamedTuple


class Moment(NamedTuple):
    """Counts of another `birth` say nothing about this one."""

    birth: int
    number: int
