from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from blog.models import Category
from comments.models import Comment
from startalking.core import soundness
from tests.factories import make_category, make_comment, make_post

pytestmark = pytest.mark.django_db

BREAKS = {
    "left": {"lft": 7},
    "right": {"rght": 2},
    "level": {"level": 5},
    "another tree": {"tree_id": 999_999},
}


def make_thread(post):
    root = make_comment(post)
    middle = make_comment(parent=root)
    return [root, middle, make_comment(parent=middle), make_comment(parent=root)]


@pytest.fixture
def thread():
    return make_thread(make_post())


def shape(model):
    return {node.pk: (node.tree_id, node.lft, node.rght, node.level) for node in model.objects.all()}


def test_a_sound_table_has_no_broken_trees(thread):
    assert soundness.unsound(Comment) == []


@pytest.mark.parametrize("broken", BREAKS.values(), ids=BREAKS)
def test_each_kind_of_break_is_found_and_mended(thread, broken):
    make_thread(thread[0].target)
    before = shape(Comment)
    Comment.objects.filter(pk=thread[1].pk).update(**broken)
    assert thread[0].pk in soundness.unsound(Comment)
    Comment.objects.mend()
    assert soundness.unsound(Comment) == []
    after = shape(Comment)
    assert {pk: place[0] for pk, place in after.items()} == {pk: place[0] for pk, place in before.items()}
    assert after == before or broken == BREAKS["left"]  # the place among its siblings is what went lost


def test_two_roots_in_one_tree_become_two_trees():
    one, other = make_comment(), make_comment()
    make_comment(parent=other)
    Comment.objects.filter(tree_id=other.pk).update(tree_id=one.pk)
    assert soundness.unsound(Comment) == [one.pk]
    Comment.objects.mend()
    assert soundness.unsound(Comment) == []
    assert Comment.objects.get(pk=other.pk).tree_id == other.pk


def test_sound_trees_are_not_touched(thread, django_assert_num_queries):
    other = make_comment()
    Comment.objects.filter(pk=other.pk).update(level=3)
    assert Comment.objects.mend() == [other.pk]
    with django_assert_num_queries(1):
        assert soundness.unsound(Comment) == []


def test_editors_trees_keep_their_numbers_as_far_as_they_are_free():
    one, other = make_category("A"), make_category("B")
    make_category("C", parent=Category.objects.get(pk=other.pk))
    Category.objects.filter(tree_id=Category.objects.get(pk=other.pk).tree_id).update(tree_id=one.tree_id)
    soundness.mend(Category)
    assert soundness.unsound(Category) == []
    assert Category.objects.get(pk=one.pk).tree_id == one.tree_id


def test_the_command_says_what_is_broken_and_mends_it(thread):
    Comment.objects.filter(pk=thread[1].pk).update(level=9)
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("check_trees", stdout=said)
    assert str(thread[0].pk) in said.getvalue()
    call_command("check_trees", repair=True, stdout=said)
    call_command("check_trees", stdout=said)


class Row:
    def __init__(self, pk, parent_id):
        self.pk, self.parent_id = pk, parent_id


@given(st.lists(st.integers(min_value=0, max_value=30), max_size=30))
def test_places_nest_whatever_the_tree(parents):
    rows = [Row(0, None), *(Row(pk, parent % pk) for pk, parent in enumerate(parents, start=1))]
    places = soundness._places(0, soundness._children(rows))
    assert len(places) == len(rows)
    assert sorted(n for lft, rght, _ in places.values() for n in (lft, rght)) == list(range(1, 2 * len(rows) + 1))
    for row in rows[1:]:
        lft, rght, level = places[row.pk]
        above = places[row.parent_id]
        assert above[0] < lft < rght < above[1]
        assert level == above[2] + 1
