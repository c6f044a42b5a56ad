"""A conversation grows long: it stays fast, every comment keeps an address, and parts of it can be read alone."""

import re
from html import unescape

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments.conversation import ROWS
from comments.models import Comment
from tests.conversations import SHAPES, flat, make_conversation, nested, one_thread
from tests.factories import make_article, make_author, make_comment, make_page, make_post, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return make_post()


def open_(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return unescape(page.text)


def anchors(page):
    return [int(pk) for pk in re.findall(r'id="comment-(\d+)"', page)]


def link(page, text):
    """Where the link with this text leads; None if there is none."""
    found = re.search(rf'<a href="([^"]+)"[^>]*>(?:<svg[^<]*(?:<path[^>]*>)?</svg>)?\s*{text}', page)
    return found and found[1]


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_reader_goes_through_all_pages(client, post):
    make_site(comments_per_page=5)
    said = make_conversation(post, nested(60))
    page, seen = open_(client, post.get_absolute_url()), []
    while True:
        seen += anchors(page)
        onward = link(page, "Spätere Kommentare")
        if not onward:
            break
        page = open_(client, onward.partition("#")[0])
    assert seen == [comment.pk for comment in said]
    assert link(page, "Frühere Kommentare")


@pytest.mark.parametrize("shape", SHAPES)
def test_ten_thousand_comments_take_as_many_queries_as_twenty(client, post, shape):
    short = make_post()
    with transaction.atomic():
        make_conversation(short, SHAPES[shape](20))
        make_conversation(post, SHAPES[shape](10_000))
    client.get(make_post().get_absolute_url())  # what all pages share is kept now; of these two, nothing is
    assert queries(client, post.get_absolute_url()) == queries(client, short.get_absolute_url())
    assert len(anchors(open_(client, post.get_absolute_url()))) <= 125


@pytest.mark.parametrize("make", [make_post, make_page, make_article])
def test_every_comment_has_an_address_that_finds_its_page(client, make):
    make_site(comments_per_page=5)
    target = make()
    for comment in make_conversation(target, nested(40))[::9]:
        response = client.get(reverse("comments:permalink", args=[comment.pk]), follow=True)
        assert response.status_code == 200
        assert comment.pk in anchors(response.text)
        assert response.redirect_chain[0][0].endswith(f"#comment-{comment.pk}")


def test_the_date_of_a_comment_is_its_address(client, post):
    comment = make_comment(post)
    page = open_(client, post.get_absolute_url())
    assert re.search(rf'<a href="/kommentar/{comment.pk}/"><span class="unseen">[^<]+</span><time', page)


@pytest.mark.parametrize("status", [Comment.Status.HELD, Comment.Status.SPAM, Comment.Status.TRASH])
def test_what_is_not_shown_has_no_address_unless_answers_hang_on_it(client, post, status):
    hidden, parent = make_comment(post, status=status), make_comment(post)
    make_comment(parent=parent)
    parent.become(status)
    assert client.get(reverse("comments:permalink", args=[hidden.pk])).status_code == 404
    assert client.get(reverse("comments:permalink", args=[parent.pk])).status_code == 302


def test_a_long_thread_is_cut_and_read_on_elsewhere(client, post):
    said = make_conversation(post, one_thread(300))
    page = open_(client, post.get_absolute_url())
    onward = link(page, "Das ganze Gespräch lesen, rund 299 Antworten")
    thread = open_(client, onward.partition("#")[0])
    assert len(anchors(thread)) == ROWS
    assert said[ROWS].pk in anchors(open_(client, link(thread, "Spätere Kommentare").partition("#")[0]))


def test_a_part_of_a_conversation_says_so_and_is_not_for_search_engines(client, post):
    author = make_author()
    asked = make_comment(post, name="Ina Frage")
    make_comment(parent=asked, author=author, body="Gern geschehen.")
    make_comment(post, body="Etwas anderes.")
    home = post.get_absolute_url()
    whole = open_(client, home)
    assert "noindex" not in whole
    for onward in (link(whole, "Nur die Antworten der Redaktion"), link(whole, "1 Antwort")):
        part = open_(client, onward.partition("#")[0])
        assert '<meta name="robots" content="noindex">' in part
        assert re.search(rf'<link rel="canonical" href="https?://[^/]+{home}">', part)
        assert "Gern geschehen." in part
        assert "Etwas anderes." not in part
        assert link(part, "Das ganze Gespräch zeigen") == f"{home}#comments"


def test_a_page_of_the_conversation_belongs_to_the_post(client, post):
    make_site(comments_per_page=5)
    make_conversation(post, flat(9))
    canonical = re.compile(r'<link rel="canonical" href="([^"]+)"')
    second = open_(client, f"{post.get_absolute_url()}?kommentare=2")
    assert canonical.search(second)[1] == canonical.search(open_(client, post.get_absolute_url()))[1]
    assert "noindex" not in second


def test_where_no_author_has_answered_that_is_said(client, post):
    make_comment(post)
    page = open_(client, f"{post.get_absolute_url()}?nur=autor")
    assert "Hier hat die Redaktion noch nicht geantwortet." in page
    assert link(page, "Das ganze Gespräch zeigen")


def test_marks_say_author_edited_and_pinned(client, post):
    comment = make_comment(post, author=make_author())
    comment.edit(body="Besser gesagt.")
    comment.pin()
    head = re.search(r'<header class="comment__head">.*?</header>', open_(client, post.get_absolute_url()), re.DOTALL)[
        0
    ]
    assert all(mark in head for mark in (">Redaktion<", ">bearbeitet<", ">Angeheftet<"))


def test_a_pinned_comment_of_a_later_page_is_shown_first(client, post):
    make_site(comments_per_page=5)
    said = make_conversation(post, flat(12))
    said[9].pin()
    assert anchors(open_(client, post.get_absolute_url()))[0] == said[9].pk
    assert anchors(open_(client, f"{post.get_absolute_url()}?kommentare=2")).count(said[9].pk) == 1


def test_a_pinned_answer_is_shown_above_once_and_pointed_to_from_its_place(client, post):
    root = make_comment(post)
    pinned = make_comment(parent=root)
    pinned.pin()
    page = open_(client, post.get_absolute_url())
    assert anchors(page) == [pinned.pk, root.pk]
    assert f'<a href="#comment-{pinned.pk}">Der Kommentar, der hier stand, ist oben angeheftet.</a>' in page


def test_behind_a_password_pages_are_read_with_the_password(client):
    make_site(comments_per_page=5)
    locked = make_post(password="geheim")
    said = make_conversation(locked, flat(8))
    asked_for = client.get(f"{locked.get_absolute_url()}?kommentare=2").text
    assert anchors(asked_for) == []
    assert '<form class="form" method="post">' in asked_for  # sent to the page that was asked for
    page = client.post(f"{locked.get_absolute_url()}?kommentare=2", {"password": "geheim"}).text
    assert anchors(page) == [comment.pk for comment in said[5:]]
