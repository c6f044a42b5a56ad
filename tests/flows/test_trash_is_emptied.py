"""Deleting means a state; after a time that the moderators choose it means it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment, Hand, Means, Policy, Rejected
from comments.tasks import empty_trash
from startalking.core import soundness
from tests.factories import make_comment, make_post
from tests.flows.test_reader_comments import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return make_post()


@pytest.fixture
def later(time_machine):
    def move(**span):
        time_machine.move_to(timezone.now() + timedelta(**span))
        empty_trash()

    return move


def choose(**fields):
    Policy.objects.current()
    Policy.objects.update(**fields)


def test_what_was_thrown_away_comes_back_for_thirty_days(post, later):
    comment = make_comment(post)
    comment.trash()
    later(days=29)
    Comment.objects.get().approve()
    later(days=40)
    assert Comment.objects.get().is_shown


def test_then_it_is_gone(post, later):
    make_comment(post).trash()
    later(days=31)
    assert not Comment.objects.exists()


def test_where_others_hang_on_it_its_place_stays_and_nothing_else(client, post, later):
    gone = make_comment(post, name="Nathan Beispiel", body="Unüberlegtes", website="https://nathan.example/")
    make_comment(parent=gone, body="Darauf eine Antwort")
    gone.trash()
    later(days=31)
    gone.refresh_from_db()
    assert (gone.name, gone.email, gone.website, gone.body, gone.html) == ("", "", "", "", "")
    page = client.get(post.get_absolute_url()).text
    assert "Darauf eine Antwort" in page
    assert f'id="comment-{gone.pk}"' in page
    assert soundness.unsound(Comment) == []


def test_a_whole_thread_in_the_trash_goes_from_its_end(post, later):
    root = make_comment(post)
    child = make_comment(parent=root)
    grandchild = make_comment(parent=child)
    for comment in (root, child, grandchild):
        comment.trash()
    stays = make_comment(post)
    later(days=31)
    assert list(Comment.objects.all()) == [stays]


def test_a_leaf_that_goes_leaves_the_thread_sound(post, later):
    root = make_comment(post)
    first, second = make_comment(parent=root), make_comment(parent=root)
    first.trash()
    later(days=31)
    assert set(Comment.objects.all()) == {root, second}
    assert soundness.unsound(Comment) == []


def test_who_wants_to_keep_the_trash_keeps_it(post, later):
    choose(trash_days=0)
    make_comment(post).trash()
    later(days=400)
    assert Comment.objects.exists()


def test_spam_is_not_deleted_unseen(post, later):
    make_comment(post, status=Comment.Status.SPAM)
    later(days=400)
    assert Comment.objects.spam().exists()


def test_what_is_erased_cannot_be_brought_back(client, post):
    send(client, post, email="vera")
    page_form = Rejected.objects.get()
    comment = page_form.take_over()
    comment.approve()
    comment.edit(body="Etwas anderes.")
    comment.erase(Hand(means=Means.WRITER))
    comment.approve()
    comment.refresh_from_db()
    assert (comment.status, comment.body, comment.verdict) == (Comment.Status.TRASH, "", {})
    assert not comment.revisions.exists()
    assert not Rejected.objects.exists()
    post.refresh_from_db()
    assert post.comment_count == 0
