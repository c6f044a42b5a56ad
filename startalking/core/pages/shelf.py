"""What a process keeps at hand, within a bounded size: what nobody asks for goes first."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _Place(Generic[V]):
    __slots__ = ("size", "used", "what")

    def __init__(self, what: V, size: int) -> None:
        self.what, self.size, self.used = what, size, False


class Shelf(Generic[K, V]):
    """Looking something up takes no lock."""

    def __init__(self, room: int) -> None:
        self.room, self.taken = room, 0
        self._places: OrderedDict[K, _Place[V]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._places)

    def get(self, key: K) -> V | None:
        place = self._places.get(key)
        if place is None:
            return None
        place.used = True
        return place.what

    def put(self, key: K, what: V, size: int) -> None:
        """Keep it; `size` in bytes. What is larger than the whole shelf is not kept."""
        with self._lock:
            self._remove(key)
            if size > self.room:
                return
            self._places[key] = _Place(what, size)
            self.taken += size
            self._make_room()

    def drop(self, key: K) -> None:
        with self._lock:
            self._remove(key)

    def clear(self) -> None:
        with self._lock:
            self._places.clear()
            self.taken = 0

    def _make_room(self) -> None:
        while self.taken > self.room:
            key, place = next(iter(self._places.items()))
            if place.used:
                place.used = False
                self._places.move_to_end(key)
            else:
                self._remove(key)

    def _remove(self, key: K) -> None:
        place = self._places.pop(key, None)
        if place is not None:
            self.taken -= place.size
