"""References within the site are shown at once, in the page's own words, and nobody is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from blog.models import Post
from linkbacks.models import Incoming
from tests.doors import error, ping
from tests.factories import make_address, make_article, make_post, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return make_post()


@pytest.fixture(autouse=True)
def moderators():
    make_site(moderators="redaktion@example.org", title="Unser Blog")


@pytest.fixture
def newer(post):
    return make_post(title="Der neuere Beitrag", body=f'<p>Wie <a href="{post.get_absolute_url()}">schon</a>.</p>')


def test_it_is_shown_as_a_reference(client, post, newer, settings):
    assert error(ping(client, post, url=settings.SITE_URL + newer.get_absolute_url(), title="Gefälscht")) == ""
    linkback = Incoming.objects.get()
    assert (linkback.is_internal, linkback.status) == (True, Incoming.Status.APPROVED)
    assert (linkback.shown_title, linkback.site_name) == ("Der neuere Beitrag", "Unser Blog")
    assert mail.outbox == []


@pytest.mark.parametrize("way", ["withdraw", "keep_private", "lock", "postpone", "delete"])
def test_it_is_silent_while_its_page_is(client, post, newer, settings, way):
    ping(client, post, url=settings.SITE_URL + newer.get_absolute_url())
    assert 'class="linkback__head"' in client.get(post.get_absolute_url()).text
    newer.password = "geheim" if way == "lock" else ""
    hide = {
        "lock": lambda: (newer.save(), newer.record_edit()),
        "postpone": lambda: newer.publish(at=timezone.now() + timedelta(days=1)),
    }
    hide.get(way, getattr(newer, way, None))()
    assert 'class="linkback__head"' not in client.get(post.get_absolute_url()).text


def test_it_speaks_again_with_its_page_and_in_its_words(client, post, newer, settings):
    ping(client, post, url=settings.SITE_URL + newer.get_absolute_url())
    newer.withdraw()
    newer.title, newer.teaser = "Ein neuer Titel", "Ein neuer Satz"
    newer.save()
    newer.publish()
    page = client.get(post.get_absolute_url()).text
    assert "Ein neuer Titel" in page
    assert "[…] Ein neuer Satz" in page


def test_an_article_of_the_knowledge_base_may_refer_as_well(client, post, settings):
    article = make_article(body=f'<p><a href="{post.get_absolute_url()}">Dort</a>.</p>')
    assert error(ping(client, post, url=settings.SITE_URL + article.get_absolute_url())) == ""
    assert article.headline in client.get(post.get_absolute_url()).text
    article.withdraw()
    assert article.headline not in client.get(post.get_absolute_url()).text


def test_by_a_former_address_as_well(client, post, newer, settings):
    make_address("/alt/", to=post.get_absolute_url())
    Post.objects.filter(pk=newer.pk).update(html=f'<a href="{settings.SITE_URL}/alt/#mitte">x</a>')
    assert error(ping(client, post, url=settings.SITE_URL + newer.get_absolute_url())) == ""


def test_nobody_can_speak_in_our_name(client, post, settings):
    silent = make_post(body="<p>Kein Verweis.</p>")
    draft = make_post(status=Post.Status.DRAFT, body=f'<a href="{post.get_absolute_url()}">x</a>')
    locked = make_post(password="geheim", body=f'<a href="{post.get_absolute_url()}">x</a>')
    for page in (silent, draft, locked, post):
        assert error(ping(client, post, url=settings.SITE_URL + page.get_absolute_url()))
    assert error(ping(client, post, url=f"{settings.SITE_URL}/gibt-es-nicht/"))
    assert not Incoming.objects.exists()
