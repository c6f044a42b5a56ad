"""A page is drawn once for all readers, and anew as soon as anything on it has changed."""

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from blog.models import Post, Site
from comments.models import Comment
from linkbacks.models import Incoming
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
from tests.flows.visiting import feed_of, is_kept
from widgets.models import Widget

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("query", ["seite=2", "p=12", "strang=1&seite=1"])
def test_parameters_that_a_page_does_not_look_at_make_no_other_page(visit, post, query):
    """They are answered, but one page is not kept under addresses without end."""
    assert visit(f"{post.get_absolute_url()}?{query}")[0] == 200
    assert "Surrogate-Key" not in visit.headers


@pytest.mark.parametrize("make", [make_post, make_page, make_article])
@pytest.mark.parametrize("query", ["kommentare=1", "nur=autor", "strang=1&ab=2"])
def test_parts_of_a_conversation_are_kept_wherever_it_stands(visit, make, query):
    path = f"{make().get_absolute_url()}?{query}"
    assert visit(path)[0] == 200
    assert is_kept(visit, path)


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

    @pytest.mark.parametrize("status", [Comment.Status.SPAM, Comment.Status.TRASH])
    def test_what_is_sorted_out_unseen_renews_nothing(self, visit, post, status):
        comment = make_comment(post, status=Comment.Status.HELD)
        visit(post.get_absolute_url())
        comment.become(status)
        comment.erase()
        assert is_kept(visit, post.get_absolute_url())

    def test_what_answers_hang_on_is_seen_in_any_state(self, visit, post):
        comment = make_comment(post)
        make_comment(post, parent=comment)
        comment.become(Comment.Status.SPAM)
        visit(post.get_absolute_url())
        comment.erase()
        assert not is_kept(visit, post.get_absolute_url())

    def test_what_was_taken_back_is_gone_whatever_else_fails(self, visit, post, monkeypatch):
        visit(post.get_absolute_url())

        def locked(*_):
            raise OperationalError("database is locked")

        monkeypatch.setattr(Widget._default_manager._queryset_class, "forget", locked)
        with pytest.raises(OperationalError):
            post.withdraw()
        assert visit(post.get_absolute_url())[0] == 410

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
