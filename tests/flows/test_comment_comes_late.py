"""What becomes of a comment whose page, password or mail server is not what it was."""

from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail

from blog.models import Post
from comments import tokens
from comments.models import Comment
from tests.factories import make_author, make_editor, make_post, make_site
from tests.flows.test_reader_comments import address, filled_in, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return make_post()


@pytest.fixture
def locked():
    return make_post(password="geheim")


def test_a_new_password_shuts_the_forms_of_the_old_one(client, locked):
    token = tokens.issue(locked)
    locked.password = "neu"
    locked.save()
    assert send(client, locked, token=token).status_code == 410
    assert not Comment.objects.exists()
    assert send(client, locked).status_code == 302


def test_the_letter_to_moderators_keeps_the_writers_address_to_itself(client, post):
    make_site(moderators="redaktion@example.org")
    send(client, post)
    (letter,) = mail.outbox
    assert "vera@example.org" not in letter.body
    assert "\n-- \n" not in letter.body


def test_the_log_names_no_address_when_a_letter_is_refused(client, post, monkeypatch, caplog):
    def refuse(_letter):
        raise SMTPRecipientsRefused({"redaktion@example.org": (550, b"no such user redaktion@example.org")})

    make_site(moderators="redaktion@example.org")
    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    send(client, post)
    assert "SMTPRecipientsRefused" in caplog.text
    assert "redaktion@example.org" not in caplog.text


@pytest.mark.parametrize("hidden", [{"status": Post.Status.WITHDRAWN}, {"password": "geheim"}])
def test_who_comments_too_late_gets_the_text_back(client, hidden):
    post = make_post(title="Nicht mehr da")
    sent = filled_in(post, body="Mein langer <Text>")
    Post.objects.filter(pk=post.pk).update(**hidden)
    page = client.post(address(post), sent)
    assert page.status_code == 410
    assert "Mein langer &lt;Text&gt;</textarea>" in page.text
    assert "Nicht mehr da" not in page.text.split("<main", 1)[1].split("</main>")[0]
    assert not Comment.objects.exists()
    assert client.post(address(post), sent | {"token": "geraten"}).status_code == 404
    assert client.post(address(post), sent | {"token": tokens.issue(make_post())}).status_code == 404


def test_behind_a_password_the_writer_reads_that_it_is_published(client, locked):
    editor = make_editor()
    make_author(user=editor)
    client.force_login(editor)
    sent = {"token": tokens.issue(locked), "body": "Danke."}
    page = client.post(address(locked), sent, follow=True)
    assert page.status_code == 200
    assert "Danke." in page.text
    assert f'href="{locked.get_absolute_url()}#comment-{Comment.objects.get().pk}"' in page.text
