"""Posts and pages: states, titles, texts, places."""

import pytest

from blog.models import Address, Author, Category, Image, Page, Post, Site
from startalking.wordpress.origin import Origin
from tests.factories import make_address, make_category, make_post, make_site
from tests.wordpress.test_load_media import attachment, meta

pytestmark = pytest.mark.django_db

ITEM = (
    "<item><title>{title}</title><link>{link}</link><wp:post_id>{id}</wp:post_id><wp:post_type>{kind}</wp:post_type>"
    "<wp:status>{status}</wp:status><wp:post_date_gmt>{date}</wp:post_date_gmt>"
    "<wp:post_modified_gmt>2026-04-01 10:00:00</wp:post_modified_gmt><wp:post_name>{slug}</wp:post_name>"
    "<wp:post_parent>{parent}</wp:post_parent><content:encoded><![CDATA[{content}]]></content:encoded>{more}</item>"
)


def item(number=1, kind="post", **given):
    facts = {"title": f"Titel {number}", "slug": f"titel-{number}", "status": "publish", "date": "2026-03-01 08:00:00"}
    facts |= {"parent": 0, "content": "Ein Text.", "more": ""} | given
    return ITEM.format(id=number, kind=kind, link=facts.pop("link", f"https://blog.example/{facts['slug']}/"), **facts)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("publish", "published"),
        ("private", "private"),
        ("pending", "review"),
        ("draft", "draft"),
        ("auto-draft", "draft"),
        ("trash", "withdrawn"),
        ("von-einem-plugin", "draft"),
    ],
)
def test_states(moves_in, theirs, ours):
    moves_in(item(status=theirs))
    post = Post.objects.get()
    assert post.status == ours
    assert bool(post.announced_at) == (theirs == "publish")


def test_scheduled_posts_wait_for_their_hour_and_are_announced_then(moves_in):
    moves_in(item(status="future", date="2099-01-01 09:00:00"))
    post = Post.objects.get()
    assert (post.status, post.announced_at, post.is_public) == ("scheduled", None, False)


def test_what_was_scheduled_for_a_time_that_has_passed_is_out_quietly(moves_in):
    report = moves_in(item(status="future", date="2020-01-01 09:00:00"))
    assert Post.objects.get().is_public
    assert not Post.objects.due().exists()
    assert report.lines[0].notes


def test_what_was_public_and_was_trashed_answers_gone(moves_in, client):
    trashed = meta("_wp_trash_meta_status", "publish")
    moves_in(item(status="trash", link="https://blog.example/weg__trashed/", slug="weg__trashed", more=trashed))
    assert Post.objects.get().slug == "weg"
    assert client.get("/weg/").status_code == 410
    assert client.get("/?p=1").status_code == 410


def test_times_are_kept(moves_in):
    moves_in(item())
    post = Post.objects.get()
    assert f"{post.published_at:%Y-%m-%d} {post.changed_at:%Y-%m-%d}" == "2026-03-01 2026-04-01"
    assert post.created_at == post.published_at


def test_a_password_pin_and_closed_doors_are_kept(moves_in):
    more = "<wp:post_password>sesam</wp:post_password><wp:is_sticky>1</wp:is_sticky>"
    more += "<wp:comment_status>closed</wp:comment_status><wp:ping_status>open</wp:ping_status>"
    moves_in(item(more=more))
    post = Post.objects.get()
    assert (post.password, post.pinned, post.comments_open, post.linkbacks_open) == ("sesam", True, False, True)


def test_the_excerpt_is_the_teaser_else_what_stood_before_more(moves_in):
    written = "<excerpt:encoded><![CDATA[Kurz <b>gesagt</b>.]]></excerpt:encoded>"
    moves_in(item(1, content="Davor.<!--more-->Danach.", more=written), item(2, content="Davor.<!--more-->Danach."))
    assert list(Post.objects.order_by("pk").values_list("teaser", flat=True)) == ["Kurz gesagt.", "Davor."]
    assert "Danach." in Post.objects.last().html


def test_a_post_without_a_title_gets_the_beginning_of_its_text(moves_in):
    moves_in(item(title="", content="Nur ein Gedanke."), item(2, title="", content=""))
    first, second = Post.objects.order_by("pk")
    assert first.title == "Nur ein Gedanke."
    assert second.title


def test_a_picture_may_come_after_the_post_that_features_it(moves_in):
    moves_in(item(more=meta("_thumbnail_id", "50")), attachment())
    assert Post.objects.get().picture == Image.objects.get()


def test_a_featured_picture_that_is_missing_is_said(moves_in):
    report = moves_in(item(more=meta("_thumbnail_id", "404")))
    assert Post.objects.get().picture is None
    assert "404" in report.lines[0].notes[0]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("%c3%bcbermut", "uebermut"),
        ("Gro_ss", "Gro_ss"),
        ("%ce%b5%cf%80", "post-1"),
        ("", "post-1"),
        ("a" * 220, "a" * 200),
    ],
)
def test_slugs_are_ours_and_the_old_address_leads_on(moves_in, client, theirs, ours):
    moves_in(item(slug=theirs, link=f"https://blog.example/alt/{theirs}/"))
    post = Post.objects.get()
    assert post.slug == ours
    if theirs and len(theirs) < 200:
        assert client.get(f"/alt/{theirs}/")["Location"] == post.get_absolute_url()


def test_one_slug_twice_and_one_of_a_post_that_was_here(moves_in):
    make_post(slug="titel")
    moves_in(item(1, slug="titel"), item(2, slug="titel"))
    assert set(Post.objects.values_list("slug", flat=True)) == {"titel", "titel-2", "titel-3"}


@pytest.mark.parametrize("slug", ["feed", "archiv", "suche", "wissen", "admin"])
def test_nothing_moves_in_behind_an_address_of_ours(moves_in, client, slug):
    make_site(permalinks=Site.Permalinks.NAME, tagline="Da")
    moves_in(item(1, slug=slug), item(2, "page", slug=slug))
    for entry in (Post.objects.get(), Page.objects.get()):
        assert client.get(entry.get_absolute_url()).status_code == 200


def test_pages_find_their_parents_wherever_they_stand(moves_in):
    moves_in(item(3, "page", parent=2), item(2, "page", parent=1), item(1, "page"), item(4, "page", parent=99))
    assert set(Page.objects.values_list("path", flat=True)) == {
        "/titel-1/",
        "/titel-1/titel-2/",
        "/titel-1/titel-2/titel-3/",
        "/titel-4/",
    }


def test_pages_in_a_circle_come_in_all_the_same(moves_in):
    report = moves_in(item(1, "page", parent=2), item(2, "page", parent=1))
    assert set(Page.objects.values_list("path", flat=True)) == {"/titel-1/", "/titel-1/titel-2/"}
    assert any(line.notes for line in report.lines)


def test_old_slugs_lead_on(moves_in, client):
    moves_in(item(link="https://blog.example/2026/03/titel-1/", more=meta("_wp_old_slug", "frueher")))
    answer = client.get("/2026/03/frueher/")
    assert (answer.status_code, answer["Location"]) == (301, Post.objects.get().get_absolute_url())


def test_links_between_texts_lead_to_ours(moves_in):
    links = (
        "https://blog.example/2026/03/zwei/#absatz",
        "http://www.blog.example/?p=2",
        "/2026/03/zwei",
        "https://blog.example/category/k/",
        "https://blog.example/",
        "https://anderswo.example/2026/03/zwei/",
        "https://blog.example/unbekannt/",
    )
    text = " ".join(f'<a href="{link}">x</a>' for link in links)
    filed = '<category domain="category" nicename="k">K</category>'
    moves_in(item(1, content=text), item(2, link="https://blog.example/2026/03/zwei/", slug="zwei", more=filed))
    one, two = Post.objects.order_by("import_ref")
    url = two.get_absolute_url()
    for href in (f"{url}#absatz", url, "/kategorie/k/", "/", links[5], links[6]):
        assert f'href="{href}"' in one.body
    assert one.body.count(f'href="{url}"') == 2


def test_pictures_of_other_sites_are_links(moves_in):
    report = moves_in(
        item(content='<img src="https://anderswo.example/x.jpg" srcset="https://a.example/y 2x" alt="Boot">')
    )
    assert "<img" not in Post.objects.get().html
    assert '<a href="https://anderswo.example/x.jpg"' in Post.objects.get().html
    assert report.lines[0].notes


def test_scripts_and_styles_do_not_come_along(moves_in):
    moves_in(item(content='<p style="x" onclick="y">Da</p><script>alert(1)</script>'))
    assert Post.objects.get().body.strip() == "<p>Da</p>"


def test_a_text_beyond_all_measure_is_cut_and_said(moves_in):
    report = moves_in(item(content="Wort &amp; " * 150_000))
    assert 900_000 < len(Post.objects.get().body) <= 1_000_000
    assert report.lines[0].notes


def test_terms_are_filed_even_when_nobody_declared_them(moves_in):
    filed = '<category domain="category" nicename="neu">Neues</category>'
    filed += '<category domain="post_tag" nicename="t">Tag T</category>'
    moves_in(item(more=filed + '<category domain="post_format" nicename="post-format-aside">Kurz</category>'))
    post = Post.objects.get()
    assert [category.name for category in post.categories.all()] == ["Neues"]
    assert post.tags.names().get() == "Tag T"


def test_a_category_that_was_here_is_used(moves_in):
    here = make_category("Neues", slug="neu")
    moves_in(item(more='<category domain="category" nicename="neu">Neues</category>'))
    assert Post.objects.get().categories.get() == here
    assert Category.objects.count() == 1


def test_the_author_stands_above_the_post_and_has_no_account(moves_in):
    author = "<wp:author><wp:author_login>eva</wp:author_login>"
    author += "<wp:author_display_name>Eva M.</wp:author_display_name></wp:author>"
    moves_in(author, item(more="<dc:creator>eva</dc:creator>"))
    assert Post.objects.get().authors.get() == Author.objects.get(name="Eva M.", user=None)


def test_an_editors_former_address_is_never_overwritten(moves_in):
    make_address("/?p=1", "/anderswo/")
    moves_in(item())
    assert Address.objects.get(path="/?p=1").to == "/anderswo/"


def test_an_empty_site_takes_the_old_settings(moves_in):
    moves_in(item(link="https://blog.example/2026/03/titel-1/"))
    site = Site.objects.current()
    assert (site.title, site.permalinks) == ("Blog", Site.Permalinks.MONTH)
    assert Post.objects.get().get_absolute_url() == "/2026/03/titel-1/"


def test_a_site_with_content_keeps_its_settings(moves_in):
    make_post()
    moves_in(item(link="https://blog.example/2026/03/titel-1/"))
    assert Site.objects.current().permalinks == Site.Permalinks.BLOG


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://blog.example/a%20b/%C3%BC/", "/a b/ü/"),
        ("http://www.BLOG.example:8080//a//b", "/a/b"),
        ("https://blog.example/?page_id=7&x=1", "/?p=7"),
        ("https://blog.example", "/"),
        ("/kontakt/", "/kontakt/"),
        ("//fremd.example/", ""),
        ("https://fremd.example/", ""),
        ("https://blog.example.fremd.example/", ""),
        ("mailto:wer@blog.example", ""),
        ("https://[kaputt/", ""),
        ("", ""),
    ],
)
def test_paths_of_the_old_site(address, path):
    assert Origin("https://blog.example").path(address) == path


def test_two_blogs_in_folders_of_one_host_are_two():
    assert Origin("https://x.example/a/").ref("post", 1) != Origin("https://x.example/b").ref("post", 1)
