"""What is not public shows nowhere, and nobody on the way keeps what an editor sees."""

import pytest

from blog.models import Post
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_editor,
    make_page,
    make_post,
    make_section,
    make_site,
)

pytestmark = pytest.mark.django_db


def test_a_page_below_a_draft_does_not_name_it(client):
    above = make_page(status="draft", title="Fusion mit Muster AG")
    below = make_page(parent=above)
    assert "Fusion" not in client.get(below.get_absolute_url()).content.decode()
    client.force_login(make_editor())
    assert "Fusion" in client.get(below.get_absolute_url()).content.decode()


@pytest.mark.parametrize("make", [make_post, make_page, make_article])
def test_what_an_editor_is_shown_is_kept_by_nobody(client, make):
    public, draft = make(), make(status="draft")
    client.force_login(make_editor())
    for thing in (public, draft):
        answer = client.get(thing.get_absolute_url())
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_readers_page_may_be_kept(client):
    answer = client.get(make_post().get_absolute_url())
    assert answer.headers["Cache-Control"].startswith("public")
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("make", [make_post, make_page, make_article])
def test_a_drafts_address_answers_like_one_that_leads_nowhere(client, make):
    draft = client.get(make(status="draft").get_absolute_url())
    missing = client.get("/blog/gibt-es-nicht/")
    assert draft.status_code == missing.status_code == 404
    assert sorted(draft.headers) == sorted(missing.headers)


def test_tags_and_authors_of_drafts_alone_are_nobodys_business(client):
    author = make_author()
    post = make_post(status=Post.Status.DRAFT, tags=["Geheimfusion"], authors=[author])
    addresses = ["/schlagwort/geheimfusion/", author.get_absolute_url()]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    post.publish()
    assert [client.get(address).status_code for address in addresses] == [200, 200]


def test_the_former_name_of_an_unpublished_article_leads_nowhere(client):
    section = make_section(slug="technik")
    article = make_article(section=section, status="draft", slug="geheim")
    article.slug = "geheimer"
    article.save()
    section.slug = "web"
    section.save()
    for address in ("/wissen/technik/geheim/", "/wissen/technik/geheimer/", "/wissen/web/geheim/"):
        assert client.get(address).status_code == 404


def test_feeds_carry_what_xml_can_carry(client):
    make_site(title="Ein\x0bBlog")
    make_post(title="Vor\x0bteil", teaser="a\x0cb", body="<p>c\x0bd</p>", categories=[make_category("e\x0bf")])
    feed = client.get("/feed/")
    assert feed.status_code == 200
    assert "Vorteil" in feed.content.decode()


def test_the_sitemap_names_the_sites_own_address_whoever_asks(client):
    post = make_post(categories=[make_category(parent=make_category(slug="oben"))], authors=[make_author()])
    section = make_article().section
    found = ""
    for part in ("overviews", "posts", "categories", "authors", "sections", "articles"):
        found += client.get(f"/sitemap-{part}.xml", headers={"host": "localhost"}).content.decode()
    index = client.get("/sitemap.xml", headers={"host": "localhost"}).content.decode()
    assert "<loc>http://127.0.0.1:8000/sitemap-authors.xml?p=1</loc>" in index
    assert "localhost" not in found + index
    for address in ("/", "/wissen/", "/kategorie/oben/", post.get_absolute_url(), section.get_absolute_url()):
        assert f"<loc>http://127.0.0.1:8000{address}</loc>" in found


@pytest.mark.parametrize("address", ["/media/" + "a" * 300, "/archiv/?monat=2026-" + "1" * 5000])
def test_endless_names_are_not_found(client, address):
    assert client.get(address).status_code == 404


def test_who_asks_for_a_favicon_gets_it_in_one_step(client):
    assert client.get("/favicon.ico").headers["Location"].endswith("icon-32.png")
