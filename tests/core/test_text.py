"""What becomes of foreign markup."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startalking.core import text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<h1>Titel</h1>", "<h2>Titel</h2>"),
        ('<p style="color:red" onclick="x()">Text</p>', "<p>Text</p>"),
        ("<script>alert(1)</script><p>Text</p>", "<p>Text</p>"),
        ('<a href="javascript:alert(1)">hier</a>', '<a rel="noopener">hier</a>'),
        ('<p class="intro fremd">Text</p>', '<p class="intro">Text</p>'),
        ('<code class="language-python x">a</code>', '<code class="language-python">a</code>'),
        ("<iframe src='https://video.example/1'></iframe>", ""),
        ("<svg><circle/></svg><math><mi>x</mi></math>", ""),
        ('<img src="/media/a.jpg" alt="Ein Bild">', '<img src="/media/a.jpg" alt="Ein Bild">'),
        ('<img src="data:image/png;base64,AAAA" alt="x">', ""),
        ("<p>„Curly“ – quotes … 😉</p>", "<p>„Curly“ – quotes … 😉</p>"),
    ],
)
def test_markup_is_cleaned(typed, shown):
    assert text.clean(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (
            '<img src="https://fremd.example/a.jpg" alt="Ein Bild">',
            '<a href="https://fremd.example/a.jpg" rel="noopener">Ein Bild</a>',
        ),
        ('<img src="//fremd.example/a.jpg">', '<a href="//fremd.example/a.jpg" rel="noopener">a.jpg</a>'),
        (
            '<a href="/mehr/"><img src="https://fremd.example/a.jpg" alt="Mehr"></a>',
            '<a href="/mehr/" rel="noopener"><span>Mehr</span></a>',
        ),
        (
            '<video controls><source src="https://fremd.example/v.mp4"></video>',
            '<a href="https://fremd.example/v.mp4" rel="noopener">v.mp4</a>',
        ),
        ('<img src="https://blog.example/media/a.jpg" alt="">', '<img src="https://blog.example/media/a.jpg" alt="">'),
        (
            '<picture><source srcset="https://fremd.example/a.avif"><img src="/media/a.jpg" alt="A"></picture>',
            '<a href="https://fremd.example/a.avif" rel="noopener">A</a>',
        ),
        (
            '<picture><source srcset="/media/a.avif"><img src="/media/a.jpg" alt="A"></picture>',
            '<picture><source srcset="/media/a.avif"><img src="/media/a.jpg" alt="A"></picture>',
        ),
        ('<source srcset="https://fremd.example/a.avif">', ""),
        (r'<img src="/\fremd.example/a.jpg" alt="A">', r'<a href="/\fremd.example/a.jpg" rel="noopener">A</a>'),
        (
            '<img src="/\t/fremd.example/a.jpg" alt="A">',
            '<a href="/\t/fremd.example/a.jpg" rel="noopener">A</a>',
        ),
    ],
)
def test_media_of_other_sites_become_links(typed, shown):
    assert text.clean(typed, own=["https://blog.example/"]) == shown


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(typed):
    once = text.clean(typed)
    assert text.clean(once) == once


def test_what_nobody_can_see_is_left_out():
    assert text.clean("<p>Vor\x0bteil \u202eneu</p>") == "<p>Vorteil neu</p>"


@pytest.mark.parametrize("opened", ["<div>", "<blockquote>", "<li><td><dd>", "<b><i>", "<p>", "<eigen>"])
def test_deep_nesting_costs_no_more_than_its_length(opened):
    start = time.perf_counter()
    assert "Wort" in text.clean(opened * (900_000 // len(opened)) + "Wort")
    assert time.perf_counter() - start < 20  # without the limit: minutes


def test_lists_that_nobody_closed_stay_lists():
    assert text.clean("<ul>" + "<li>a" * 300 + "</ul>").count("<li>") == 300


def test_a_text_of_more_than_a_million_characters_is_refused():
    with pytest.raises(ValueError, match="million"):
        text.clean("x" * (text.MAX_BODY + 1))


PRE = (
    "<pre><code>if (a &lt; b &amp;&amp; c)\n</code></pre>\n"
    '<p><a href="https://a.example/?a=1&amp;b=2" rel="nofollow ugc noopener">https://a.example/?a=1&amp;b=2</a></p>\n'
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**fett** und _betont_", "<p><strong>fett</strong> und <em>betont</em></p>\n"),
        ("eine Zeile\nnoch eine", "<p>eine Zeile<br>\nnoch eine</p>\n"),
        ("<b>nicht fett</b>", "<p>&lt;b&gt;nicht fett&lt;/b&gt;</p>\n"),
        ("# keine Überschrift", "<p># keine Überschrift</p>\n"),
        (
            "Siehe https://a.example/x_(y).",
            '<p>Siehe <a href="https://a.example/x_(y)" rel="nofollow ugc noopener">https://a.example/x_(y)</a>.</p>\n',
        ),
        ("`https://a.example/`", "<p><code>https://a.example/</code></p>\n"),
        ("`a<b>` & mehr", "<p><code>a&lt;b&gt;</code> &amp; mehr</p>\n"),
        (
            "`a<b> &amp; www.a.example` www.a.example",
            (
                '<p><code>a&lt;b&gt; &amp;amp; www.a.example</code> <a href="http://www.a.example" '
                'rel="nofollow ugc noopener">www.a.example</a></p>\n'
            ),
        ),
        ("    if (a < b && c)\n\nhttps://a.example/?a=1&b=2", PRE),
        ("ich@a.example", "<p>ich@a.example</p>\n"),
        ("[klick](javascript:alert(1))", "<p>[klick](javascript:alert(1))</p>\n"),
    ],
)
def test_comments_know_a_little_markdown(typed, shown):
    assert text.markdown(typed) == shown


@given(st.text(max_size=500))
def test_no_comment_brings_markup_of_its_own(typed):
    shown = text.markdown(typed)
    assert text.clean_comment(shown) == shown


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, 1), (1, 1), (225, 1), (337, 1), (338, 2), (453, 2), (563, 3), (2250, 10)]
)
def test_reading_takes_a_minute_for_225_words(words, minutes):
    assert text.reading_minutes(words) == minutes


def test_words_are_counted_without_markup():
    assert text.count_words("<p>Ein <em>B2B</em>-Text</p><p>mit sechs Wörtern,&nbsp;also&shy;fast.</p>") == 7


@pytest.mark.parametrize(
    ("said", "length", "shown"),
    [
        ("Kurz", 10, "Kurz"),
        ("Ein Satz mit Wörtern", 12, "Ein Satz…"),
        ("Ein Satz mit", 12, "Ein Satz mit"),
        ("Donaudampfschifffahrt", 10, "Donaudamp…"),
        ("  viel   Raum  ", 20, "viel Raum"),
    ],
)
def test_an_excerpt_is_cut_at_a_word(said, length, shown):
    assert text.shorten(said, length) == shown


def test_an_excerpt_has_no_markup_and_no_entities():
    assert text.excerpt("<h2>A &amp; B</h2><p>C &lt;D&gt;</p>") == "A & B C <D>"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Größe & Maß", "groesse-mass"),
        ("Ähnliche Beiträge", "aehnliche-beitraege"),
        ("Café Façade", "cafe-facade"),
        ("  --  ", ""),
        ("日本", "日本"),
    ],
)
def test_addresses_are_made_the_german_way(title, slug):
    assert text.slug(title) == slug


def test_links_are_found_in_document_order():
    markup = (
        '<a href="/a">eins</a><template><a href="/nie">x</a></template>'
        '<img src="/b"><q cite="/c">drei</q><!-- <a href="/nie"> -->'
    )
    assert [(link.href, link.text, link.element) for link in text.links_in(markup)] == [
        ("/a", "eins", "a"),
        ("/b", "", "img"),
        ("/c", "drei", "q"),
    ]


def test_addresses_in_feeds_name_the_site():
    markup = '<a href="/a/">x</a><img src="/media/b.jpg"><a href="//c.example/">y</a><a href="#d">z</a>'
    assert text.absolute(markup, "https://blog.example") == (
        '<a href="https://blog.example/a/">x</a><img src="https://blog.example/media/b.jpg">'
        '<a href="//c.example/">y</a><a href="#d">z</a>'
    )
