from hypothesis import given
from hypothesis import strategies as st

from startalking.core.nearness import near

ADDRESSES = ["/blog/kundenbewertungen/", "/blog/newsletter-schreiben/", "/wissen/reputation/shitstorms/"]


def test_a_mistyped_address_is_near_the_right_one():
    assert near("/blog/newsleter-schreiben", ADDRESSES) == ["/blog/newsletter-schreiben/"]


def test_only_the_last_part_counts():
    assert near("/2012/10/shitstorms/", ADDRESSES) == ["/wissen/reputation/shitstorms/"]


def test_what_looks_like_nothing_is_near_nothing():
    assert near("/wp-login.php", ADDRESSES) == []


@given(st.text(), st.lists(st.text()))
def test_any_path_has_an_answer(path, candidates):
    assert set(near(path, candidates)) <= set(candidates)
