"""What the conversion of a text tells beside its HTML, and what it promises for every text."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startalking.core.text import clean, plain
from startalking.wordpress.html import with_addresses
from startalking.wordpress.records import Post


def test_a_gallery_without_numbers_shows_what_hangs_on_the_post(shown, convert):
    assert shown("[gallery exclude='50']", attached=[50, 51]).count("<li>") == 1
    assert convert("[gallery]", attached=[51, 50]).image_ids == (51, 50)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("[gallery ids='50,404']", ["picture_missing"]),
        ("[gallery ids='404']", ["picture_missing", "gallery_empty"]),
        ("[gallery]", ["gallery_empty"]),
        ("[audio]", ["without_address"]),
        ("[audio src='javascript:alert(1)']", ["without_address"]),
        ("[formular a=1] und [formular b=2]", ["shortcode"]),
        ("[box]Text[/box]", ["shortcode"]),
        ("[eine Randbemerkung] und [1] und [Anm. d. Red.] und […]", []),
        ("Eins<!--nextpage-->Zwei<!--nextpage-->Drei", ["page_break"]),
        ('<!-- wp:latest-posts {"postsToShow":3} /-->', ["dynamic_block"]),
        ("<!-- wp:more --><!--more--><!-- /wp:more -->", []),
        ("<script>x</script>", ["script"]),
        ("<iframe></iframe>", ["script"]),
        ("<iframe src='https://v.example/'></iframe>", ["frame"]),
    ],
)
def test_what_changed_or_went_is_reported(convert, content, expected):
    assert [notice.code for notice in convert(content).warnings] == expected


def test_every_notice_reads_as_a_sentence(convert):
    content = "[gallery ids='404'][audio][formular a=1]<!--nextpage--><iframe src='https://v.example/'></iframe><script></script>"
    assert [notice.sentence for notice in convert(content).warnings] == [
        "An embedded frame became a link to https://v.example/.",
        "A script, a style sheet or an empty frame was left out.",
        "The text was divided into 2 pages and is one page now.",
        "A gallery names picture 404, which the export does not have.",
        "A gallery has no pictures and was left out.",
        "The shortcode [audio] names no address and was left out.",
        "The shortcode [formular] is unknown and was kept as text.",
    ]


@pytest.mark.parametrize(
    "content",
    [
        "Anriss\n\n<!--more-->\n\nRest",
        "Anriss\n\n<!--more Weiterlesen-->\n\nRest<!--more-->",
        "Anriss<!-- more -->Rest",
        "<p>Anriss</p><!--more--><p>Rest</p>",
        (
            "<!-- wp:paragraph --><p>Anriss</p><!-- /wp:paragraph --><!-- wp:more --><!--more--><!-- /wp:more -->"
            "<!-- wp:paragraph --><p>Rest</p><!-- /wp:paragraph -->"
        ),
    ],
)
def test_the_teaser_ends_at_more(convert, content):
    result = convert(content)
    assert result.teaser == "<p>Anriss</p>"
    assert re.sub(r"\s", "", result.html) == "<p>Anriss</p><p>Rest</p>"


def test_without_more_there_is_no_teaser(convert):
    assert convert("Alles").teaser == ""


def test_pictures_and_embeds_are_named_once(convert):
    result = convert(
        "[gallery ids='50']<img class='wp-image-50'>[gallery ids='51,51']\n\nhttps://v.example/1\n\nhttps://v.example/1"
    )
    assert result.image_ids == (50, 51)
    assert result.embeds == ("https://v.example/1",)


def test_addresses_of_the_old_site_are_swapped():
    markup = '<a class="x" href="https://alt.example/a/?x=1&amp;y=2"><img alt="" src="/w.jpg"></a> <a href="/fremd">https://alt.example/w.jpg</a>'
    new = {"https://alt.example/a/?x=1&y=2": "/neu/?a=1&b=2", "/w.jpg": "/bilder/w.jpg"}
    assert with_addresses(markup, new.get) == (
        '<a class="x" href="/neu/?a=1&amp;b=2"><img alt="" src="/bilder/w.jpg"></a> <a href="/fremd">https://alt.example/w.jpg</a>'
    )


def test_our_own_export_converts_without_a_leftover(convert, werkstatt):
    for post in (record for record in werkstatt if isinstance(record, Post)):
        markup = clean(convert(post.content, attached=[51]).html)
        assert "wp:" not in markup
        assert not re.search("[\ue000-\uf8ff]", markup)


SHORTCODES = ["[caption]", "[/caption]", "[gallery ids='50']", "[gallery]", "[[gallery]]", "[audio", "[/audio]"]
CODE = ["[code]", "[/code]", "<pre>", "</pre>", "<code>", "</code>", "<iframe src='https://x.example/'>", "</iframe>"]
REMARKS = [
    "<!--more-->",
    "<!--nextpage-->",
    "<!-- wp:paragraph -->",
    "<!-- /wp:paragraph -->",
    "<!-- wp:x /-->",
    "<!--",
]
ODDS = [
    "src=/x.mp3]",
    "https://x.example/y",
    "\n",
    "\n\n",
    *"[]<>\"'=&",
    "-->",
    "<p>",
    "\ue000",
    "\ue000block0\ue000",
    "Wort",
]
LETTERS = st.characters(exclude_categories=["Co", "Cs"])
PIECES = st.sampled_from([*SHORTCODES, *CODE, *REMARKS, *ODDS]) | st.text(LETTERS, max_size=5)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_nothing_makes_it_raise_or_leaves_a_token(convert, text):
    assert not re.search("[\ue001-\uf8ff]", convert(text, attached=[51]).html)


@given(
    st.lists(st.sampled_from(["Wort", "größer", "[klammer]", "\n", "\n\n", " ", "5 < 6", "„so“", "&amp;"]), max_size=20)
)
def test_words_come_through_the_cleaning(convert, parts):
    text = " ".join(parts)
    assert plain(clean(convert(text).html)).split() == text.replace("&amp;", "&").split()


@pytest.mark.parametrize(
    "piece",
    [
        "[caption ",
        "[caption]",
        "[audio]",
        "[[gallery",
        "<pre>",
        "<code ='",
        "<!-- wp:a {",
        "<!-- wp:a -->",
        "[a='",
        "<p>\n",
    ],
)
def test_hostile_texts_cost_no_more_than_others(convert, piece):
    start = time.perf_counter()
    convert(piece * (200_000 // len(piece)))
    assert time.perf_counter() - start < 5
