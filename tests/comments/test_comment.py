from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment, Decision, Hand, Means, key_of
from startalking.core import soundness
from tests.factories import make_author, make_comment, make_page, make_post

pytestmark = pytest.mark.django_db


def rebuilt(comment, **fields):
    """The same comment, as the form would make it a second time."""
    same = {"parent": comment.parent, "name": comment.name, "email": comment.email, "body": comment.body} | fields
    return Comment(**key_of(comment.target), **same)


def test_each_thread_is_a_tree_of_its_own():
    post = make_post()
    roots = [make_comment(post), make_comment(post)]
    answers = [make_comment(parent=root) for root in roots]
    assert [answer.tree_id for answer in answers] == [root.pk for root in roots]
    assert soundness.unsound(Comment) == []


def test_the_page_counts_what_is_shown():
    post = make_post()
    comment = make_comment(post)
    make_comment(post, status=Comment.Status.HELD)
    post.refresh_from_db()
    assert post.comment_count == 1
    comment.trash()
    post.refresh_from_db()
    assert post.comment_count == 0


def test_a_new_comment_of_a_guest_waits():
    comment = Comment(post=make_post(), name="Gast", email="gast@example.org", body="Guten Tag").submit()
    comment.refresh_from_db()
    assert comment.status == Comment.Status.HELD


def test_what_an_author_says_is_shown_at_once():
    comment = Comment(post=make_post(), name="Autorin", body="Danke", author=make_author()).submit()
    comment.refresh_from_db()
    assert comment.is_shown


def test_the_same_words_sent_twice_are_stored_once():
    first = make_comment()
    assert rebuilt(first).submit().pk == first.pk
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("other", [{"body": "Etwas anderes"}, {"email": "andere@example.org"}])
def test_other_words_and_other_writers_are_no_twins(other):
    rebuilt(make_comment(), **other).submit()
    assert Comment.objects.count() == 2


def test_the_same_words_at_another_place_are_no_twin():
    first = make_comment()
    rebuilt(first, parent=first).submit()
    assert Comment.objects.count() == 2


def test_the_same_words_a_quarter_of_an_hour_later_are_no_twin(time_machine):
    first = make_comment()
    time_machine.move_to(timezone.now() + timedelta(minutes=15))
    rebuilt(first).submit()
    assert Comment.objects.count() == 2


def test_an_answer_cannot_hang_on_another_page():
    elsewhere = make_comment(make_page())
    with pytest.raises(Comment.DoesNotExist):
        make_comment(make_post(), parent=elsewhere)
    assert Comment.objects.count() == 1


def test_the_deepest_level_takes_no_children():
    comment = make_comment()
    for _ in range(Comment.DEEPEST + 3):
        comment = make_comment(parent=comment)
    assert comment.level == Comment.DEEPEST
    assert soundness.unsound(Comment) == []


def test_an_answer_to_a_stale_parent_keeps_the_thread_sound():
    stale = make_comment()
    make_comment(parent=Comment.objects.get(pk=stale.pk))
    make_comment(parent=Comment.objects.get(pk=stale.pk))
    make_comment(parent=stale)
    assert soundness.unsound(Comment) == []
    assert stale.get_descendant_count() >= 0


def test_moderating_is_safe_to_repeat(monkeypatch):
    heard = []
    comment = make_comment(status=Comment.Status.HELD)
    monkeypatch.setattr("comments.events.moderated.send", lambda **facts: heard.append(facts))
    comment.approve()
    comment.approve()
    assert len(heard) == 1


def test_what_was_withdrawn_a_moment_ago_can_be_said_once_more():
    first = make_comment()
    first.trash()
    assert rebuilt(first).submit().pk != first.pk


def test_two_authors_may_say_the_same():
    post = make_post()
    for author in (make_author(), make_author()):
        Comment(post=post, name=author.name, body="Danke!", author=author).submit()
    assert Comment.objects.approved().count() == 2


def test_what_somebody_moved_a_moment_ago_is_not_taken_back():
    comment = make_comment()
    comment.hold()
    decision = Decision.objects.select_related("comment").get()
    Comment.objects.get().mark_as_spam()
    assert not decision.take_back(Hand(means=Means.UNDO))
    assert Comment.objects.get().status == Comment.Status.SPAM
