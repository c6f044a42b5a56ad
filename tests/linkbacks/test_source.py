import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linkbacks.reading import page as pages
from linkbacks.source import Kind, read_source

SOURCE = "https://anderswo.example/beitraege/eins"
TARGET = "https://wir.example/beitrag/"
SHORT = "https://wir.example/?p=42"
FORMER = "https://wir.example/2019/größe/"
TARGETS = [TARGET, SHORT, FORMER]


def read(body, url=SOURCE):
    return read_source(body, url, TARGETS)


def link(address=TARGET, text="dieser Beitrag"):
    return f'<a href="{address}">{text}</a>'


@pytest.mark.parametrize(
    "address",
    [
        TARGET,
        "https://wir.example/beitrag",
        "https://wir.example/beitrag/#kommentar-3",
        "http://wir.example/beitrag/",
        "//wir.example/beitrag/",
        "https://www.wir.example/beitrag/",
        "HTTPS://WIR.Example:443/beitrag/",
        " https://wir.example/\n\tbeitrag/ ",
        "https://wir.example/%62eitrag/",
        "https://wir.example/?p=42",
        "https://wir.example?p=42#x",
        "https://wir.example/2019/größe/",
        "https://wir.example/2019/gr%c3%b6%C3%9fe",
    ],
)
def test_each_spelling_of_our_addresses_is_a_link_to_us(address):
    assert read(link(address)) is not None


@pytest.mark.parametrize(
    "address",
    [
        "https://wir.example/",
        "https://wir.example/beitrag/zwei/",
        "https://wir.example/beitrag-zwei/",
        "https://wir.example/beitrag/?p=42",
        "https://wir.example/?p=421",
        "https://wir.example/?p=4",
        "https://wir.example.anderswo.example/beitrag/",
        "https://anderswo.example/https://wir.example/beitrag/",
        "https://wir.example:8443/beitrag/",
        "https://name@wir.example/beitrag/",
        "javascript:https://wir.example/beitrag/",
        "/beitrag/",
        "https://wir.example/Beitrag/",
        "",
    ],
)
def test_no_other_address_is(address):
    assert read(link(address)) is None


@pytest.mark.parametrize(
    "body",
    [
        f"<A HREF={TARGET}>x</A>",
        f"<a href='{TARGET}'><img src=bild.png></a>",
        f"<img src='{TARGET}'>",
        f"<blockquote cite='{TARGET}'>Zitat</blockquote>",
        f"<q cite='{TARGET}'>Zitat</q>",
        f"<video src='{TARGET}'></video>",
        f"<area href='{TARGET}'>",
        f"<iframe src='{TARGET}'></iframe>",
        f"<p>unfinished {link()}",
        f"<div title='>'>{link()}",
        f"<base href='https://wir.example/x/'>{link('../beitrag/')}",
        f'<a href="{TARGET}" href="https://falsch.example/">x</a>',
        f"<!-->{link()}",
        f"<!--x--!>{link()}",
    ],
)
def test_links_of_all_kinds_count(body):
    assert read(body).target == TARGET


@pytest.mark.parametrize("written", ["&", "&amp;", "&#38;", "&#x26;"])
def test_the_and_sign_may_be_written_in_each_way(written):
    body = f'<a href="https://wir.example/?p=42{written}copy=1">x</a>'
    assert read_source(body, SOURCE, ["https://wir.example/?p=42&copy=1"]) is not None


@pytest.mark.parametrize(
    "body",
    [
        f"<!-- {link()} -->",
        f"<!-- > {link()}",
        f"<template>{link()}</template>",
        f"<noscript>{link()}</noscript>",
        f"<script>'{link()}'</script>",
        f"<script>{link()}",
        f"<script><!-- <script> </script> {link()} --></script>",
        f"<script><!--> <script> </script><template>{link()}",
        f"<style>{link()}</style>",
        f"<textarea>{link()}</textarea>",
        f"<title>{link()}</title>",
        f"&lt;a href={TARGET}>x",
        f"<p title='{link()}'>",
        f"<p>{TARGET}</p>",
        f"<link rel='canonical' href='{TARGET}'>",
        f"<script src='{TARGET}'></script>",
        f"<base href='{TARGET}'>",
        f"<a data-href='{TARGET}'>x</a>",
        f'<a href="https://falsch.example/" href="{TARGET}">x</a>',
        f"<a href='{TARGET}",
        f"<p {TARGET}>",
        "",
        TARGET,
    ],
)
def test_what_is_no_element_of_the_page_does_not_count(body):
    assert read(body) is None


def test_the_title_of_the_page_and_the_name_of_the_site():
    head = '<title>Titel &amp; Seite</title><meta property="og:site_name" content="Anders &lt;wo&gt;">'
    assert (read(head + link()).title, read(head + link()).site_name) == ("Titel & Seite", "Anders <wo>")
    head += '<meta property="og:title" content="Der Titel">'
    assert read(head + link()).title == "Der Titel"
    assert read(link()).title == ""


def test_the_title_of_a_picture_is_no_title_of_the_page():
    assert read(f"<svg><title>Pfeil</title></svg><svg><title/></svg><title>Titel</title>{link()}").title == "Titel"


def test_the_excerpt_is_the_paragraph_with_the_link():
    body = f"<p>Davor.</p><p>Wie <b>dies</b>er gute <em>Mensch</em>\n in {link()} sagt, gilt das.</p><p>Danach.</p>"
    assert read(body).excerpt == "Wie dieser gute Mensch in dieser Beitrag sagt, gilt das."


@pytest.mark.parametrize(
    "parted", ["<li>{0}<li>x", "x<br><table><td>{0}<td>y", "<div>a<div>{0}</div>b</div>", "<h2>{0}</h2>x"]
)
def test_borders_of_blocks_are_borders_of_the_excerpt(parted):
    assert read(parted.format(f"Siehe {link()}!")).excerpt == "Siehe dieser Beitrag!"


def test_of_a_long_paragraph_the_sentence_is_taken():
    filling = "Das ist ein Satz, der nichts zur Sache tut, aber lang ist. " * 5
    body = f"<p>{filling}Wer es z. B. genauer wissen will, für den ist {link()} gut. {filling}</p>"
    assert read(body).excerpt == "Wer es z. B. genauer wissen will, für den ist dieser Beitrag gut."


def test_a_sentence_that_is_too_long_or_too_short_is_cut_at_words():
    for body in ("wort " * 200 + link() + " wort" * 200, "Ein Satz davor. " * 30 + link() + ". Ein Satz danach." * 30):
        excerpt = read(f"<p>{body}</p>").excerpt
        assert 200 < len(excerpt) <= 250
        assert "dieser Beitrag" in excerpt
        assert excerpt.split()[0] in {"wort", "Ein", "Satz", "davor."}
        assert excerpt.split()[-1] in {"wort", "Ein", "Satz", "danach."}


def test_a_link_at_the_end_leaves_the_room_to_what_stands_before():
    assert len(read(f"<p>{'wort ' * 200}{link()}</p>").excerpt) > 240
    assert len(read(f"<p>{'x' * 2000}{link(text='y' * 2000)}{'z' * 2000}</p>").excerpt) <= 250


def test_a_linked_picture_speaks_by_its_alternative_text():
    body = f'<p>Schön: <a href="{TARGET}"><img alt="Die Karte" src="x.png"></a></p>'
    assert read(body).excerpt == "Schön: Die Karte"


def test_the_excerpt_is_taken_where_words_are():
    body = f"<ul><li>{link(text='wir')}</ul><p>Ausführlich steht das bei {link(text='wir')}, und es ist lesenswert.</p>"
    assert read(body).excerpt == "Ausführlich steht das bei wir, und es ist lesenswert."


@given(st.text(max_size=300), st.text(max_size=60))
@example("<a href=https://wir.example/beitrag/>\ud800\x00\x85</a>", "https://a.example/")
@example("<a href='https://[::1'><base href='https://['><a href=//[>", "https://[")
@example("<p class=h-entry><time class=dt-published datetime=9999-99-99>&#1114112;&#xD800;&bogus;</time>", "x")
@example("<time class='h-entry dt-published' datetime=0001-01-01T00:00+23:59>", "")
def test_whatever_comes_is_a_mention_or_none(body, url):
    for markup in (body, f"<div class=h-entry><p class='p-author e-content'>{body}{link()}{body}"):
        mention = read_source(markup, url, TARGETS)
        words = (
            [mention.title, mention.site_name, mention.excerpt, mention.content, mention.author.name] if mention else []
        )
        assert all(len(word) <= 5000 for word in words)
        assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for word in words for letter in word)


@given(st.lists(st.sampled_from(
    ["<p>", "</p>", "<a href='https://wir.example/beitrag/'>", "</a>", "<div class=h-entry>", "</div>", "<li>", "x ",
     "<table>", "<td>", "</table>", "<template>", "</template>", "<span class='p-author h-card'>", "</span>", "<!--",
     "-->", "<script>", "</script>", "<svg>", "<title>", "</title>", "<b", "'", "<img alt=y class='u-like-of'>"]),
    max_size=40))  # fmt: skip
def test_tags_in_any_order_are_read(pieces):
    page = pages.read("".join(pieces), SOURCE)
    for number, element in enumerate(page.elements):
        assert element.number == number < element.after <= len(page.elements)
        assert 0 <= element.start <= element.end <= len(page.text)
    mention = read("".join(pieces))
    assert mention is None or mention.kind in Kind


@pytest.mark.parametrize(
    "piece", ["<div>", "<a href=x>", "<", "<li><b>", "&", "<a b='", "<p class=h-entry>", "</p>", "<!--"]
)
def test_a_large_page_of_nonsense_stays_small(piece):
    page = pages.read(piece * (2_000_000 // len(piece)), SOURCE)
    assert len(page.elements) <= pages.MOST_TAGS
    assert all(sum(1 for _one in element.ancestors()) <= pages.DEEPEST for element in page.elements[::500])
    assert len(page.text) <= 3 * pages.LARGEST
