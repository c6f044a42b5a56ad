import pytest

from linkbacks.discovery import Door, doors
from linkbacks.protocols import trackback

PAGE = "https://anderswo.example/beitrag/"
PING = "https://anderswo.example/xmlrpc.php"
BACK = "https://anderswo.example/beitrag/trackback/"
HTML = {"content-type": "text/html"}


def found(body, protocol, headers=HTML, url=PAGE, linked=""):
    body = body if isinstance(body, bytes) else body.encode()
    return next(
        ((one.address, one.found_in) for one in doors(url, headers, body, linked) if one.protocol == protocol), None
    )


def block(identifier=PAGE, ping=BACK, title="Titel"):
    return trackback.rdf(about=identifier, title=title, ping=ping)


def test_all_three_doors_stand_in_the_order_of_trying():
    page = f'{block()}<link rel="pingback" href="{PING}"><link rel="webmention" href="/w">'
    assert doors(PAGE, HTML, page.encode()) == [
        Door("webmention", "https://anderswo.example/w", "link"),
        Door("pingback", PING, "link"),
        Door("trackback", BACK, "RDF"),
    ]


def test_a_page_may_have_no_door():
    assert doors(PAGE, HTML, b"<p>Nothing to see.</p>") == []
    assert doors(PAGE, {}, b"") == []


def test_the_header_wins_over_the_link_element():
    page = '<link rel="pingback" href="https://falsch.example/">'
    assert found(page, "pingback", {**HTML, "x-pingback": PING}) == (PING, "X-Pingback header")


@pytest.mark.parametrize(
    "page",
    [
        f'<link rel="pingback" href="{PING}">',
        f'<link rel="pingback" href="{PING}" />',
        f"<LINK HREF='{PING}' REL=PingBack>",
        f'<link rel="webmention pingback" href="{PING}">',
    ],
)
def test_the_link_element_is_found_in_any_spelling(page):
    assert found(page, "pingback") == (PING, "link")


@pytest.mark.parametrize(
    "address", ["", "/xmlrpc.php", "xmlrpc.php", "//anderswo.example/x", "ftp://a.example/", "nonsense"]
)
def test_a_pingback_door_has_an_absolute_address(address):
    assert found(f'<link rel="pingback" href="{address}">', "pingback") is None
    assert found("", "pingback", {**HTML, "x-pingback": address}) is None


def test_an_anchor_is_no_door_for_pingbacks():
    assert found(f'<a rel="pingback" href="{PING}">', "pingback") is None


def test_entities_in_addresses_are_resolved():
    assert (
        found('<link rel="pingback" href="https://a.example/?a=1&amp;b=2">', "pingback")[0]
        == "https://a.example/?a=1&b=2"
    )
    assert found(block(ping=f"{BACK}?a=1&b=2"), "trackback") == (f"{BACK}?a=1&b=2", "RDF")


def test_the_block_of_our_own_pages_is_found():
    assert found(block(title='A -- "b" > c'), "trackback") == (BACK, "RDF")


def test_of_several_blocks_the_one_about_the_page_counts():
    page = block("https://anderswo.example/anderer/", "https://anderswo.example/falsch/") + block()
    assert found(page, "trackback") == (BACK, "RDF")
    assert found(block("https://anderswo.example/beitrag/zwei/"), "trackback") is None


@pytest.mark.parametrize(
    "identifier", ["http://anderswo.example/beitrag", "https://www.ANDERSWO.example/beitrag/#mehr"]
)
def test_the_page_may_be_spelled_in_other_ways(identifier):
    assert found(block(identifier), "trackback") == (BACK, "RDF")


def test_the_block_may_name_the_address_that_was_linked():
    assert found(block("https://kurz.example/1"), "trackback", linked="https://kurz.example/1") == (BACK, "RDF")


def test_a_block_that_is_no_sound_xml_is_read():
    page = f"""<!--
        <rdf:RDF xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">
        <rdf:Description rdf:about='{PAGE}' dc:title="Fish & <chips" trackback:ping='{BACK}'
            dc:identifier='{PAGE}'/></rdf:RDF> -->"""
    assert found(page, "trackback") == (BACK, "RDF")


def test_a_block_outside_a_comment_or_with_a_relative_address_is_none():
    assert found(block().removeprefix("<!--").removesuffix("-->"), "trackback") is None
    assert found(f"<textarea>{block()}</textarea>", "trackback") is None
    assert found(block(ping="/trackback/"), "trackback") is None


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "utf-16"])
def test_the_page_may_be_encoded_in_any_way(charset):
    page = f"<p>Größe</p>{block('https://anderswo.example/größe/')}".encode(charset)
    told = {"content-type": f"text/html; charset={charset}"}
    assert found(page, "trackback", told, "https://anderswo.example/gr%C3%B6%C3%9Fe/") == (BACK, "RDF")
