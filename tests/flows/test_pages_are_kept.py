"""A page is drawn once for all readers, and anew as soon as anything on it has changed."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from blog.models import Post, Site
from comments import targets
from comments.models import Comment
from linkbacks.models import Incoming
from startalking.core.pages.door import Door
from startalking.handler import Handler
from startalking.tick import announce_due_entries
from tests.factories import (
    make_address,
    make_article,
    make_author,
    make_category,
    make_comment,
    make_editor,
    make_entry,
    make_image,
    make_linkback,
    make_menu,
    make_page,
    make_post,
    make_section,
    make_site,
    make_widget,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def connection_stays(monkeypatch, settings):
    """The end of a request would close the connection that the test's transaction lives in."""
    settings.PAGE_CACHE = True
    monkeypatch.setattr("django.http.response.signals.request_finished.send", lambda **_facts: [])
    monkeypatch.setattr("django.core.handlers.wsgi.signals.request_started.send", lambda **_facts: [])


@pytest.fixture
def visit():
    """The site as a reader finds it at the server's door: status and text of a page."""
    door = Door(Handler())

    def asked(path, **headers):
        environ = {**RequestFactory().get(path, **headers).environ, "wsgi.input": BytesIO()}
        environ.pop("HTTP_COOKIE", None)
        told = []
        body = b"".join(door(environ, lambda status, given, *_rest: told.append((int(status[:3]), dict(given)))))
        asked.headers = told[0][1]
        return told[0][0], body.decode()

    return asked


def is_kept(visit, path):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        visit(path)
    return not queries.captured_queries


def feed_of(target):
    return reverse("comments:feed_of", args=[targets.kind_of(target), target.pk])


@pytest.fixture
def post():
    return make_post(title="Gespräche", slug="gespraeche")


PUBLIC = [
    "/",
    "/archiv/",
    "/feed/",
    "/wissen/",
    "/kommentar/feed/",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-posts.xml",
]


@pytest.mark.parametrize("path", PUBLIC)
def test_what_everybody_reads_is_drawn_once(visit, post, path):
    first = visit(path)
    assert first[0] == 200
    assert is_kept(visit, path)
    assert visit(path) == first


def test_every_kind_of_page_is_drawn_once(visit, post):
    category, author = make_category(), make_author()
    post.categories.add(category)
    post.authors.add(author)
    post.tags.add("Ton")
    post.record_edit()
    tag = post.tags.get()
    article = make_article()
    month = timezone.localtime(post.published_at)
    for path in (
        post.get_absolute_url(),
        make_page().get_absolute_url(),
        category.get_absolute_url(),
        f"{category.get_absolute_url()}feed/",
        author.get_absolute_url(),
        tag.get_absolute_url(),
        article.get_absolute_url(),
        article.section.get_absolute_url(),
        f"/archiv/{month:%Y}/",
        f"/archiv/{month:%Y/%m}/",
        feed_of(post),
    ):
        assert visit(path)[0] == 200, path
        assert is_kept(visit, path), path


@pytest.mark.parametrize("path", ["/suche/?q=gespräch", "/gibt/es/nicht/", "/healthz", "/webmention/"])
def test_what_is_not_for_all_is_asked_anew(visit, post, path, settings):
    visit(path)
    assert "Surrogate-Key" not in visit.headers
    assert "public" not in visit.headers.get("Cache-Control", "")


class TestComments:
    def test_a_comment_is_on_the_page_at_once(self, visit, post):
        make_widget("recent_comments")
        places = [post.get_absolute_url(), "/", "/kommentar/feed/", feed_of(post)]
        for path in places:
            visit(path)
        make_comment(post, body="Das sehe ich anders.", name="Eine Leserin")
        assert all("Eine Leserin" in visit(path)[1] for path in places)

    def test_it_renews_only_what_it_changed(self, visit, post):
        other = make_post()
        visit(other.get_absolute_url())
        visit("/archiv/")
        make_comment(post)
        assert is_kept(visit, "/archiv/")

    def test_what_waits_is_not_shown_and_renews_nothing(self, visit, post):
        visit(post.get_absolute_url())
        make_comment(post, status=Comment.Status.HELD, body="Wartet noch.")
        assert is_kept(visit, post.get_absolute_url())
        assert "Wartet noch" not in visit(post.get_absolute_url())[1]

    @pytest.mark.parametrize("verb", ["hold", "trash", "mark_as_spam"])
    def test_what_a_moderator_takes_away_is_gone_at_once(self, visit, post, verb):
        comment = make_comment(post, body="Unverschämt.")
        places = [post.get_absolute_url(), "/kommentar/feed/"]
        assert all("Unverschämt" in visit(path)[1] for path in places)
        getattr(comment, verb)()
        assert not any("Unverschämt" in visit(path)[1] for path in places)

    def test_approving_pinning_and_correcting(self, visit, post):
        comment = make_comment(post, status=Comment.Status.HELD, body="Erst später.")
        path = post.get_absolute_url()
        visit(path)
        comment.approve()
        assert "Erst später" in visit(path)[1]
        comment.pin()
        assert "Angeheftet" in visit(path)[1] or "angeheftet" in visit(path)[1]
        comment.edit(body="Nun anders.")
        assert "Nun anders" in visit(path)[1]

    def test_closing_all_comments_takes_the_forms_away(self, visit, post):
        path = post.get_absolute_url()
        assert "<textarea" in visit(path)[1]
        Site.objects.current().close_comments()
        assert "<textarea" not in visit(path)[1]


class TestPosts:
    def test_a_new_post_is_in_the_lists_and_beside_its_neighbour(self, visit, post):
        places = ["/", "/feed/", "/sitemap-posts.xml", post.get_absolute_url()]
        for path in places:
            visit(path)
        make_post(status=Post.Status.DRAFT, title="Ganz neu", slug="ganz-neu").publish()
        assert all("ganz-neu" in visit(path)[1] for path in places)

    def test_a_draft_shows_nowhere(self, visit, post):
        visit("/")
        draft = make_post(status=Post.Status.DRAFT, title="Geheim")
        draft.record_edit()
        assert "Geheim" not in visit("/")[1]
        assert visit(draft.get_absolute_url())[0] == 404

    def test_an_edited_post(self, visit, post):
        for path in ("/", post.get_absolute_url()):
            visit(path)
        post.title = "Zuhören"
        post.save()
        post.record_edit()
        for path in ("/", post.get_absolute_url()):
            assert "Zuhören" in visit(path)[1]

    def test_a_withdrawn_post_is_gone_at_once_and_comes_back(self, visit, post):
        path = post.get_absolute_url()
        visit(path)
        post.withdraw()
        assert visit(path)[0] == 410
        assert is_kept(visit, path)
        post.publish()
        assert visit(path)[0] == 200

    @pytest.mark.parametrize("how", ["withdraw", "keep_private", "delete"])
    def test_its_title_stands_in_no_list_any_more(self, visit, post, how):
        makes_company = make_post()
        places = ["/", "/feed/", "/sitemap-posts.xml", makes_company.get_absolute_url()]
        assert any("gespraeche" in visit(path)[1] for path in places)
        getattr(post, how)()
        assert not any("gespraeche" in visit(path)[1] for path in places)

    def test_a_password_closes_it_at_once(self, visit, post):
        path = post.get_absolute_url()
        visit(path)
        post.password = "geheim"
        post.save()
        post.record_edit()
        assert "Ein Text über" not in visit(path)[1]
        assert "private" in visit.headers["Cache-Control"]
        assert "Ein Text über" not in visit("/feed/")[1]

    def test_a_scheduled_post_comes_with_its_minute(self, visit, time_machine):
        visit("/")
        later = make_post(status=Post.Status.DRAFT, title="Morgen früh")
        later.publish(at=timezone.now() + timedelta(minutes=5))
        assert "Morgen früh" not in visit("/")[1]
        time_machine.move_to(timezone.now() + timedelta(minutes=6))
        announce_due_entries()
        assert "Morgen früh" in visit("/")[1]

    def test_one_that_is_put_off_goes_and_comes_back_with_its_minute(self, visit, post, time_machine):
        visit("/")
        post.publish(at=timezone.now() + timedelta(minutes=5))
        assert "gespraeche" not in visit("/")[1]
        assert visit(post.get_absolute_url())[0] == 404
        time_machine.move_to(timezone.now() + timedelta(minutes=6))
        announce_due_entries()
        assert "gespraeche" in visit("/")[1]
        assert visit(post.get_absolute_url())[0] == 200
        announce_due_entries()
        assert is_kept(visit, "/")

    def test_a_former_address_follows_its_post(self, visit, post):
        former = post.get_absolute_url()
        post.slug = "zuhoeren"
        post.save()
        post.record_edit()
        assert visit(former)[0] == 301
        assert visit.headers["Location"] == "/blog/zuhoeren/"
        assert is_kept(visit, former)
        post.slug = "nachfragen"
        post.save()
        post.record_edit()
        visit(former)
        assert visit.headers["Location"] == "/blog/nachfragen/"

    def test_what_is_akin_to_it_is_shown_when_it_was_found(self, visit):
        words = "<p>Pressearbeit braucht Geduld, Pressearbeit braucht Kontakte, Pressearbeit braucht Redaktionen.</p>"
        first = make_post(title="Pressearbeit heute", body=words)
        first.record_edit()
        visit(first.get_absolute_url())
        second = make_post(status=Post.Status.DRAFT, title="Pressearbeit morgen", body=words)
        second.publish()
        make_post(status=Post.Status.DRAFT, title="Dazwischen", body="<p>Etwas anderes.</p>").publish()
        assert "Pressearbeit morgen" in visit(first.get_absolute_url())[1]


class TestWhatStandsOnEveryPage:
    """Whatever an editor names anew is named anew on the page of a post."""

    def changes(self, post):
        """What is changed, and the words that are to be read then."""
        category, author, menu = make_category(), make_author(), make_menu("/hier/")
        widget = make_widget("text", text="<p>Vorher.</p>")
        make_widget("menu", menu=menu)
        post.categories.add(category)
        post.authors.add(author)
        make_site(byline=True)
        return {
            "category": (category, {"name": "Krisenfälle"}, "Krisenfälle"),
            "author": (author, {"name": "Die Neue"}, "Die Neue"),
            "site": (Site.objects.current(), {"title": "Anders benannt"}, "Anders benannt"),
            "widget": (widget, {"text": "<p>Nachher.</p>"}, "Nachher."),
            "menu entry": (menu.entries.get(), {"label": "Dorthin"}, "Dorthin"),
        }

    @pytest.mark.parametrize("name", ["category", "author", "site", "widget", "menu entry"])
    def test_a_new_name(self, visit, post, name):
        subject, fields, words = self.changes(post)[name]
        post.record_edit()
        assert words not in visit(post.get_absolute_url())[1]
        for field, value in fields.items():
            setattr(subject, field, value)
        subject.save()
        assert words in visit(post.get_absolute_url())[1]

    def test_a_widget_and_a_menu_entry_that_come_and_go(self, visit, post):
        path, menu = post.get_absolute_url(), make_menu("/hier/")
        visit(path)
        widget = make_widget("menu", menu=menu)
        assert "/hier/" in visit(path)[1]
        entry = make_entry(menu, "/dort/")
        assert "/dort/" in visit(path)[1]
        entry.delete()
        assert "/dort/" not in visit(path)[1]
        widget.delete()
        assert "/hier/" not in visit(path)[1]

    def test_a_picture_s_words(self, visit, post):
        image = make_image(alt="Vorher")
        post.picture = image
        post.save()
        post.record_edit()
        visit(post.get_absolute_url())
        image.alt = "Zwei Stühle"
        image.save()
        image.record_edit()
        assert "Zwei Stühle" in visit(post.get_absolute_url())[1]


def test_linkbacks_come_and_go(visit, post):
    path = post.get_absolute_url()
    visit(path)
    linkback = make_linkback(post, title="Gegenrede", status=Incoming.Status.HELD)
    assert "Gegenrede" not in visit(path)[1]
    linkback.approve()
    assert "Gegenrede" in visit(path)[1]
    linkback.lose("Der Link ist nicht mehr da.", for_good=True)
    assert "Gegenrede" not in visit(path)[1]


def test_the_knowledge_base(visit):
    section = make_section(name="Grundlagen")
    article = make_article(section=section, headline="Was ist Ton?")
    places = ["/wissen/", section.get_absolute_url(), article.get_absolute_url()]
    for path in places:
        visit(path)
    article.headline = article.term = "Was ist Klang?"
    article.save()
    article.record_edit()
    assert all("Was ist Klang?" in visit(path)[1] for path in places)
    section.name = "Anfänge"
    section.save()
    assert all("Anfänge" in visit(path)[1] for path in places)
    article.withdraw()
    assert visit(article.get_absolute_url())[0] == 410
    assert "Was ist Klang?" not in visit("/wissen/")[1]


def test_an_address_that_an_editor_notes(visit):
    assert visit("/alt/")[0] == 404
    address = make_address("/alt/", "/archiv/")
    assert visit("/alt/")[0] == 301
    assert is_kept(visit, "/alt/")
    address.to = ""
    address.save()
    assert visit("/alt/")[0] == 410
    address.delete()
    assert visit("/alt/")[0] == 404


def test_an_editor_sees_her_own_page_and_leaves_nothing_behind(visit, post, client):
    client.force_login(make_editor())
    draft = make_post(status=Post.Status.DRAFT, title="Noch geheim")
    seen = client.get(draft.get_absolute_url())
    assert seen.status_code == 200
    assert "no-store" in seen.headers["Cache-Control"]
    assert "Surrogate-Key" not in seen.headers
    assert visit(draft.get_absolute_url())[0] == 404
    client.get(post.get_absolute_url())
    assert '<div class="preview' not in visit(post.get_absolute_url())[1]


def test_what_was_changed_past_the_site_is_shown_after_the_command(visit, post, capsys):
    visit(post.get_absolute_url())
    Post.objects.filter(pk=post.pk).update(title="Von Hand")
    assert "Von Hand" not in visit(post.get_absolute_url())[1]
    call_command("renew_pages")
    assert capsys.readouterr().out
    assert "Von Hand" in visit(post.get_absolute_url())[1]
