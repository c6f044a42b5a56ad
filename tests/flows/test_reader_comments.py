"""A reader answers to a page: what is kept, what is shown, and what is said when something is wrong."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from blog.models import Post, Site
from comments import tokens
from comments.models import Comment
from tests.factories import make_article, make_author, make_comment, make_editor, make_page, make_post, make_site

pytestmark = pytest.mark.django_db

KINDS = {"beitrag": make_post, "seite": make_page, "artikel": make_article}


def address(target):
    kind = {"post": "beitrag", "page": "seite", "article": "artikel"}[target._meta.model_name]
    return reverse("comments:submit", args=[kind, target.pk])


def filled_in(target, **fields):
    return {
        "token": tokens.issue(target),
        "name": "Vera Beispiel",
        "email": "vera@example.org",
        "website": "",
        "body": "Das habe ich anders erlebt.",
        "parent": "",
        "trap": "",
    } | fields


def send(client, target, headers=None, **fields):
    return client.post(address(target), filled_in(target, **fields), headers=headers or {})


@pytest.fixture
def post():
    return make_post()


@pytest.mark.parametrize("kind", KINDS)
def test_a_comment_waits_until_an_editor_shows_it(client, kind):
    target = KINDS[kind]()
    response = send(client, target)
    comment = Comment.objects.get()
    assert comment.target == target
    assert comment.status == Comment.Status.HELD
    assert response.status_code == 302
    assert comment.body not in client.get(target.get_absolute_url()).text
    comment.approve()
    assert comment.body in client.get(target.get_absolute_url()).text


def test_the_writer_reads_what_happens_next(client, post):
    page = client.get(send(client, post)["Location"])
    assert page.status_code == 200
    assert "Das habe ich anders erlebt." in page.text
    assert "no-store" in page["Cache-Control"]


def test_nobody_else_finds_that_page(client, post):
    comment = make_comment(post, status=Comment.Status.HELD)
    forged = comment.acknowledgement_url.replace(":", "x", 1)
    assert client.get(forged).status_code == 404


def test_an_answer_stands_below_what_it_answers(client, post):
    parent = make_comment(post)
    send(client, post, parent=parent.pk)
    assert Comment.objects.latest("pk").parent == parent


def test_without_javascript_the_comment_that_is_answered_stands_above_the_form(client, post):
    parent = make_comment(post, body="Wer hat das gemessen?")
    page = client.get(reverse("comments:answer", args=[parent.pk]))
    assert "Wer hat das gemessen?" in page.text
    assert f'name="parent" value="{parent.pk}"' in page.text


@pytest.mark.parametrize("status", [Comment.Status.HELD, Comment.Status.SPAM, Comment.Status.TRASH])
def test_what_is_not_shown_cannot_be_answered(client, post, status):
    parent = make_comment(post, status=status)
    assert client.get(reverse("comments:answer", args=[parent.pk])).status_code == 404
    assert send(client, post, parent=parent.pk).status_code == 422


def test_an_answer_to_another_page_is_kept_but_stands_on_its_own(client, post):
    page = send(client, post, parent=make_comment().pk)
    assert page.status_code == 422
    assert "Das habe ich anders erlebt." in page.text
    assert client.post(address(post), typed_into(page)).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"email": ""},
        {"email": "vera"},
        {"website": "nicht eine adresse"},
        {"website": "javascript:alert(1)"},
        {"website": "["},
        {"website": "http://a]"},
        {"website": "https://vera:geheim@example.org"},
        {"name": "V" * 101},
        {"body": "\u200b" * 3 + "x" * 10_001},
        {"trap": "https://pills.example"},
        {"token": "gefälscht"},
        {"token": ""},
    ],
    ids=str,
)
def test_whatever_fails_everything_typed_is_shown_again(client, post, wrong):
    parent = make_comment(post)
    sent = filled_in(post, parent=str(parent.pk), website="www.example.org") | wrong
    page = client.post(address(post), sent)
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    again = typed_into(page)
    for field in {"parent", "name", "email", "website", "body"}:
        assert again[field] == sent[field]
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"token": "gefälscht"}, {"trap": "ausgefüllt"}], ids=str)
def test_sent_once_more_it_goes_through(client, post, wrong):
    page = send(client, post, **wrong)
    assert client.post(address(post), typed_into(page)).status_code == 302


def test_a_form_that_was_open_for_weeks_costs_one_more_click(client, post, time_machine):
    token = tokens.issue(post)
    time_machine.move_to(timezone.now() + timedelta(days=20))
    page = send(client, post, token=token)
    assert page.status_code == 422
    assert client.post(address(post), typed_into(page)).status_code == 302


def test_a_form_of_another_page_does_not_count(client, post):
    assert send(client, post, token=tokens.issue(make_post())).status_code == 422


def test_a_closed_page_says_so_and_keeps_the_text(client, post):
    Post.objects.filter(pk=post.pk).update(comments_open=False)
    page = send(client, post)
    assert page.status_code == 422
    assert "Das habe ich anders erlebt." in page.text
    assert not Comment.objects.exists()


def test_the_site_wide_switch_acts_at_once(client, post):
    make_site(comments_open=False)
    assert send(client, post).status_code == 422
    assert 'id="comment-form"' not in client.get(post.get_absolute_url()).text


def test_drafts_private_and_missing_pages_answer_alike(client):
    hidden = [make_post(status=status) for status in (Post.Status.DRAFT, Post.Status.PRIVATE, Post.Status.WITHDRAWN)]
    answers = {send(client, post, token="geraten").content for post in hidden}
    answers.add(client.post("/kommentar/beitrag/999999/").content)
    assert len(answers) == 1
    assert {send(client, post, token="geraten").status_code for post in hidden} == {404}


def test_sending_twice_stores_once_and_looks_the_same(client, post):
    assert send(client, post)["Location"].split(":")[0] == send(client, post)["Location"].split(":")[0]
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 302),
        ({"Origin": "http://testserver"}, 302),
        ({"Referer": "http://testserver/blog/"}, 302),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 302),
        ({"Origin": "https://elsewhere.example"}, 422),
        ({"Origin": "null"}, 422),
        ({"Origin": "http://["}, 422),
        ({"Referer": "https://elsewhere.example/http://testserver/"}, 422),
        ({"Sec-Fetch-Site": "cross-site"}, 422),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"}, 422),
    ],
    ids=str,
)
def test_forms_on_other_websites_do_not_count(client, post, headers, status):
    response = send(client, post, headers=headers)
    assert response.status_code == status
    assert Comment.objects.exists() == (status == 302)


def test_readers_get_no_cookie_and_pages_do_not_depend_on_one(client, post):
    for response in (client.get(post.get_absolute_url()), send(client, post), send(client, post, name="")):
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_control_characters_are_gone_and_a_scheme_is_added(client, post):
    send(client, post, name="Ve\x00ra\n Bei\u202espiel", body="Eins\x00\r\n\r\nzwei\x1b[0m", website="example.com")
    comment = Comment.objects.get()
    assert (comment.name, comment.body, comment.website) == ("Vera Beispiel", "Eins\n\nzwei[0m", "https://example.com")


@pytest.mark.parametrize("nothing", ["", " \n ", "\u200b", "\x00\x01"])
def test_nothing_visible_is_nothing(client, post, nothing):
    assert send(client, post, body=nothing).status_code == 422


def test_an_editor_speaks_as_author_and_at_once(client, post):
    editor = make_editor()
    make_author(user=editor, name="Die Redaktion")
    client.force_login(editor)
    assert 'name="email"' not in client.get(post.get_absolute_url()).text
    response = client.post(address(post), {"token": tokens.issue(post), "body": "Vielen Dank für den Hinweis."})
    comment = Comment.objects.get()
    assert (comment.name, comment.is_shown) == ("Die Redaktion", True)
    assert response["Location"] == comment.get_absolute_url()


def test_the_moderators_hear_of_it_once(client, post):
    make_site(moderators="eine@example.org\nandere@example.org\n")
    send(client, post, body="Gut <gesehen> & gefragt?")
    send(client, post, body="Gut <gesehen> & gefragt?")
    (letter,) = mail.outbox
    assert letter.to == ["eine@example.org", "andere@example.org"]
    assert "Gut <gesehen> & gefragt?" in letter.body
    assert f"/comments/comment/queue/?comment={Comment.objects.get().pk}" in letter.body
    assert "\n" not in letter.subject


def test_a_mail_server_that_is_down_costs_no_comment(client, post, settings):
    make_site(moderators="eine@example.org")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    assert send(client, post).status_code == 302
    assert list(Comment.objects.untold()) == [Comment.objects.get()]


def test_names_and_words_of_what_is_not_shown_stay_inside(client, post):
    gone = make_comment(post, name="Heimlich", body="Ungesagtes", status=Comment.Status.TRASH)
    make_comment(parent=gone, body="Darauf eine Antwort")
    page = client.get(post.get_absolute_url()).text
    assert "Darauf eine Antwort" in page
    assert f'id="comment-{gone.pk}"' in page
    assert "Heimlich" not in page
    assert "Ungesagtes" not in page


def test_thirty_nested_comments_cost_one_query(post, rf, django_assert_num_queries):
    from django.template import Context, Template

    parent = None
    for number in range(30):
        parent = make_comment(post, parent=parent if number % 5 else None, author=make_author())
    post.refresh_from_db()
    template = Template("{% load comments %}{% discussion post %}")
    with Site.objects.remembered():
        Site.objects.current()
        with django_assert_num_queries(1):
            shown = template.render(Context({"post": post, "request": rf.get("/")}))
    assert shown.count('class="comment"') == 30


@pytest.fixture
def locked():
    return make_post(password="geheim")


def test_behind_a_password_nothing_is_said_to_those_who_have_not_read_the_page(client, locked):
    comment = make_comment(locked, body="Unter uns")
    assert client.get(reverse("comments:answer", args=[comment.pk])).status_code == 404
    assert send(client, locked, token="geraten").status_code == 404
    assert "Unter uns" not in client.get(locked.get_absolute_url()).text


def test_behind_a_password_readers_answer_each_other(client, locked):
    comment = make_comment(locked, body="Unter uns")
    page = client.post(locked.get_absolute_url(), {"password": "geheim"}).text
    answer = re.search(rf'href="(/kommentar/antwort/{comment.pk}/[^"]+)"', page)[1]
    form = client.get(answer.replace("&amp;", "&"))
    assert "Unter uns" in form.text
    assert client.post(address(locked), typed_into(form) | filled_in(locked)).status_code == 302


def typed_into(page):
    """What a browser would send, were the form on the page sent as it stands."""
    form = page.context["form"]
    return {field.html_name: "" if field.value() is None else str(field.value()) for field in form}
