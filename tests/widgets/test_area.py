from datetime import UTC, datetime

import pytest
from django.test import RequestFactory
from django.utils import translation

from comments.models import Comment
from tests.factories import (
    make_article,
    make_category,
    make_comment,
    make_entry,
    make_image,
    make_menu,
    make_page,
    make_post,
    make_site,
    make_widget,
)
from widgets.models import Widget

pytestmark = pytest.mark.django_db
NOON_IN_MAY = datetime(2026, 5, 4, 12, tzinfo=UTC)


def fill_every_area():
    """One widget of every kind at least, with something to show in each."""
    post = make_post(picture=make_image(), categories=[make_category()], tags=["PR"])
    make_comment(post)
    make_article()
    menu = make_menu(make_page(), "/archiv/")
    for kind in ("categories", "archive", "tags", "recent_comments", "search", "feed", "newsletter", "text"):
        make_widget(kind, address="/kontakt/" if kind == "newsletter" else "")
    make_widget("featured_post", post=post)
    make_widget("featured_post", post=make_post(picture=make_image()))
    make_widget("picture", picture=make_image())
    make_widget("social_profile", network="linkedin", address="https://linkedin.example/wir")
    make_widget("menu", area="header", menu=menu)
    make_widget("menu", area="header", menu=make_menu("https://anderswo.example/"))
    make_widget("newsletter", area="after_post", address="/kontakt/")
    make_widget("knowledge_overview", area="footer_columns")
    make_widget("menu", area="footer_line", menu=menu)


def test_all_areas_of_a_page_come_from_one_query(show, django_assert_num_queries):
    make_site()
    fill_every_area()
    for area in Widget.Area.values:
        show(area)
    visit = RequestFactory().get("/")
    with django_assert_num_queries(1):
        pages = [show(area, request=visit) for area in Widget.Area.values]
    assert all("<" in page for page in pages)


def test_one_visit_does_not_see_what_another_remembered(show):
    make_widget(title="Früher")
    assert "Früher" in show()
    Widget.objects.update(title="Später")
    assert "Später" in show()


def test_widgets_stand_in_their_area_in_their_order(show):
    make_widget(title="Erstens")
    make_widget(title="Anderswo", area="footer_line")
    make_widget(title="Zweitens")
    html = show("sidebar")
    assert html.index("Erstens") < html.index("Zweitens")
    assert "Anderswo" not in html


@pytest.mark.parametrize(
    ("pages", "page_kind", "shown"),
    [
        ([], "post", True),
        ([], "", True),
        (["home", "list"], "list", True),
        (["home", "list"], "post", False),
        (["home"], "", False),
    ],
)
def test_a_widget_stands_on_the_kinds_of_pages_it_is_for(show, pages, page_kind, shown):
    make_widget(title="Hier", pages=pages)
    assert ("Hier" in show(page_kind=page_kind)) is shown


def test_a_widget_with_nothing_to_show_is_not_there(show):
    make_widget("tags", title="Schlagwörter")
    assert "Schlagwörter" not in show()


def test_a_held_comment_is_never_on_a_page(show):
    make_widget("recent_comments")
    comment = make_comment(name="Ungeprüft", status=Comment.Status.HELD)
    assert "Ungeprüft" not in show()
    comment.approve()
    assert "Ungeprüft" in show()
    comment.mark_as_spam()
    assert "Ungeprüft" not in show()


def test_names_from_outside_are_text(show):
    make_widget("recent_comments")
    make_comment(name="<b>Eva</b>")
    assert "&lt;b&gt;Eva" in show()


def test_the_archive_works_without_a_script(show):
    make_post(published_at=NOON_IN_MAY)
    make_widget("archive")
    html = show()
    assert 'action="/archiv/"' in html
    assert 'name="monat"' in html
    assert 'value="2026-05"' in html


def test_what_is_kept_holds_in_every_language(show):
    make_post(published_at=NOON_IN_MAY)
    make_widget("archive")
    with translation.override("de"):
        assert "Mai 2026" in show()
    with translation.override("en"):
        assert "May 2026" in show()


def test_the_header_shows_the_first_menu_as_the_main_one(show):
    make_widget("menu", area="header", menu=make_menu("/archiv/", name="Hauptmenü"))
    make_widget("menu", area="header", menu=make_menu("/wissen/", name="Leistungen"))
    html = show("header")
    assert html.index("bar--main") < html.index("bar--second")
    assert "Hauptmenü" in html


def test_a_menu_marks_the_page_one_is_on_and_the_way_to_it(show):
    menu = make_menu()
    above = make_entry(menu, "/wissen/", label="Wissen")
    make_entry(menu, "/wissen/ssl/", label="SSL", below=above)
    make_widget("menu", menu=menu)
    html = show(request=RequestFactory().get("/wissen/ssl/"))
    assert 'href="/wissen/" aria-current="true"' in html
    assert 'href="/wissen/ssl/" aria-current="page"' in html
