"""The situations of webmention.rocks' discovery tests 1 to 23, with pages of our own, and some more."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linkbacks.discovery import doors

PAGE = "https://anderswo.example/beitraege/eins"
HERE = "https://anderswo.example/beitraege/eins/webmention"
HTML = ("Content-Type", "text/html; charset=utf-8")


def door(body="", *links, url=PAGE):
    found = doors(url, [HTML, *(("Link", link) for link in links)], body.encode())
    return next(((one.address, one.found_in) for one in found if one.protocol == "webmention"), None)


def test_01_a_header_with_a_relative_address():
    assert door("", "</beitraege/eins/webmention>; rel=webmention") == (HERE, "Link header")


def test_02_a_header_with_an_absolute_address():
    assert door("", f"<{HERE}>; rel=webmention") == (HERE, "Link header")


def test_03_a_link_element_with_a_relative_address():
    page = '<html><head><link rel="webmention" href="/beitraege/eins/webmention"></head><body>Text</body></html>'
    assert door(page) == (HERE, "link")


def test_04_a_link_element_with_an_absolute_address():
    assert door(f'<head><link rel="webmention" href="{HERE}"></head>') == (HERE, "link")


def test_05_an_anchor_with_a_relative_address():
    assert door('<p>Tell <a rel="webmention" href="/beitraege/eins/webmention">me</a>.') == (HERE, "a")


def test_06_an_anchor_with_an_absolute_address():
    assert door(f'<p>Tell <a href="{HERE}" rel="webmention">me</a>.') == (HERE, "a")


@pytest.mark.parametrize("name", ["LinK", "LINK", "link"])
def test_07_a_header_in_strange_letters(name):
    found = doors(PAGE, [("content-TYPE", "text/html"), (name, f"<{HERE}>; rel=webmention")], b"")
    assert [one.address for one in found] == [HERE]


def test_08_a_header_with_a_quoted_relation():
    assert door("", f'<{HERE}>; rel="webmention"') == (HERE, "Link header")


def test_09_a_link_element_with_several_relations():
    assert door(f'<link rel="webmention somethingelse" href="{HERE}">') == (HERE, "link")
    assert door(f'<link rel="  else\n WebMention " href="{HERE}">') == (HERE, "link")


def test_10_a_header_with_several_relations():
    assert door("", f'<{HERE}>; rel="webmention somethingelse"') == (HERE, "Link header")
    assert door("", f'<{HERE}>; title="a, b; rel=x"; REL="else webmention"') == (HERE, "Link header")


def test_11_of_many_doors_the_header_wins():
    page = '<link rel="webmention" href="/falsch"><a rel="webmention" href="/auch-falsch">a</a>'
    assert door(page, f'<{HERE}>; rel="webmention"') == (HERE, "Link header")


def test_12_a_relation_that_only_contains_the_word_is_another():
    page = f"""<link rel="not-webmention" href="/falsch"><a rel="webmentions" href="/falsch">a</a>
        <link rel="webmention" href="{HERE}">"""
    assert door(page) == (HERE, "link")
    assert door("", '</falsch>; rel="not-webmention"', "</falsch>; rel=webmention.x") is None


def test_13_nothing_counts_in_a_comment():
    page = f'<!-- <a rel="webmention" href="/falsch"> --><!--><a rel="webmention" href="{HERE}">a</a>'
    assert door(page) == (HERE, "a")


def test_14_escaped_markup_does_not_count():
    page = f'<code>&lt;a href="/falsch" rel="webmention"&gt;&lt;/a&gt;</code><a rel="webmention" href="{HERE}">a</a>'
    assert door(page) == (HERE, "a")


def test_15_an_empty_address_is_the_page_itself():
    assert door('<link rel="webmention" href="">') == (PAGE, "link")
    assert door('<link rel="webmention" href>') == (PAGE, "link")
    assert door("", "<>; rel=webmention") == (PAGE, "Link header")


def test_16_an_anchor_before_a_link_element_wins():
    page = f'<a rel="webmention" href="{HERE}">a</a><link rel="webmention" href="/falsch">'
    assert door(page) == (HERE, "a")


def test_17_a_link_element_before_an_anchor_wins():
    page = f'<link rel="webmention" href="{HERE}"><a rel="webmention" href="/falsch">a</a>'
    assert door(page) == (HERE, "link")


def test_18_several_headers():
    assert door("", "</falsch>; rel=other", f"<{HERE}>; rel=webmention") == (HERE, "Link header")


def test_19_one_header_with_several_values():
    assert door("", f"</falsch>; rel=other, <{HERE}>; rel=webmention") == (HERE, "Link header")
    told = {"link": f'</falsch?a,b>; rel="other"; title="x, <y>; rel=webmention", <{HERE}>; rel=webmention'}
    assert [one.address for one in doors(PAGE, told, b"")] == [HERE]


def test_20_a_link_element_without_an_address_is_skipped():
    page = f'<link rel="webmention"><a rel="webmention">a</a><a rel="webmention" href="{HERE}">a</a>'
    assert door(page) == (HERE, "a")


def test_21_the_query_is_kept():
    assert door(f'<link rel="webmention" href="{HERE}?query=yes&amp;b=2&copy=3">') == (
        f"{HERE}?query=yes&b=2&copy=3",
        "link",
    )
    assert door('<link rel="webmention" href="?a=1">') == (f"{PAGE}?a=1", "link")


def test_22_an_address_relative_to_the_path():
    assert door('<link rel="webmention" href="eins/webmention">') == (HERE, "link")
    assert door("", "<eins/webmention>; rel=webmention") == (HERE, "Link header")


def test_23_an_address_relative_to_where_the_redirects_ended():
    ended = "https://anderswo.example/neu/seite/"
    assert door("", "<tuer/schluessel-1>; rel=webmention", url=ended) == (f"{ended}tuer/schluessel-1", "Link header")
    assert door('<link rel="webmention" href="tuer">', url=ended) == (f"{ended}tuer", "link")


@pytest.mark.parametrize(
    "page",
    [
        '<template><a rel="webmention" href="/falsch"></a></template>',
        '<template><template></template><a rel="webmention" href="/falsch"></a></template>',
        '<noscript><link rel="webmention" href="/falsch"></noscript>',
        """<script>document.write('<a rel="webmention" href="/falsch">')</script>""",
        '<textarea><a rel="webmention" href="/falsch"></textarea>',
        '<title><link rel="webmention" href="/falsch"></title>',
        """<p title='<a rel="webmention" href="/falsch">'>""",
        '<!-- > <a rel="webmention" href="/falsch">',
        '<area rel="webmention" href="/falsch">',
        "<style><a rel=webmention href=/falsch></STYLE ></style>",
    ],
)
def test_what_is_no_element_of_the_page_is_no_door(page):
    assert door(page) is None
    assert door(f'{page}<a rel="webmention" href="{HERE}">a</a>') in {None, (HERE, "a")}


def test_the_base_of_the_page_counts_for_elements_and_not_for_headers():
    page = '<base href="/anders/"><base href="/falsch/"><link rel="webmention" href="tuer">'
    assert door(page) == ("https://anderswo.example/anders/tuer", "link")
    assert door(page, "<tuer>; rel=webmention") == ("https://anderswo.example/beitraege/tuer", "Link header")


def test_a_picture_or_a_file_has_its_door_in_the_header_only():
    told = [("Content-Type", "application/pdf"), ("Link", f"<{HERE}>; rel=webmention")]
    page = b'<link rel="webmention" href="/falsch">'
    assert [one.address for one in doors(PAGE, told, page)] == [HERE]
    assert doors(PAGE, told[:1], page) == []


@pytest.mark.parametrize("address", ["mailto:me@a.example", "javascript:alert(1)", "ftp://a.example/", "https://["])
def test_what_leads_to_no_page_is_no_door(address):
    assert door(f'<link rel="webmention" href="{address}">') is None
    assert door("", f"<{address}>; rel=webmention") is None


def test_letters_beyond_ascii_are_written_as_they_travel():
    written = "https://anderswo.example/t%C3%BCr%20eins"
    assert door('<link rel="webmention" href=" /tür\n eins ">') == (written, "link")
    assert door("", "</tür eins>; rel=webmention") == (written, "Link header")
    raw = "</tür eins>; rel=webmention".encode().decode("latin-1")
    assert door("", raw) == (written, "Link header")


def test_what_breaks_off_does_not_hide_what_stands_before():
    assert door("", f'<{HERE}>; rel=webmention, </b>; title="x') == (HERE, "Link header")
    assert door(f'<a rel="webmention" href="{HERE}">a</a><a rel="webmention" href="/falsch') == (HERE, "a")
    assert door('<a rel="webmention" href="/falsch') is None


@given(st.text(max_size=200), st.text(max_size=100), st.binary(max_size=300), st.text(max_size=60))
@example("https://a.example/", "<a>; rel=webmention", b'<a rel="webmention pingback" href="&#99999999;">', "text/html")
@example("", "<>; rel=webmention", b"<link rel=webmention href='https://[::1'>", "")
@example("https://[", "<b>; rel=webmention", b"<base href='https://['><a href rel=webmention>", "")
@example("https://a.example/", '<a>; rel="\\', b"<!--trackback:ping<rdf:Description dc:identifier='https://['>", "")
def test_whatever_comes_is_a_list_of_doors(url, link, body, kind):
    for content_type in (kind, "text/html"):
        headers = [("Content-Type", content_type), ("Link", link), ("X-Pingback", link)]
        for one in doors(url, headers, body, link):
            assert one.address.startswith(("http://", "https://"))
