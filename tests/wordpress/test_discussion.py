"""Comments, linkbacks and internal notes share one table in WordPress; here they part ways."""

import pytest

from startalking.wordpress.discussion import PROTOCOLS, Fate, fate, reason, state
from startalking.wordpress.records import Post


@pytest.fixture
def comments(werkstatt):
    posts = [record for record in werkstatt if isinstance(record, Post)]
    return {comment.id: comment for post in posts for comment in post.comments}


def test_a_comment_is_a_comment(comments):
    assert fate(comments[101]) is Fate.COMMENT
    assert reason(comments[101]) == ""


@pytest.mark.parametrize("number", range(121, 127))
def test_each_kind_of_linkback_is_one(comments, number):
    assert fate(comments[number]) is Fate.LINKBACK
    assert PROTOCOLS[comments[number].type] in {"trackback", "pingback", "webmention"}


def test_an_internal_note_is_never_published(comments):
    assert fate(comments[113]) is Fate.LEFT_OUT
    assert reason(comments[113]) == "An internal note of the editors: it is never published."


def test_an_unknown_kind_is_left_out_and_named(comments):
    assert fate(comments[115]) is Fate.LEFT_OUT
    assert reason(comments[115]) == "An unknown kind of comment: rating."


@pytest.mark.parametrize(
    ("number", "expected"), [(101, "approved"), (110, "held"), (111, "spam"), (112, "trash"), (130, "held")]
)
def test_the_state_is_kept(comments, number, expected):
    assert state(comments[number]) == expected
