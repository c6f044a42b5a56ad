"""The door to other servers. Nothing here leaves the machine: the resolver is faked, or a server of our own answers."""

import gzip
import socket

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings

from startalking.core import fetch

PAGE = "<p>Guten Tag</p>"


@pytest.fixture
def resolver(monkeypatch):
    """Answers by name; a list is answered one after the other. Notes what was asked and to where lines were opened."""

    class Resolver:
        answers, asked, opened = {}, [], []

        def getaddrinfo(self, host, port, **_kwargs):
            self.asked.append(host)
            found = self.answers.get(host, host)
            found = found.pop(0) if isinstance(found, list) else found
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found.split()]

        def create_connection(self, address, timeout):
            self.opened.append(address)
            raise ConnectionRefusedError

    fake = Resolver()
    fake.answers, fake.asked, fake.opened = {}, [], []
    monkeypatch.setattr(fetch.socket, "getaddrinfo", fake.getaddrinfo)
    monkeypatch.setattr(fetch.socket, "create_connection", fake.create_connection)
    return fake


@pytest.fixture
def web(httpserver):
    """A server on this machine that may be asked."""
    with override_settings(FETCH_ALLOW={(httpserver.host, httpserver.port)}):
        yield httpserver


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nachbar.example/",
        "//nachbar.example/",
        "ftp://nachbar.example/",
        "file:///etc/passwd",
        "gopher://nachbar.example/",
        "https://",
        "https:///pfad",
        "https://wer@nachbar.example/",
        "https://wer:was@nachbar.example/",
        "https://nachbar.example\\@intern.example/",
        "https://nachbar.example/\r\nX-Kopf: 1",
        "https://nachbar.example/ein pfad",
        "https://nachbar.example:port/",
        "https://nachbar.example:99999/",
        "https://[::1/",
        f"https://{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example/",
        f"https://{'a' * 70}.example/",
        f"https://nachbar.example/{'a' * 2000}",
    ],
)
def test_what_is_no_address_of_a_page_is_not_even_resolved(resolver, url):
    with pytest.raises(fetch.FetchError):
        fetch.get(url)
    assert resolver.asked == []


@pytest.mark.parametrize("port", [0, 21, 22, 25, 3306, 6379, 8000, 8080])
def test_only_the_ports_of_the_web_are_asked(resolver, port):
    with pytest.raises(fetch.FetchError):
        fetch.get(f"http://nachbar.example:{port}/")
    assert resolver.asked == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "0x7f000001",
        "0x7f.1",
        "2130706433",
        "0177.0.0.1",
        "017700000001",
        "0",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "127。0。0。1",
        "１２７.０.０.１",
        "①②⑦.⓪.⓪.①",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[0:0:0:0:0:ffff:7f00:1]",
        "[fe80::1%25lo]",
        "169.254.169.254",
        "[::ffff:a9fe:a9fe]",
        "[64:ff9b::7f00:1]",
    ],
)
def test_this_machine_is_not_asked_in_any_notation(monkeypatch, host):
    """With the machine's own resolver: whatever it makes of the text is what gets judged."""
    opened = []
    monkeypatch.setattr(fetch.socket, "create_connection", lambda *args, **_kwargs: opened.append(args))
    with pytest.raises(fetch.FetchError):
        fetch.get(f"http://{host}/")
    assert opened == []


def test_one_private_answer_among_public_ones_is_enough_to_refuse(resolver):
    resolver.answers["halb.example"] = "93.184.215.14 10.0.0.1"
    with pytest.raises(fetch.FetchError, match=r"halb\.example"):
        fetch.get("https://halb.example/")
    assert resolver.opened == []


def test_the_line_goes_to_the_address_that_was_judged(resolver):
    """A resolver that says something else the second time is never asked a second time."""
    resolver.answers["wankel.example"] = ["93.184.215.14", "127.0.0.1"]
    with pytest.raises(fetch.FetchError):
        fetch.get("http://wankel.example/")
    assert resolver.asked == ["wankel.example"]
    assert resolver.opened == [("93.184.215.14", 80)]


def test_the_second_address_is_tried_when_the_first_does_not_answer(resolver):
    resolver.answers["zwei.example"] = "93.184.215.14 93.184.215.15"
    with pytest.raises(fetch.FetchError):
        fetch.get("https://zwei.example/")
    assert resolver.opened == [("93.184.215.14", 443), ("93.184.215.15", 443)]


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
def test_a_failure_is_an_answer_without_a_body(web, status):
    web.expect_request("/").respond_with_data("nichts", status=status, content_type="text/plain")
    found = fetch.get(web.url_for("/"))
    assert (found.status, found.body) == (status, b"")


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


@pytest.mark.parametrize(
    "place",
    [
        "http://127.0.0.1:22/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "https://wer@nachbar.example/",
        "//0x7f000001/",
    ],
)
def test_a_redirect_is_judged_like_any_address(web, place):
    web.expect_request("/").respond_with_data("", status=302, headers={"Location": place})
    with pytest.raises(fetch.FetchError):
        fetch.get(web.url_for("/"))
    assert len(web.log) == 1


def test_only_what_was_asked_for_is_read(web):
    web.expect_request("/").respond_with_data(b"GIF89a", content_type="image/gif")
    with pytest.raises(fetch.FetchError, match="image/gif"):
        fetch.get(web.url_for("/"))
    assert fetch.get(web.url_for("/"), accept=fetch.PICTURES).body == b"GIF89a"


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
