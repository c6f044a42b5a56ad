"""A reader finds the way around: home, posts, categories, tags, authors, archive, pages, knowledge base."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from blog.models import Post, Site
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
BERLIN = ZoneInfo("Europe/Berlin")


def at(*parts):
    return datetime(*parts, tzinfo=BERLIN)


def titles(response):
    return [line.post.title for line in response.context["page_obj"]]


def test_home_shows_the_newest_first_and_pinned_posts_before_them(client):
    make_post(title="alt", published_at=at(2024, 1, 1))
    make_post(title="neu", published_at=at(2026, 1, 1))
    make_post(title="oben", published_at=at(2020, 1, 1), pinned=True)
    assert titles(client.get("/")) == ["oben", "neu", "alt"]


@pytest.mark.parametrize("status", ["draft", "review", "private", "withdrawn"])
def test_what_is_not_published_is_nowhere(client, status):
    category, author = make_category(), make_author()
    post = make_post(status=status, title="Geheim", categories=[category], tags=["Dialog"], authors=[author])
    for address in (
        "/",
        "/archiv/",
        "/feed/",
        "/sitemap-posts.xml",
        category.get_absolute_url(),
        author.get_absolute_url(),
    ):
        assert "Geheim" not in client.get(address).content.decode()
    assert client.get(post.get_absolute_url()).status_code in {404, 410}


def test_a_scheduled_post_is_public_from_its_hour_on(client, time_machine):
    hour = timezone.now() + timedelta(hours=1)
    post = make_post(status=Post.Status.SCHEDULED, published_at=hour)
    assert client.get(post.get_absolute_url()).status_code == 404
    time_machine.move_to(hour + timedelta(seconds=1))
    assert client.get(post.get_absolute_url()).status_code == 200


def test_a_post_says_when_it_appeared_and_how_long_it_takes(client):
    post = make_post(body="<p>" + "Wort " * 453 + "</p>", published_at=at(2012, 10, 15, 9))
    page = client.get(post.get_absolute_url()).content.decode()
    assert "15. Oktober 2012" in page
    assert post.reading_minutes == 2


def test_a_category_has_the_posts_of_those_below_it_once(client):
    above = make_category("Kommunikation")
    below = make_category("Krisen", parent=above)
    make_post(title="unten", categories=[below])
    make_post(title="beides", categories=[above, below])
    make_post(title="anders", categories=[make_category()])
    assert sorted(titles(client.get(above.get_absolute_url()))) == ["beides", "unten"]
    assert sorted(titles(client.get(below.get_absolute_url()))) == ["beides", "unten"]


def test_a_tag_is_addressed_the_german_way(client):
    make_post(title="Maß", tags=["Größe"])
    assert titles(client.get("/schlagwort/groesse/")) == ["Maß"]


def test_an_author_has_a_page(client):
    author = make_author(name="Wiebke Sandquell")
    make_post(title="von ihr", authors=[author])
    make_post(title="von anderen")
    assert titles(client.get(author.get_absolute_url())) == ["von ihr"]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/archiv/2012/", ["Silvester", "Oktober"]),
        ("/archiv/2012/10/", ["Oktober"]),
        ("/archiv/2012/12/31/", ["Silvester"]),
        ("/archiv/2013/", ["Neujahr"]),
        ("/archiv/2011/", []),
    ],
)
def test_the_archive_counts_days_in_berlin(client, address, shown):
    make_post(title="Oktober", published_at=at(2012, 10, 15, 12))
    make_post(title="Silvester", published_at=at(2012, 12, 31, 23, 59))
    make_post(title="Neujahr", published_at=at(2013, 1, 1, 0, 0))
    assert titles(client.get(address)) == shown


@pytest.mark.parametrize("address", ["/archiv/2012/13/", "/archiv/2012/2/30/", "/archiv/0/", "/archiv/99999/"])
def test_the_archive_has_no_days_that_no_calendar_has(client, address):
    assert client.get(address).status_code == 404


def test_the_archive_page_lists_months_with_their_posts(client):
    for day in (1, 2):
        make_post(published_at=at(2012, 10, day))
    make_post(published_at=at(2013, 1, 1))
    years = client.get("/archiv/").context["years"]
    assert [(year.year, year.count, [month.count for month in year.months]) for year in years] == [
        (2013, 1, [1]),
        (2012, 2, [2]),
    ]


def test_the_dropdown_leads_to_its_month(client):
    assert client.get("/archiv/?monat=2012-10").headers["Location"] == "/archiv/2012/10/"
    assert client.get("/archiv/?monat=quatsch").status_code == 404


def test_long_lists_have_pages_with_titles_of_their_own(client):
    make_site(posts_per_page=2)
    for day in range(1, 6):
        make_post(title=f"Tag {day}", published_at=at(2024, 1, day))
    second = client.get("/?seite=2")
    assert titles(second) == ["Tag 3", "Tag 2"]
    assert '<link rel="canonical" href="http://127.0.0.1:8000/?seite=2">' in second.content.decode()
    assert client.get("/?seite=4").status_code == 404
    assert client.get("/?seite=x").status_code == 404


def test_neighbours_lead_on(client):
    first, second, third = (make_post(published_at=at(2024, 1, day)) for day in (1, 2, 3))
    context = client.get(second.get_absolute_url()).context
    assert (context["previous"], context["next"]) == (first, third)
    context = client.get(third.get_absolute_url()).context
    assert (context["previous"], context["next"]) == (second, None)


def test_pages_stand_in_a_tree(client):
    about = make_page(title="Über uns", slug="ueber-uns")
    books = make_page(title="Bücher", slug="buecher", parent=about)
    assert books.get_absolute_url() == "/ueber-uns/buecher/"
    page = client.get("/ueber-uns/buecher/")
    assert page.status_code == 200
    assert list(page.context["ancestors"]) == [about]


def test_the_knowledge_base_shows_sections_in_order(client):
    marketing = make_section(name="Marketing", slug="marketing", position=2)
    technik = make_section(name="Web & Technik", slug="web-technik", position=1)
    make_article(section=technik, term="DNSSEC", slug="dnssec", position=2)
    make_article(section=technik, term="SSL", slug="ssl", position=1)
    make_article(section=technik, term="Entwurf", status="draft")
    overview = client.get("/wissen/")
    assert [section.name for section in overview.context["sections"]] == ["Web & Technik", "Marketing"]
    assert "Web &amp; Technik" in overview.content.decode()
    assert [article.term for article in client.get("/wissen/web-technik/").context["articles"]] == ["SSL", "DNSSEC"]
    article = client.get("/wissen/web-technik/ssl/")
    assert (article.context["previous"], article.context["next"].term) == (None, "DNSSEC")
    assert client.get(marketing.get_absolute_url()).status_code == 200


def test_only_real_questions_become_structured_questions(client):
    question = make_article(headline="Was ist DNSSEC?")
    statement = make_article(headline="Ein Zertifikat erneuert sich selbst.")
    assert "FAQPage" in client.get(question.get_absolute_url()).content.decode()
    assert "FAQPage" not in client.get(statement.get_absolute_url()).content.decode()


def test_an_article_can_be_withdrawn(client):
    article = make_article()
    article.withdraw()
    assert client.get(article.get_absolute_url()).status_code == 410


def test_editors_see_drafts_and_nobody_keeps_them(client):
    post = make_post(status=Post.Status.DRAFT, title="Entwurf")
    client.force_login(make_editor())
    response = client.get(post.get_absolute_url())
    assert "Entwurf" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_a_protected_post_opens_with_its_password_only(client):
    post = make_post(title="Nur für Kunden", body="<p>Der geheime Preis.</p>", password="Lüneburg 12")
    closed = client.get(post.get_absolute_url())
    assert "geheime Preis" not in closed.content.decode()
    wrong = client.post(post.get_absolute_url(), {"password": "falsch"})
    assert (wrong.status_code, "geheime Preis" in wrong.content.decode()) == (422, False)
    opened = client.post(post.get_absolute_url(), {"password": " Lüneburg 12 "})
    assert "geheime Preis" in opened.content.decode()
    assert "no-store" in opened.headers["Cache-Control"]
    assert not opened.cookies


@pytest.mark.parametrize("address", ["/", "/feed/", "/suche/?q=Preis", "/archiv/"])
def test_nothing_of_a_protected_text_is_in_lists(client, address):
    make_post(title="Nur für Kunden", body="<p>Der geheime Preis.</p>", password="x")
    assert "geheime Preis" not in client.get(address).content.decode()


def test_a_reader_gets_no_cookie_anywhere(client):
    post, page, article = make_post(tags=["Dialog"]), make_page(), make_article()
    for address in (
        "/",
        "/archiv/",
        "/wissen/",
        "/suche/?q=x",
        "/feed/",
        "/nirgends/",
        *(thing.get_absolute_url() for thing in (post, page, article)),
    ):
        assert not client.get(address).cookies


def test_the_feed_carries_whole_texts_with_absolute_addresses(client):
    make_post(
        title="A & B", body='<p>Siehe <a href="/wissen/">hier</a></p>', categories=[make_category("Web & Technik")]
    )
    feed = client.get("/feed/").content.decode()
    assert "<title>A &amp; B</title>" in feed
    assert "http://127.0.0.1:8000/wissen/" in feed
    assert "<category>Web &amp; Technik</category>" in feed


def test_the_feed_can_be_cut_to_teasers(client):
    make_site(feed_full=False)
    make_post(teaser="Nur dies.", body="<p>Der lange Text.</p>")
    feed = client.get("/feed/").content.decode()
    assert "Nur dies." in feed
    assert "Der lange Text" not in feed


def test_the_sitemap_leads_to_all_that_is_public(client):
    post, page, article = make_post(), make_page(), make_article()
    index = client.get("/sitemap.xml").content.decode()
    assert "/sitemap-posts.xml" in index
    found = "".join(client.get(f"/sitemap-{part}.xml").content.decode() for part in ("posts", "pages", "articles"))
    for thing in (post, page, article):
        assert thing.get_absolute_url() in found


def test_robots_find_the_sitemap(client):
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_the_site_speaks_english_when_told(client):
    make_site(language="en")
    make_post(published_at=at(2012, 10, 15, 9))
    page = client.get("/").content.decode()
    assert '<html lang="en"' in page
    assert "Oct. 15, 2012" in page or "15 October 2012" in page
    assert Site.objects.current().language == "en"


@pytest.mark.parametrize("many", [3, 30])
@pytest.mark.parametrize("address", ["/", "/archiv/", "/archiv/2024/", "/kategorie/alles/", "/schlagwort/dialog/"])
def test_lists_take_at_most_eight_queries_however_long(client, django_assert_max_num_queries, address, many):
    make_site(posts_per_page=30, byline=True)
    category, author = make_category(slug="alles"), make_author()
    for day in range(many):
        make_post(published_at=at(2024, 1, 1 + day), categories=[category], tags=["Dialog"], authors=[author])
    with django_assert_max_num_queries(8):
        assert client.get(address).status_code == 200
