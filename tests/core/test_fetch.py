"""The door to other servers. Nothing here leaves the machine: the resolver is faked, or a server of our own answers."""

import gzip

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings
from werkzeug import Response as WerkzeugResponse

from startalking.core import fetch

PAGE = "<p>Guten Tag</p>"


@pytest.fixture
def web(httpserver):
    """A server on this machine that may be asked."""
    with override_settings(FETCH_ALLOW={(httpserver.host, httpserver.port)}):
        yield httpserver


def test_the_line_goes_to_the_address_that_was_judged(resolver):
    """A resolver that says something else the second time is never asked a second time."""
    resolver.answers["wankel.example"] = ["93.184.215.14", "127.0.0.1"]
    with pytest.raises(fetch.FetchError):
        fetch.get("http://wankel.example/")
    assert resolver.asked == ["wankel.example"]
    assert resolver.tried == [("93.184.215.14", 80)]


def test_the_second_address_is_tried_when_the_first_does_not_answer(resolver):
    resolver.answers["zwei.example"] = "93.184.215.14 93.184.215.15"
    with pytest.raises(fetch.FetchError):
        fetch.get("https://zwei.example/")
    assert resolver.tried == [("93.184.215.14", 443), ("93.184.215.15", 443)]


def test_a_page_comes_with_its_address_and_type(web):
    web.expect_request("/seite").respond_with_data(PAGE, content_type="Text/HTML; charset=utf-8")
    found = fetch.get(web.url_for("/seite"))
    assert (found.status, found.body, found.content_type) == (200, PAGE.encode(), "text/html")
    assert found.url == web.url_for("/seite")
    assert found.headers["content-type"] == "Text/HTML; charset=utf-8"


def test_we_say_who_asks_and_bring_no_cookies(web):
    web.expect_request("/").respond_with_data(PAGE, content_type="text/html", headers={"Set-Cookie": "a=b"})
    fetch.get(web.url_for("/"))
    fetch.get(web.url_for("/"))
    headers = web.log[-1][0].headers
    assert headers["User-Agent"].startswith("start:talking")
    assert headers["Host"] == f"{web.host}:{web.port}"
    assert "Cookie" not in headers


def test_proxies_from_the_environment_are_not_used(web, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    web.expect_request("/").respond_with_data(PAGE, content_type="text/html")
    assert fetch.get(web.url_for("/")).status == 200


def test_letters_beyond_ascii_find_their_page(web):
    web.expect_request("/gespräch").respond_with_data(PAGE, content_type="text/html")
    assert fetch.get(web.url_for("/gespr") + "äch").status == 200


@pytest.mark.parametrize("status", [404, 410, 500])
def test_a_failure_is_an_answer_with_the_words_it_came_with(web, status):
    web.expect_request("/").respond_with_data("nichts", status=status, content_type="text/plain")
    found = fetch.get(web.url_for("/"))
    assert (found.status, found.body, found.content_type) == (status, b"nichts", "text/plain")


def test_redirects_are_followed(web):
    web.expect_request("/alt").respond_with_data("", status=301, headers={"Location": "/neu?a=1"})
    web.expect_request("/neu").respond_with_data(PAGE, content_type="text/html")
    assert fetch.get(web.url_for("/alt")).url == web.url_for("/neu?a=1")


def test_five_redirects_are_enough(web):
    for number in range(7):
        web.expect_request(f"/{number}").respond_with_data("", status=302, headers={"Location": f"/{number + 1}"})
    with pytest.raises(fetch.FetchError, match="5"):
        fetch.get(web.url_for("/0"))
    assert len(web.log) == 6


def test_only_what_was_asked_for_is_read(web):
    web.expect_request("/").respond_with_data(b"GIF89a", content_type="image/gif")
    with pytest.raises(fetch.FetchError, match="image/gif") as caught:
        fetch.get(web.url_for("/"))
    assert (caught.value.status, caught.value.is_final) == (200, True)
    for accept in (fetch.PICTURES, fetch.ANYTHING):
        assert fetch.get(web.url_for("/"), accept=accept).body == b"GIF89a"


def test_the_limit_counts_what_was_unpacked(web):
    packed = gzip.compress(b"a" * 3_000_000)
    web.expect_request("/").respond_with_data(packed, content_type="text/html", headers={"Content-Encoding": "gzip"})
    assert len(packed) < 10_000
    with pytest.raises(fetch.FetchError, match="1000"):
        fetch.get(web.url_for("/"))
    assert len(fetch.get(web.url_for("/"), limit=3_000_000).body) == 3_000_000


def test_going_public_with_exceptions_is_warned_about():
    with override_settings(FETCH_ALLOW={("127.0.0.1", 8080)}), pytest.raises(SystemCheckError, match="FETCH_ALLOW"):
        call_command("check", "--deploy", "--fail-level", "WARNING", "--tag", "security")


def test_several_headers_of_one_name_arrive_together(web):
    links = [("Content-Type", "text/html"), ("Link", '</one>; rel="other"'), ("Link", '</two>; rel="webmention"')]
    web.expect_request("/").respond_with_response(WerkzeugResponse(PAGE, headers=links))
    assert fetch.get(web.url_for("/")).headers["link"] == '</one>; rel="other", </two>; rel="webmention"'
