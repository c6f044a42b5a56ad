"""What a whole export gives: our own file holds each kind of thing once."""

import re
import tracemalloc
from collections import Counter
from datetime import UTC, datetime

import pytest

from startalking.wordpress import parse
from startalking.wordpress.problems import Notice
from startalking.wordpress.records import Author, Category, Post, Site, Tag, Term, TermUse, menu_entry


@pytest.fixture
def posts(werkstatt):
    return {record.id: record for record in werkstatt if isinstance(record, Post)}


def test_the_site_comes_first(werkstatt):
    assert werkstatt[0] == Site(
        title="Werkstatt & Wort",
        description="Ein Blog über Kommunikation im Handwerk",
        base_url="https://werkstatt.example",
        version="1.2",
        language="de",
    )


def test_each_kind_of_record_is_there(werkstatt):
    assert Counter(type(record) for record in werkstatt) == {
        Site: 1, Author: 2, Category: 7, Tag: 3, Term: 1, Post: 27,
    }  # fmt: skip


def test_an_author_without_a_name_goes_by_the_login(werkstatt):
    authors = {record.login: record.name for record in werkstatt if isinstance(record, Author)}
    assert authors == {"redaktion": "Redaktion Werkstatt", "gast": "gast"}


def test_names_are_text_and_slugs_are_decoded(werkstatt):
    categories = {record.slug: record for record in werkstatt if isinstance(record, Category)}
    assert categories["web-technik"].name == "Web & Technik"
    assert categories["bücher"].name == "Bücher"
    assert categories["ssl"].parent_slug == "web-technik"
    assert [record.slug for record in werkstatt if isinstance(record, Tag)] == ["krisen-pr", "öffentlichkeit", "seo"]


def test_a_post_brings_everything_along(posts):
    post = posts[1]
    assert post.title == "Krise & Ruhe: „Was jetzt?“"
    assert post.slug == "krise-und-ruhe"
    assert post.link == "https://werkstatt.example/2026/03/krise-und-ruhe/"
    assert post.guid == "https://werkstatt.example/?p=1"
    assert post.published_at == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert post.modified_at == datetime(2026, 4, 1, 10, tzinfo=UTC)
    assert post.creator == "redaktion"
    assert post.sticky
    assert post.excerpt == "Ein kurzer Anriss."
    assert post.category_slugs == ("ssl", "web-technik")
    assert post.tag_slugs == ("krisen-pr", "öffentlichkeit")
    assert post.thumbnail_id == 50
    assert post.old_slugs == ("krise", "ruhe-in-der-krise")
    assert len(post.comments) == 15


def test_states_are_kept(posts):
    assert [posts[number].status for number in range(4, 10)] == [
        "future",
        "draft",
        "private",
        "pending",
        "publish",
        "trash",
    ]
    assert posts[8].password == "offen sesam"
    assert (posts[8].comment_status, posts[8].ping_status) == ("closed", "closed")


@pytest.mark.parametrize("number", [5, 7])
def test_what_was_never_published_has_no_date(posts, number):
    assert posts[number].published_at is None


def test_what_lies_in_the_trash_keeps_the_slug_it_had(posts):
    assert posts[9].slug == "papierkorb"


def test_a_slug_may_be_empty_encoded_or_taken(posts):
    assert posts[5].slug == ""
    assert posts[10].slug == "übermut"
    assert posts[11].slug == posts[12].slug == "doppelt"


def test_the_end_of_a_cdata_piece_inside_a_text_stays_in_the_text(posts):
    assert posts[10].content == "Mit Umlaut in der Adresse. Und mit ]]> mitten im Text."


def test_an_attachment_names_its_file_and_its_words(posts):
    picture = posts[50]
    assert picture.attachment_url.endswith("/2026/02/werkbank.jpg")
    assert picture.metas["_wp_attachment_image_alt"] == "Werkbank mit Schraubstock"
    assert picture.excerpt == "Die Werkbank am Morgen"
    assert picture.parent_id == 1


def test_pages_name_their_parents_and_places(posts):
    assert (posts[20].parent_id, posts[20].menu_order) == (21, 2)
    assert posts[21].parent_id is None


def test_menu_entries_name_their_goals(posts):
    entries = {number: menu_entry(posts[number]) for number in range(60, 65)}
    assert {entry.menu_slug for entry in entries.values()} == {"hauptmenue"}
    assert (entries[61].parent_id, entries[62].parent_id, entries[60].parent_id) == (60, 61, None)
    assert (entries[61].kind, entries[61].object, entries[61].object_id) == ("post_type", "page", 20)
    assert (entries[62].kind, entries[62].object, entries[62].object_id) == ("taxonomy", "category", 10)
    assert (entries[63].kind, entries[63].url, entries[63].title) == ("custom", "https://nachbar.example/", "Nachbarn")


def test_no_network_address_of_a_commenter_is_kept(werkstatt):
    assert not re.search(r"192\.0\.2\.77", repr(werkstatt))


def test_stored_markup_of_other_sites_stays_behind(posts):
    assert "_oembed_abc" not in posts[1].metas


def test_a_comment_tells_who_said_what_and_when(posts):
    comment = posts[1].comments[1]
    assert (comment.id, comment.parent_id, comment.author) == (101, None, "Frau Beispiel")
    assert (comment.email, comment.url) == ("leserin@example.org", "https://beispiel.example/")
    assert comment.date == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert comment.content.startswith("Danke für den Überblick!\n\n")
    assert (comment.approved, comment.type, comment.user_id) == ("1", "comment", 0)


def test_the_name_of_a_linkback_is_text(posts):
    assert posts[2].comments[0].author == "Nachbarblog » Zum Weiterlesen"


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_versions_and_prefixes_do_not_matter(exports, version):
    text = exports.text(exports.item(7)).replace("export/1.2/", f"export/{version}/")
    text = text.replace("wp:", "x:").replace(":wp=", ":x=").replace("content:", "c:").replace(":content=", ":c=")
    (post,) = exports.posts(text.replace(">1.2<", f">{version}<"))
    assert (post.id, post.content, post.status) == (7, "Text.", "publish")


def test_namespaces_declared_where_they_are_used_are_understood(exports):
    text = exports.text(exports.item(1)).replace('    xmlns:wp="http://wordpress.org/export/1.2/"', "")
    for name in ("wp:wxr_version", "wp:post_id"):
        text = text.replace(f"<{name}>", f'<{name} xmlns:wp="https://wordpress.org/export/1.2/">')
    assert exports.posts(text)[0].id == 1


def test_a_newer_version_is_read_with_a_notice(exports):
    records = exports.read(exports.text(exports.item()).replace(">1.2<", ">1.3<"))
    assert [record.code for record in records if isinstance(record, Notice)] == ["newer_version"]
    assert isinstance(records[-1], Post)


def test_a_prefixed_twin_does_not_take_the_place_of_title_or_link(exports):
    twins = '<m:title xmlns:m="urn:m">Falsch</m:title><title>Richtig</title>'
    text = exports.text(exports.item()).replace("<title>Beitrag 1</title>", twins)
    assert exports.posts(text)[0].title == "Richtig"


def test_terms_of_old_exports_count_once(exports):
    terms = """<category><![CDATA[Recht]]></category><category domain="category" nicename="recht">Recht</category>
    <category domain="tag"><![CDATA[neu]]></category><category domain="tag" nicename="neu">neu</category>
    <category domain="tag"><![CDATA[lose]]></category>"""
    (post,) = exports.posts(exports.text(exports.item(more=terms)))
    assert post.terms == (
        TermUse("category", "recht", "Recht"),
        TermUse("post_tag", "neu", "neu"),
        TermUse("post_tag", "", "lose"),
    )


@pytest.mark.parametrize(
    ("encoded", "slug"),
    [
        ("%C3%A4-%c3%9f", "ä-ß"),
        ("%E4", "%E4"),
        ("a%2Fb", "a%2Fb"),
        ("%00", "%00"),
        ("100%", "100%"),
        ("plain", "plain"),
    ],
)
def test_a_slug_is_decoded_only_to_readable_text(exports, encoded, slug):
    (post,) = exports.posts(exports.text(exports.item(more=f"<wp:post_name>{encoded}</wp:post_name>")))
    assert post.slug == slug


def test_a_missing_date_comes_from_the_feed_then_from_the_local_clock(exports):
    zero = exports.text(exports.item(more="<pubDate>Sun, 01 Mar 2026 09:30:00 +0100</pubDate>"))
    zero = zero.replace("2026-03-01 08:00:00", "0000-00-00 00:00:00")
    assert exports.posts(zero)[0].published_at == datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    local = zero.replace("Sun, 01 Mar 2026 09:30:00 +0100", "")
    local = local.replace("<wp:status>", "<wp:post_date>2026-03-01 10:00:00</wp:post_date><wp:status>")
    records = exports.read(local)
    assert records[-1].published_at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert records[-2].code == "local_date"


def test_an_item_without_a_number_is_left_out_with_a_notice(exports):
    records = exports.read(exports.text(exports.item("kaputt"), exports.item(2)))
    assert [record.id for record in records if isinstance(record, Post)] == [2]
    assert [record.sentence for record in records if isinstance(record, Notice)] == [
        "The entry “Beitrag kaputt” in line 8 has no number and was left out."
    ]


def test_an_export_without_items_is_an_export(exports):
    assert [type(record) for record in exports.read(exports.text())] == [Site]


def test_memory_stays_flat(exports):
    """8 MB in 800 posts: what is in memory at any time is a handful of posts."""
    paragraph = "Ein Absatz mit Umlauten: äöü. " * 330
    with exports.path.open("w", encoding="utf-8") as file:
        file.write(exports.text().removesuffix("</channel>\n</rss>\n"))
        file.writelines(exports.item(number, paragraph) for number in range(1, 801))
        file.write("</channel>\n</rss>\n")
    size = exports.path.stat().st_size
    tracemalloc.start()
    count = sum(isinstance(record, Post) for record in parse.read(exports.path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 800
    assert size > 8_000_000
    assert peak < 2_000_000
