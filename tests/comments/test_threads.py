from datetime import timedelta

import pytest
from django.utils import timezone

from comments import threads
from comments.models import Comment

SHOWN, REMOVED = Comment.Status.APPROVED, Comment.Status.TRASH


class Tree:
    """Writes threads down in reading order, as the query gives them."""

    def __init__(self):
        self.rows = []

    def add(self, parent=None, status=SHOWN, days_ago=0):
        pk = len(self.rows) + 1
        at = timezone.now() - timedelta(days=days_ago)
        self.rows.append(Comment(pk=pk, parent_id=parent, status=status, name=f"N{pk}", body="", created_at=at))
        return pk

    def shape(self, **order):
        return [outline(node) for node in threads.nest(self.rows, **{"newest_first": False, **order})]


def outline(node):
    return (node.comment.pk, [outline(answer) for answer in node.answers])


@pytest.fixture
def tree():
    return Tree()


def test_answers_stand_below_what_they_answer(tree):
    root = tree.add()
    first = tree.add(root)
    tree.add(first)
    tree.add(root)
    assert tree.shape() == [(1, [(2, [(3, [])]), (4, [])])]


def test_threads_stand_in_the_order_asked_for_and_answers_in_theirs(tree):
    old = tree.add(days_ago=9)
    tree.add(old, days_ago=1)
    tree.add(old)
    tree.add(days_ago=2)
    assert tree.shape() == [(1, [(2, []), (3, [])]), (4, [])]
    assert tree.shape(newest_first=True) == [(4, []), (1, [(2, []), (3, [])])]


def test_a_comment_that_is_not_shown_disappears(tree):
    tree.add(tree.add(), status=REMOVED)
    tree.add(status=REMOVED)
    assert tree.shape() == [(1, [])]


def test_a_removed_comment_without_a_shown_answer_disappears_with_all_below(tree):
    tree.add(tree.add(status=REMOVED), status=REMOVED)
    assert tree.shape() == []


def test_a_removed_comment_keeps_its_place_and_nothing_else_while_answers_hang_on_it(tree):
    tree.add(tree.add(tree.add(status=REMOVED), status=REMOVED))
    (node,) = threads.nest(tree.rows, newest_first=False)
    assert outline(node) == (1, [(2, [(3, [])])])
    for place in (node, node.answers[0]):
        assert isinstance(place.comment, threads.Removed)
        assert not hasattr(place.comment, "name")
        assert not hasattr(place.comment, "html")


def test_deep_answers_stand_flat_and_say_whom_they_answer(tree):
    pk = None
    for _ in range(7):
        pk = tree.add(pk)
    (node,) = threads.nest(tree.rows, newest_first=False)
    assert outline(node) == (1, [(2, [(3, [(4, []), (5, []), (6, []), (7, [])])])])
    deep = node.answers[0].answers[0].answers
    assert [answer.answer_to for answer in deep] == ["", "N4", "N5", "N6"]


def test_the_name_of_a_removed_comment_does_not_come_back_through_an_answer_to_it(tree):
    pk = None
    for level in range(6):
        pk = tree.add(pk, status=REMOVED if level == 4 else SHOWN)
    (node,) = threads.nest(tree.rows, newest_first=False)
    assert [answer.answer_to for answer in node.answers[0].answers[0].answers] == ["", "N4", ""]


def test_a_thousand_levels_are_no_matter(tree):
    pk = None
    for _ in range(1000):
        pk = tree.add(pk)
    (node,) = threads.nest(tree.rows, newest_first=False)
    assert len(node.answers[0].answers[0].answers) == 997
