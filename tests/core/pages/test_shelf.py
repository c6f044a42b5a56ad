"""What is kept at hand stays within its room."""

import threading

from hypothesis import given
from hypothesis import strategies as st

from startalking.core.pages.shelf import Shelf


def test_what_nobody_asks_for_goes_first():
    shelf = Shelf(3)
    for name in "abc":
        shelf.put(name, name.upper(), 1)
    assert shelf.get("a") == "A"
    shelf.put("d", "D", 1)
    assert [shelf.get(name) for name in "abcd"] == ["A", None, "C", "D"]


def test_what_is_larger_than_the_shelf_is_not_kept_and_takes_nothing_away():
    shelf = Shelf(3)
    shelf.put("a", "A", 1)
    shelf.put("b", "B", 4)
    assert (shelf.get("a"), shelf.get("b")) == ("A", None)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 60), st.booleans())))
def test_it_never_takes_more_than_its_room(puts):
    shelf, sizes = Shelf(100), {}
    for key, size, is_wanted in puts:
        shelf.put(key, key, size)
        sizes[key] = size
        if is_wanted:
            shelf.get(key)
        assert shelf.taken == sum(sizes[key] for key in range(10) if shelf.get(key) is not None)
        assert shelf.taken <= 100


def test_threads_do_not_disturb_each_other():
    shelf = Shelf(50)

    def work(offset):
        for number in range(2000):
            shelf.put((offset * number) % 97, number, 1)
            shelf.get(number % 97)

    threads = [threading.Thread(target=work, args=(offset,)) for offset in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shelf) == shelf.taken == 50
