"""Comments are read in feeds: all of them, or those on one page."""

import xml.etree.ElementTree as ET

import pytest

from comments.models import Comment
from tests.factories import (
    make_address,
    make_article,
    make_category,
    make_comment,
    make_page,
    make_post,
)

pytestmark = pytest.mark.django_db

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
ALL = "/kommentar/feed/"


def feed_of(target):
    kind = {"post": "beitrag", "page": "seite", "article": "artikel"}[target._meta.model_name]
    return f"/kommentar/{kind}/{target.pk}/feed/"


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/rss+xml")
    return ET.fromstring(response.content).find("channel")


def told(client, address):
    return [item.findtext(CONTENT) for item in read(client, address).findall("item")]


def test_all_comments_newest_first_with_writer_and_permalink(client):
    post = make_post(title="Über & drunter")
    make_comment(post, body="Zuerst", email="geheim@example.org")
    comment = make_comment(post, name="Ina Frage", body="Dann *dies*")
    channel = read(client, ALL)
    newest, oldest = channel.findall("item")
    assert newest.findtext("title") == "Ina Frage zu „Über & drunter“"
    assert newest.findtext(CONTENT) == "<p>Dann <em>dies</em></p>\n"
    assert newest.findtext(CREATOR) == "Ina Frage"
    assert newest.findtext("guid").endswith(f"/kommentar/{comment.pk}/")
    assert oldest.findtext(CONTENT) == "<p>Zuerst</p>\n"
    assert b"@example.org" not in client.get(ALL).content


@pytest.mark.parametrize("make", [make_post, make_page, make_article])
def test_a_page_has_a_feed_of_its_own_and_says_so(client, make):
    target = make()
    make_comment(target, body="Hier")
    make_comment(body="Woanders")
    page = client.get(target.get_absolute_url()).text
    assert page.count(f'href="{feed_of(target)}"') == 2
    assert told(client, feed_of(target)) == ["<p>Hier</p>\n"]


@pytest.mark.parametrize("status", [Comment.Status.HELD, Comment.Status.SPAM, Comment.Status.TRASH])
def test_what_is_not_shown_is_in_no_feed(client, status):
    comment = make_comment(status=status)
    assert told(client, ALL) == told(client, feed_of(comment.target)) == []


@pytest.mark.parametrize("hidden", [{"password": "geheim"}, {"status": "draft"}, {"status": "private"}], ids=str)
def test_what_not_everybody_may_read_is_in_no_feed(client, hidden):
    comment = make_comment(make_post(**hidden), body="Unter uns")
    assert told(client, ALL) == []
    assert client.get(feed_of(comment.target)).status_code == 404


def test_a_page_behind_a_password_names_no_feed(client):
    locked = make_post(password="geheim")
    make_comment(locked)
    page = client.post(locked.get_absolute_url(), {"password": "geheim"}).text
    assert "Unser" not in page
    assert feed_of(locked) not in page


def test_a_feed_holds_twenty(client, django_assert_max_num_queries):
    post = make_post()
    for _number in range(22):
        make_comment(post)
    with django_assert_max_num_queries(4):
        assert len(told(client, ALL)) == 20
    with django_assert_max_num_queries(4):
        assert len(told(client, feed_of(post))) == 20


def test_addresses_of_wordpress_lead_to_the_feeds_at_once(client):
    post, page, article = make_post(), make_page(), make_article()
    make_address("/2012/10/alt/", post.get_absolute_url())
    assert client.get("/comments/feed/")["Location"] == ALL
    for path, target in (
        (post.get_absolute_url(), post),
        (page.get_absolute_url(), page),
        (article.get_absolute_url(), article),
        ("/2012/10/alt/", post),
    ):
        response = client.get(f"{path}feed/")
        assert (response.status_code, response["Location"]) == (301, feed_of(target))


def test_other_addresses_that_end_in_feed_are_answered_as_before(client):
    category, locked = make_category(), make_post(password="geheim")
    make_address("/category/alt/feed/", "/feed/")
    assert client.get(f"{category.get_absolute_url()}feed/").status_code == 200
    assert client.get("/feed/").status_code == 200
    assert client.get("/category/alt/feed/")["Location"] == "/feed/"
    assert client.get("/nirgends/feed/").status_code == 404
    assert client.get(f"{locked.get_absolute_url()}feed/").status_code in {301, 404}
    named = make_page(slug="feed", parent=make_page(slug="technik"))
    assert client.get(named.get_absolute_url()).status_code == 200
