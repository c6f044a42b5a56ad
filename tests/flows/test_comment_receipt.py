"""After sending, the writer reads what happens next, and later at the same address what has happened."""

import pytest

from comments.models import Comment
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    return make_comment(parent=make_comment(body="Wer hat das gemessen?"), status=Comment.Status.HELD, body="Wir.")


def receipt(client, comment):
    response = client.get(comment.receipt_url)
    assert response.status_code == 200
    return response.text


def test_it_waits_and_stands_below_what_it_answers(client, comment):
    page = receipt(client, comment)
    assert "wartet auf Freigabe" in page
    assert page.index("Wer hat das gemessen?") < page.index("<p>Wir.</p>")
    assert "Die Adresse dieser Seite kennen nur Sie." in page


def test_once_it_is_shown_it_is_a_link_away(client, comment):
    comment.approve()
    page = receipt(client, comment)
    assert "Er ist jetzt zu lesen." in page
    assert f'href="{comment.get_absolute_url()}"' in page


def test_what_a_program_took_for_spam_waits_like_any_other(client, comment):
    Comment.objects.filter(pk=comment.pk).update(status=Comment.Status.SPAM)
    page = receipt(client, comment)
    assert "wartet auf Freigabe" in page
    assert "Spam" not in page


@pytest.mark.parametrize("verb", ["mark_as_spam", "trash"])
def test_what_was_decided_against_is_said_to_be_not_shown_and_no_more(client, comment, verb):
    getattr(comment, verb)()
    page = receipt(client, comment)
    assert "Er wird nicht gezeigt." in page
    assert "Spam" not in page
    assert "Papierkorb" not in page


def test_of_an_erased_one_nothing_is_left(client, comment):
    comment.erase()
    page = receipt(client, comment)
    assert "Er wurde gelöscht" in page
    assert "Wir." not in page


def test_what_it_answered_is_not_shown_once_that_was_taken_down(client, comment):
    comment.parent.trash()
    assert "Wer hat das gemessen?" not in receipt(client, comment)
