"""Every kind of page asks the database a few questions, and none of them while a template is being filled."""

import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from blog.models import Author, Page, Post, Tag
from startalking.core import index

ROOT = str(Path(__file__).resolve().parents[2])


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo, loaded once, with an index of its texts."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", stdout=StringIO())
        for _kind in index.rebuild():
            pass
        yield
        transaction.set_rollback(True)


def author():
    return Author.objects.get(pk=Post.authors.through.objects.values("author")[:1]).get_absolute_url()


def tag():
    return Tag.objects.get(pk=Tag.objects.filter(posts__isnull=False).values("pk")[:1]).get_absolute_url()


def page():
    return Page.objects.published().exclude(parent=None).first().get_absolute_url()


PAGES = {
    "home": "/",
    "a page of home": "/?seite=2",
    "a category": "/kategorie/corporate-blogs/",
    "a tag": tag,
    "an author": author,
    "the archive": "/archiv/",
    "a year": "/archiv/2024/",
    "a post with comments and linkbacks": "/blog/antworten-lassen/",
    "what the authors answered": "/blog/antworten-lassen/?nur=autor",
    "a page": page,
    "the knowledge base": "/wissen/",
    "a section": "/wissen/web-technik/",
    "an article": "/wissen/web-technik/dnssec/",
    "a search": "/suche/?q=Blog",
    "a search without results": "/suche/?q=xqzvw",
    "nothing at an address": "/blog/antworten-lasen-nirgends/",
    "the feed": "/feed/",
    "the feed of a category": "/kategorie/corporate-blogs/feed/",
    "the feed of comments": "/kommentar/feed/",
    "the index of sitemaps": "/sitemap.xml",
    "a sitemap": "/sitemap-posts.xml",
}
MOST = {"the index of sitemaps": 13}  # two for each kind of page in it


@pytest.fixture
def client(loaded, db):
    """A reader of a server that has shown another page before, so that what stands on every page is known."""
    client = Client()
    client.get("/wissen/")
    client.get("/archiv/2023/")
    client.get("/nirgends/")
    client.get("/blog/redaktionsplan/")
    return client


def address(kind):
    found = PAGES[kind]
    return found() if callable(found) else found


def asked_by_a_template():
    """Whether it is a template that asks right now, and not what prepares it: a view, a tag, what draws a part."""
    frame = sys._getframe(1)
    while frame := frame.f_back:
        path = frame.f_code.co_filename
        if "/django/template/" in path:
            return True
        if path.startswith(ROOT) and not {"/.venv/", "/models/", "/tests/"} & {f"/{part}/" for part in path.split("/")}:
            return False
    return False


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_takes_at_most_eight_queries(client, kind, django_assert_max_num_queries):
    wanted = address(kind)
    with django_assert_max_num_queries(MOST.get(kind, 8)):
        assert client.get(wanted).status_code in {200, 404}


@pytest.mark.parametrize("kind", PAGES)
def test_no_template_asks_the_database(client, kind):
    found, wanted = [], address(kind)

    def look(execute, sql, *arguments):
        if asked_by_a_template():
            found.append(sql)
        return execute(sql, *arguments)

    with connection.execute_wrapper(look):
        client.get(wanted)
    assert found == []


def test_a_template_that_asks_would_be_noticed(client):
    from django.template import Context, Template

    found = []

    def look(execute, sql, *arguments):
        found.append(asked_by_a_template())
        return execute(sql, *arguments)

    with connection.execute_wrapper(look):
        Template("{% for post in posts %}{{ post.title }}{% endfor %}").render(Context({"posts": Post.objects.all()}))
        Template("{{ post.authors.first }}").render(Context({"post": Post.objects.defer("title")[0]}))
    assert found == [True, False, True]
