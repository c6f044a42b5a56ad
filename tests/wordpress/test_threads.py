"""Threads of an export become whole mptt trees, whatever is missing or runs in circles."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startalking.wordpress import discussion
from startalking.wordpress.records import Comment, Post
from startalking.wordpress.threads import plan, untangle

START = datetime(2026, 3, 1, tzinfo=UTC)


def comment(number, parent=None, day=None, **given):
    facts = {
        "id": number,
        "parent_id": parent,
        "author": "Frau Beispiel",
        "email": "",
        "url": "",
        "date": START + timedelta(days=number if day is None else day),
        "content": "Text",
        "approved": "1",
        "type": "comment",
        "user_id": 0,
        "line": 1,
    }
    return Comment(**(facts | given))


def rows(result):
    return [(n.comment.id, n.parent_id, n.root_id, n.left, n.right, n.level) for n in result.nodes]


def test_a_thread_is_a_tree_of_its_own():
    result = plan([comment(1), comment(2, 1), comment(3, 2), comment(4, 1), comment(5)])
    assert rows(result) == [
        (1, None, 1, 1, 8, 0),
        (2, 1, 1, 2, 5, 1),
        (3, 2, 1, 3, 4, 2),
        (4, 1, 1, 6, 7, 1),
        (5, None, 5, 1, 2, 0),
    ]


def test_parents_may_come_after_their_replies():
    assert rows(plan([comment(2, 1), comment(1)])) == rows(plan([comment(1), comment(2, 1)]))


def test_siblings_stand_by_date_and_those_without_come_last():
    result = plan([comment(1), comment(2, 1, date=None), comment(3, 1, day=9), comment(4, 1, day=5)])
    assert [node.comment.id for node in result.nodes] == [1, 4, 3, 2]


def test_a_reply_to_nobody_becomes_a_root_and_is_named():
    result = plan([comment(7, 999), comment(8, 7)])
    assert rows(result) == [(7, None, 7, 1, 4, 0), (8, 7, 7, 2, 3, 1)]
    assert result.lifted == (7,)


@pytest.mark.parametrize("length", [1, 2, 5])
def test_a_circle_is_opened_once(length):
    circle = [comment(number, number % length + 1) for number in range(1, length + 1)]
    result = plan([*circle, comment(99, length)])
    assert len(result.nodes) == length + 1
    assert result.cut == (1,)
    assert [node.comment.id for node in result.nodes if node.level == 0] == [1]


def test_a_reply_to_what_is_left_out_moves_up_to_the_next_above():
    result = plan([comment(1), comment(2, 1, type="note"), comment(3, 2), comment(4, 3)], keep=discussion.is_comment)
    assert [(node.comment.id, node.parent_id) for node in result.nodes] == [(1, None), (3, 1), (4, 3)]
    assert result.lifted == (3,)


def test_of_two_comments_with_one_number_the_first_counts():
    result = plan([comment(1, author="Erste"), comment(1, author="Zweite")])
    assert [node.comment.author for node in result.nodes] == ["Erste"]
    assert result.repeated == (1,)


def test_a_thread_of_ten_thousand_levels_is_no_trouble():
    deep = [comment(1, day=0), *(comment(number, number - 1, day=0) for number in range(2, 10_001))]
    assert plan(deep).nodes[-1].level == 9_999


def test_categories_and_pages_are_untangled_the_same_way():
    result = untangle({"ssl": "technik", "technik": None, "henne": "ei", "ei": "henne", "waise": "weg"})
    assert result.parents == {"ssl": "technik", "technik": None, "henne": None, "ei": "henne", "waise": None}
    assert result.lifted == ("waise",)
    assert result.cut == ("henne",)


@given(st.lists(st.tuples(st.integers(1, 12), st.none() | st.integers(1, 15)), max_size=20))
def test_every_comment_has_one_place_in_a_sound_tree(pairs):
    comments = [comment(number, parent) for number, parent in pairs]
    nodes = plan(comments).nodes
    assert sorted(node.comment.id for node in nodes) == sorted({number for number, _ in pairs})
    seen = {}
    for node in nodes:
        seen[node.comment.id] = node
        parent = seen.get(node.parent_id)
        assert (node.level == 0) == (parent is None) == (node.root_id == node.comment.id)
        if parent:
            assert parent.left < node.left < node.right < parent.right
            assert (node.level, node.root_id) == (parent.level + 1, parent.root_id)
    for root in {node.root_id for node in nodes}:
        edges = [edge for node in nodes if node.root_id == root for edge in (node.left, node.right)]
        assert sorted(edges) == list(range(1, len(edges) + 1))


def test_our_own_export_has_it_all(werkstatt):
    comments = next(record for record in werkstatt if isinstance(record, Post) and record.id == 1).comments
    result = plan(comments, keep=discussion.is_comment)
    assert [(node.comment.id, node.level) for node in result.nodes if node.root_id == 101] == [
        (101, 0), (102, 1), (103, 2), (104, 3), (105, 4), (106, 5),
    ]  # fmt: skip
    assert result.lifted == (107, 114)
    assert result.cut == (108,)
