import pytest

from comments.paging import Cut


@pytest.mark.parametrize(
    ("last", "pages"), [(0, 1), (1, 1), (50, 1), (51, 2), (100, 2), (101, 3), (10_000, 200), (10_001, 201)]
)
def test_from_the_oldest_on_a_page_is_begun_with_its_first_thread(last, pages):
    cut = Cut(50, last, newest_first=False)
    assert (cut.pages, cut.opening) == (pages, 1)


@pytest.mark.parametrize(
    ("last", "pages"), [(0, 1), (24, 1), (50, 1), (74, 1), (75, 2), (100, 2), (124, 2), (125, 3), (10_000, 200)]
)
def test_from_the_newest_on_nobody_is_greeted_by_less_than_half_a_page(last, pages):
    cut = Cut(50, last, newest_first=True)
    assert (cut.pages, cut.opening) == (pages, pages)


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("last", [1, 7, 8, 9, 80, 83, 84])
def test_every_thread_has_one_page_and_keeps_it(newest_first, last):
    now, later = Cut(8, last, newest_first), Cut(8, last + 500, newest_first)
    for number in range(1, last + 1):
        assert 1 <= now.page_of(number) <= now.pages
        assert now.page_of(number) == min(later.page_of(number), now.pages)


def test_what_is_not_there_is_nearest_to_something():
    cut = Cut(50, 120, newest_first=False)
    assert [cut.nearest(page) for page in (-1, 0, 1, 3, 4, 99)] == [1, 1, 1, 3, 3, 3]
