"""An address never dies: what was public once leads on, or says that it is gone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError

from blog.models import Address, Post, Site
from tests.factories import (
    make_address,
    make_article,
    make_category,
    make_page,
    make_post,
    make_section,
    make_site,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def leads(client):
    """Where an address leads in one step."""

    def to(address):
        response = client.get(address)
        assert response.status_code == 301, response.status_code
        return response.headers["Location"]

    return to


def test_a_new_slug_leaves_a_redirect(leads):
    post = make_post(slug="alt")
    for slug in ("neuer", "neu"):
        post.slug = slug
        post.save()
    assert leads("/blog/alt/") == "/blog/neu/"
    assert leads("/blog/neuer/") == "/blog/neu/"


def test_going_back_to_an_old_slug_makes_no_circle(client, leads):
    post = make_post(slug="alt")
    for slug in ("neu", "alt"):
        post.slug = slug
        post.save()
    assert client.get("/blog/alt/").status_code == 200
    assert leads("/blog/neu/") == "/blog/alt/"


def test_the_former_names_of_a_draft_are_nobodys_business(client):
    post = make_post(status=Post.Status.DRAFT, slug="arbeitstitel")
    post.slug = "titel"
    post.save()
    assert client.get("/blog/arbeitstitel/").status_code == 404
    assert not Address.objects.exists()


def test_an_imported_address_of_a_draft_leads_on_when_it_is_out(client, leads):
    post = make_post(status=Post.Status.DRAFT, slug="arbeitstitel")
    Address.objects.moved("/?p=42", post.get_absolute_url())
    post.slug = "titel"
    post.save()
    assert client.get("/?p=42").status_code == 404
    post.publish()
    assert leads("/?p=42") == "/blog/titel/"


def test_every_form_of_address_keeps_working_when_the_site_changes_it(client, leads):
    make_post(slug="mein-beitrag", published_at=datetime(2012, 10, 15, 12, tzinfo=ZoneInfo("Europe/Berlin")))
    forms = ["/blog/mein-beitrag/", "/mein-beitrag/", "/2012/10/mein-beitrag/", "/2012/10/15/mein-beitrag/"]
    for permalinks, canonical in zip(Site.Permalinks.values, forms, strict=True):
        make_site(permalinks=permalinks)
        assert client.get(canonical).status_code == 200
        for other in forms:
            if other != canonical:
                assert leads(other) == canonical


def test_a_former_address_leads_on_in_one_step_after_the_site_changed_its_form(leads):
    post = make_post(slug="alt")
    post.slug = "neu"
    post.save()
    make_site(permalinks=Site.Permalinks.NAME)
    assert leads("/blog/alt/") == "/neu/"


def test_a_missing_last_slash_is_mended(leads):
    make_post(slug="mein-beitrag")
    make_page(slug="kontakt")
    assert leads("/blog/mein-beitrag") == "/blog/mein-beitrag/"
    assert leads("/kontakt") == "/kontakt/"


def test_a_page_takes_its_children_along(leads, client):
    about = make_page(slug="ueber-uns")
    make_page(slug="buecher", parent=about)
    about.slug = "wir"
    about.save()
    assert client.get("/wir/buecher/").status_code == 200
    assert leads("/ueber-uns/") == "/wir/"
    assert leads("/ueber-uns/buecher/") == "/wir/buecher/"


def test_categories_tags_and_articles_leave_redirects(leads):
    category = make_category(slug="pr")
    category.slug = "medienarbeit"
    category.save()
    tag = make_post(tags=["Presse"]).tags.get()
    tag.slug = "medien"
    tag.save()
    section = make_section(slug="web")
    article = make_article(section=section, slug="tls")
    article.slug = "ssl"
    article.save()
    section.slug = "technik"
    section.save()
    assert leads("/kategorie/pr/") == "/kategorie/medienarbeit/"
    assert leads("/schlagwort/presse/") == "/schlagwort/medien/"
    assert leads("/wissen/web/tls/") == "/wissen/technik/ssl/"
    assert leads("/wissen/web/") == "/wissen/technik/"


def test_what_was_taken_down_says_so(client):
    post = make_post()
    post.withdraw()
    assert client.get(post.get_absolute_url()).status_code == 410
    make_address("/altes-angebot/")
    assert client.get("/altes-angebot/").status_code == 410


def test_a_withdrawn_post_can_come_back(client):
    post = make_post()
    post.withdraw()
    post.publish()
    assert client.get(post.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("query", ["p", "page_id", "attachment_id"])
def test_wordpress_numbers_lead_on(leads, query):
    post = make_post(slug="alt")
    Address.objects.moved("/?p=42", post.get_absolute_url())
    assert leads(f"/?{query}=42") == "/blog/alt/"


def test_an_address_that_never_was_offers_ways_on(client):
    make_post(title="Redaktionsplan", slug="redaktionsplan").record_edit()
    response = client.get("/blog/redaktionsplann/")
    assert response.status_code == 404
    assert "/blog/redaktionsplan/" in response.content.decode()
    assert 'action="/suche/"' in response.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/%00/", "/a%0d%0ab/", "/" + "x" * 3000 + "/", "/?p=%FF", "/suche/?q=%00", "/archiv/?monat=%00", "/blog/%C3%28/"],
)
def test_no_address_breaks_the_site(client, address):
    assert client.get(address).status_code in {200, 301, 400, 404}


@pytest.mark.parametrize("to", ["//fremd.example/", "https://fremd.example/", "/\\fremd.example/", "javascript:x"])
def test_a_former_address_leads_nowhere_but_here(to):
    with pytest.raises(IntegrityError):
        make_address("/alt/", to)
