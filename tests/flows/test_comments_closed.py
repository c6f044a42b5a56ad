"""A page that takes no comments any more says since when and why."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import make_aware

from comments import targets
from tests.factories import make_comment, make_page, make_post, make_site

pytestmark = pytest.mark.django_db

THEN = make_aware(datetime(2026, 2, 2, 10))


def told(client, target):
    page = client.get(target.get_absolute_url()).text
    assert 'id="comment-form"' not in page
    return page


def test_because_the_post_has_grown_old(client, time_machine):
    time_machine.move_to(THEN)
    post = make_post()
    make_comment(post)
    make_site(comments_close_after=90)
    time_machine.move_to(THEN + timedelta(days=200))
    because = "Kommentare zu diesem Beitrag sind seit dem 3. Mai 2026 geschlossen, weil er älter als 90 Tage ist."
    assert because in told(client, post)


def test_because_an_editor_closed_them(client, time_machine):
    time_machine.move_to(THEN)
    post = make_post()
    make_comment(post)
    post.refresh_from_db()
    post.comments_open = False
    post.save()
    assert "Die Redaktion hat die Kommentare auf dieser Seite am 2. Februar 2026 geschlossen." in told(client, post)


def test_because_the_whole_site_is_closed_for_a_while(client, time_machine):
    time_machine.move_to(THEN)
    page = make_page()
    make_comment(page)
    make_site(comments_open=False)
    assert "Kommentare auf der ganzen Website sind seit dem 2. Februar 2026 geschlossen." in told(client, page)


def test_of_several_reasons_the_first_is_told(time_machine):
    time_machine.move_to(THEN)
    post = make_post(comments_open=False)
    make_site(comments_close_after=30)
    time_machine.move_to(THEN + timedelta(days=100))
    make_site(comments_open=False)
    assert "Redaktion" in str(targets.closed_because(post))


def test_where_the_moment_is_not_known_none_is_told(client):
    post = make_post()
    make_comment(post)
    type(post).objects.filter(pk=post.pk).update(comments_open=False)
    page = told(client, post)
    assert "Auf dieser Seite sind die Kommentare geschlossen." in page
    assert f"{timezone.now():%Y} geschlossen" not in page


def test_an_open_page_has_no_reason():
    assert targets.closed_because(make_post()) == ""
