"""The demo fills an empty site; with it, pages keep their budget."""

import re
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

from blog.models import Category, Image, Page, Post, Site
from comments.models import Comment
from knowledgebase.models import Article, Section
from linkbacks.models import Incoming
from tests.factories import make_comment, make_site
from widgets import kinds
from widgets.models import Menu, MenuEntry, Widget

THREAD = "/blog/antworten-lassen/"
TOPICS = {
    "web-technik": ["ssl", "dnssec", "wordpress-themes", "spam-kommentare", "mehrsprachige-websites"],
    "marketing": ["corporate-blogs", "wordpress", "google-maps", "twitter", "facebook-ads"],
    "reputation": ["guter-ruf-online", "online-krisen", "shitstorms", "spam-bei-google"],
}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo, loaded once for this module and taken away again."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """The demo, with what a test does to it undone at its end."""


def counts():
    models = (Post, Page, Category, Image, Section, Article, Comment, Incoming, Menu, MenuEntry, Widget)
    return {model.__name__: model.objects.count() for model in models}


def test_every_kind_of_thing_is_there(demo):
    assert Post.objects.published().count() >= 12
    assert {"ueber-uns", "buecher", "kontakt", "leistungen", "impressum", "datenschutz"} <= set(
        Page.objects.published().values_list("slug", flat=True)
    )
    assert set(Widget.objects.values_list("kind", flat=True)) == set(kinds.KINDS)
    for section, slugs in TOPICS.items():
        shown = Article.objects.published().in_overview().filter(section__slug=section)
        assert set(slugs) <= set(shown.values_list("slug", flat=True))
    assert all(image.alt and image.credit and image.licence for image in Image.objects.all())


def test_one_post_has_a_conversation_and_all_kinds_of_linkbacks(demo, client):
    post = Post.objects.get(slug="antworten-lassen")
    assert post.comment_count >= 14
    assert max(post.comments.values_list("level", flat=True)) >= 3
    assert {protocol for row in post.incomings.all() for protocol in row.protocols} == {
        "trackback",
        "pingback",
        "webmention",
    }
    page = client.get(THREAD).content.decode()
    assert len(re.findall(r'id="comment-\d+"', page)) == post.comment_count


def test_every_page_of_the_demo_answers(demo, client):
    for thing in (*Post.objects.published(), *Page.objects.published(), *Article.objects.published()):
        page = client.get(thing.get_absolute_url())
        assert page.status_code == 200
        assert "demo:" not in page.content.decode()


def test_loading_it_again_changes_nothing(demo):
    post = Post.objects.get(slug="redaktionsplan")
    post.title = "Von einer Redakteurin geändert"
    post.save()
    before = counts()
    call_command("demo", stdout=StringIO())
    assert counts() == before
    post.refresh_from_db()
    assert post.title == "Von einer Redakteurin geändert"


def test_nobody_is_told_of_what_the_demo_brings(demo):
    make_site(moderators="redaktion@blog.example")
    call_command("demo", stdout=StringIO())
    assert mail.outbox == []
    assert not Post.objects.due().exists()


@pytest.mark.parametrize("byline", [True, False])
def test_a_post_with_thirty_nested_comments_and_the_full_sidebar_takes_eight_queries(
    demo, client, django_assert_max_num_queries, byline
):
    make_site(byline=byline)
    post = Post.objects.get(slug="antworten-lassen")
    parent = None
    for number in range(30):
        parent = make_comment(post, parent=parent if number % 6 else None)
    client.get(THREAD)
    with django_assert_max_num_queries(8):
        page = client.get(THREAD)
    assert len(re.findall(r'id="comment-\d+"', page.content.decode())) >= 44


@pytest.mark.parametrize("address", ["/", "/archiv/", "/archiv/2024/", "/kategorie/corporate-blogs/", "/wissen/"])
def test_lists_with_the_full_sidebar_take_eight_queries(demo, client, django_assert_max_num_queries, address):
    client.get(address)
    with django_assert_max_num_queries(8):
        client.get(address)


def test_the_site_says_who_it_is(demo):
    site = Site.objects.current()
    assert site.tagline
    assert "/kommentarregeln/" in site.comment_rules_html
