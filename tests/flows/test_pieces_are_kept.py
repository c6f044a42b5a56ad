"""Pieces of pages are drawn once for all readers, and anew as soon as anything in them has changed.

Django's test client asks behind the door where whole pages are kept: what is kept here are the pieces alone.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Post, Site
from comments.models import Comment
from linkbacks.models import Incoming
from tests.factories import (
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
    make_site,
    make_widget,
)
from tests.flows.telling import later

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return make_post(
        title="Übernahme", teaser="Wie sie beginnen.", categories=[make_category("Handwerk", slug="handwerk")]
    )


@pytest.fixture
def read(client):
    """What a reader finds at an address, asked for often enough to be kept."""

    def read(thing="/"):
        address = thing if isinstance(thing, str) else thing.get_absolute_url()
        client.get(address)
        return client.get(address).content.decode()

    return read


def save(thing, **fields):
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.save()
    if hasattr(thing, "record_edit"):
        thing.record_edit()


def test_what_was_read_once_is_asked_for_no_more(post, read, client, django_assert_max_num_queries):
    make_comment(post)
    make_widget("categories")
    for address, most in (("/", 0), ("/feed/", 0), (post.get_absolute_url(), 1), ("/kategorie/handwerk/", 1)):
        read(address)
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_an_edited_post_is_edited_wherever_it_stands(post, read):
    neighbour = make_post(published_at=post.published_at - timedelta(days=1))
    places = ["/", "/feed/", "/kategorie/handwerk/", post, neighbour]
    assert all("Übernahme" in read(place) for place in places)
    save(post, title="Unterhaltungen")
    for place in places:
        page = read(place)
        assert "Unterhaltungen" in page, place
        assert "Übernahme" not in page, place


def test_a_withdrawn_post_leaves_all_places(post, read):
    neighbour = make_post(published_at=post.published_at - timedelta(days=1))
    places = ["/", "/feed/", "/kategorie/handwerk/", neighbour]
    assert all("Übernahme" in read(place) for place in places)
    post.withdraw()
    assert not any("Übernahme" in read(place) for place in places)


def test_a_deleted_post_leaves_its_list(post, read):
    assert "Übernahme" in read("/")
    post.delete()
    assert "Übernahme" not in read("/")


@pytest.mark.parametrize("pinned", [False, True])
def test_a_scheduled_post_stands_in_lists_from_its_hour_on(post, read, time_machine, pinned):
    time_machine.move_to(timezone.now())
    at = timezone.now() + timedelta(seconds=30)
    make_post(title="Bald", status=Post.Status.SCHEDULED, published_at=at, pinned=pinned)
    assert "Bald" not in read("/") + read("/feed/")
    later(time_machine, seconds=31)
    assert "Bald" in read("/")
    assert "Bald" in read("/feed/")


def test_a_renamed_category_has_its_new_name_under_its_posts(post, read):
    assert "Handwerk" in read(post)
    save(post.categories.get(), name="Werkstatt")
    assert "Werkstatt" in (page := read(post))
    assert "Handwerk" not in page


def test_the_byline_follows_the_settings_and_the_author(post, read):
    author = make_author(name="Eva Beispiel")
    post.authors.add(author)
    assert "Eva Beispiel" not in read(post)
    save(Site.objects.current(), byline=True)
    assert "Eva Beispiel" in read(post)
    save(author, name="Eva Muster")
    assert "Eva Muster" in read(post)


def test_comments_come_and_go_at_once(post, read):
    comment = make_comment(post, name="Ungeprüft", status=Comment.Status.HELD)
    assert "Ungeprüft" not in read(post)
    comment.approve()
    assert "Ungeprüft" in read(post)
    assert "1 Kommentar<" in read("/")
    comment.edit(name="Geprüft")
    assert "Geprüft" in read(post)
    comment.pin()
    assert "comment__pin" in read(post)
    comment.trash()
    assert "Geprüft" not in read(post)
    assert "1 Kommentar<" not in read("/")


def test_each_page_of_a_conversation_is_kept_for_itself(post, read):
    make_site(comments_per_page=5)
    for number in range(8):
        make_comment(post, name=f"Nummer {number} ")
    address = post.get_absolute_url()
    first, second = read(address), read(f"{address}?kommentare=2")
    assert ("Nummer 1 " in first, "Nummer 7 " in first) == (True, False)
    assert ("Nummer 1 " in second, "Nummer 7 " in second) == (False, True)
    assert "Nummer 1 " in read(f"{address}?kommentare=unsinn")


def test_comments_close_at_their_hour(post, read, time_machine):
    time_machine.move_to(timezone.now())
    make_comment(post)
    post.refresh_from_db()
    make_site(comments_close_after=1)
    save(post, published_at=timezone.now() - timedelta(days=1) + timedelta(seconds=30))
    assert "comment-form" in read(post)
    later(time_machine, seconds=31)
    page = read(post)
    assert "comment-form" not in page
    assert "comments__closed" in page
    assert "comment__reply" not in page


def test_every_visit_has_a_token_of_its_own(post, read, client):
    tokens = [re.findall(r'name="token" value="([^"]+)"', read(post))[0] for _visit in range(3)]
    assert len(set(tokens)) == 3
    other = make_post()
    assert f'action="/kommentar/beitrag/{other.pk}/"' in (page := read(other))
    assert f"/kommentar/beitrag/{post.pk}/" not in page
    fields = {"body": "Sehr richtig.", "name": "Eva", "email": "eva@example.org", "token": tokens[0]}
    assert client.post(f"/kommentar/beitrag/{post.pk}/", fields).status_code == 302


def test_what_an_editor_sees_is_nobody_elses(post, client, read):
    draft = make_post(title="Geheimfusion", status=Post.Status.DRAFT, published_at=post.published_at)
    author = make_author(name="Ada Redaktion", user=make_editor())
    client.force_login(author.user)
    assert "Ada Redaktion" in read(post)
    assert "Geheimfusion" in read(draft)
    client.logout()
    assert "Ada Redaktion" not in read(post)
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(author.user)
    assert "Ada Redaktion" in read(post)


def test_nothing_behind_a_password_is_kept(client, read):
    post = make_post(title="Intern", password="sesam", html="<p>Geheim</p>", body="<p>Geheim</p>")
    make_comment(post, name="Eingeweihte")
    opened = client.post(post.get_absolute_url(), {"password": "sesam"}).content.decode()
    assert "Eingeweihte" in opened
    tokens = re.findall(r"\?token=([^\"&]+)", opened)
    again = client.post(post.get_absolute_url(), {"password": "sesam"}).content.decode()
    assert tokens
    assert not set(tokens) & set(re.findall(r"\?token=([^\"&]+)", again))
    assert "Eingeweihte" not in read(post)


def test_widgets_are_as_editors_left_them(post, read):
    widget = make_widget(title="Früher")
    assert "Früher" in read(post)
    save(widget, title="Später")
    assert "Später" in read(post)
    second = make_widget(title="Ganz oben")
    assert read(post).index("Später") < read(post).index("Ganz oben")
    second.move(up=True)
    assert read(post).index("Später") > read(post).index("Ganz oben")
    save(widget, is_active=False)
    assert "Später" not in read(post)
    second.delete()
    assert "Ganz oben" not in read(post)


def test_widgets_begin_and_end_at_their_hour(read, time_machine):
    time_machine.move_to(timezone.now())
    now = timezone.now()
    span = {"shown_from": now + timedelta(seconds=10), "shown_until": now + timedelta(seconds=20)}
    make_widget(title="Zur Messe", **span)
    assert "Zur Messe" not in read("/")
    later(time_machine, seconds=11)
    assert "Zur Messe" in read("/")
    later(time_machine, seconds=11)
    assert "Zur Messe" not in read("/")


def test_widgets_stand_on_their_kinds_of_pages(post, read):
    make_widget(title="Nur vorn", pages=["home"])
    assert "Nur vorn" in read("/")
    assert "Nur vorn" not in read(post)
    assert "Nur vorn" in read("/")


def test_recent_comments_are_recent(post, read):
    make_widget("recent_comments")
    comment = make_comment(make_post(), name="Zuerst")
    assert "Zuerst" in read(post)
    comment.trash()
    assert "Zuerst" not in read(post)


def test_menus_change_and_mark_the_page_they_are_on(post, read):
    page = make_page(title="Über uns", slug="ueber-uns")
    menu = make_menu(page, post)
    make_widget("menu", area="header", menu=menu)
    mark = 'href="{}" aria-current="page"'
    for here, there in ((page, post), (post, page), (page, post)):
        assert mark.format(here.get_absolute_url()) in read(here)
        assert mark.format(there.get_absolute_url()) not in read(here)
    assert mark.format(page.get_absolute_url()) not in read(make_post())
    make_entry(menu, "/archiv/", label="Archiv der Beiträge")
    assert mark.format("/archiv/") in read("/archiv/")
    save(page, title="Wir")
    assert ">Wir</a>" in read(post)


def test_settings_and_language_hold_at_once(post, read):
    before = read(post)
    save(Site.objects.current(), language="en", title="Conversation", claim="We listen.")
    after = read(post)
    assert "Write a comment" in after
    assert "Write a comment" not in before
    assert "Conversation" in after
    assert "We listen." in after
    save(Site.objects.current(), language="de", permalinks=Site.Permalinks.NAME)
    assert f'href="/{post.slug}/"' in read("/")
    assert "Write a comment" not in read(post)


def test_linkbacks_are_shown_and_taken_away_at_once(post, read):
    linkback = make_linkback(post, status=Incoming.Status.HELD, title="Anderswo gesagt")
    assert "Anderswo gesagt" not in read(post)
    linkback.approve()
    assert "Anderswo gesagt" in read(post)
    linkback.trash()
    assert "Anderswo gesagt" not in read(post)


def test_what_our_own_pages_say_of_a_post_is_todays(post, read):
    origin = make_post(title="Verweis")
    make_linkback(post, origin=origin)
    assert "Verweis" in read(post)
    save(origin, title="Hinweis")
    assert "Hinweis" in read(post)
    origin.withdraw()
    assert "Hinweis" not in read(post)


def test_renditions_are_offered_once_they_are_made(read):
    image = make_image()
    post = make_post(picture=image)
    make_widget("picture", picture=image)
    image.refresh_from_db()
    type(image).objects.filter(pk=image.pk).update(renditions=[], rendered_at=None)
    image.refresh_from_db()
    image.record_edit()
    places = ["/", post]
    assert not any("<source" in read(place) for place in places)
    image.render()
    assert all(read(place).count("<source") >= 4 for place in places)
