import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments import events
from comments.models import Comment
from tests.factories import make_article, make_comment, make_editor, make_page, make_post

pytestmark = pytest.mark.django_db

COMMENTS = "/admin/comments/comment/"


@pytest.fixture
def desk(client):
    client.force_login(make_editor())
    return client


def queries_of(client):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(COMMENTS).status_code == 200
    return len(queries)


def version_at(client, address):
    """What the form of the page carries, so that nobody's words are overwritten unseen."""
    return client.get(address).context["adminform"].form["version"].value()


def test_the_list_costs_the_same_however_long_it_is(desk):
    make_comment(make_post())
    queries_of(desk)  # fills what Django keeps for the whole process
    few = queries_of(desk)
    for _number in range(10):
        make_comment(make_comment(make_post()).target)
        make_comment(make_page())
        make_comment(make_article())
    assert queries_of(desk) == few <= 15


@pytest.mark.parametrize(
    ("verb", "status"),
    [("approve", "approved"), ("hold", "held"), ("mark_as_spam", "spam"), ("trash", "trash")],
)
def test_moderators_judge_many_at_once(desk, verb, status):
    before = "held" if status == "approved" else "approved"
    post = make_post()
    chosen = [make_comment(post, status=before), make_comment(post, status=before)]
    desk.post(COMMENTS, {"action": verb, "_selected_action": [comment.pk for comment in chosen]})
    assert Comment.objects.filter(status=status).count() == 2
    post.refresh_from_db()
    assert post.comment_count == (2 if status == "approved" else 0)


def test_comments_are_filtered_by_what_they_answer(desk):
    make_comment(make_post())
    on_page = make_comment(make_page())
    assert list(desk.get(COMMENTS, {"on": "page"}).context["cl"].result_list) == [on_page]


def test_a_correction_changes_the_words_and_nothing_else(desk):
    comment = make_comment(body="Tippfeler")
    make_comment(parent=comment)
    address = reverse("admin:comments_comment_change", args=[comment.pk])
    typed = {"body": "Tippfehler", "name": comment.name, "email": comment.email, "version": version_at(desk, address)}
    desk.post(address, typed | {"_verb": "hold"})
    comment.refresh_from_db()
    assert (comment.body, comment.status) == ("Tippfehler", "held")
    assert "Tippfehler" in comment.html
    assert comment.get_descendant_count() == 1


def test_a_correction_is_announced(desk):
    comment, heard = make_comment(), []
    address = reverse("admin:comments_comment_change", args=[comment.pk])
    typed = {"body": comment.body, "name": "Richtig", "email": comment.email, "version": version_at(desk, address)}
    events.corrected.connect(lambda **facts: heard.append(facts["comment"]), weak=False, dispatch_uid="test")
    try:
        desk.post(address, typed)
    finally:
        events.corrected.disconnect(dispatch_uid="test")
    assert heard == [comment]


def test_comments_are_neither_written_nor_deleted_here(desk):
    comment = make_comment()
    assert desk.get(reverse("admin:comments_comment_add")).status_code == 403
    assert desk.get(reverse("admin:comments_comment_delete", args=[comment.pk])).status_code == 403
