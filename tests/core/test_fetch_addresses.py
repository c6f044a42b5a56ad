"""Addresses that strangers give: what is none, and this machine in all its disguises. No line is opened to any."""

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, example, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from startalking.core import fetch
from startalking.settings import allowed_peers
from tests.hostile import HTML, server

NO_ADDRESSES = [
    "", " ", "\n", "nachbar.example/", "//nachbar.example/", "/pfad", "?a=1", "#a", "http", "http:", "http:/", "http://",
    "http:///pfad", "http://?a", "http://#a", "http://:80/", "http:nachbar.example", "http:/nachbar.example/",
    "http:\\\\nachbar.example\\", "https://", "https:///pfad", "://nachbar.example/", "http//nachbar.example/",
    "ht tp://nachbar.example/", "http ://nachbar.example/", " http://nachbar.example/", "http://nachbar.example/ ",
    "\x00http://nachbar.example/", "http://nachbar.example/\x00", "http://nach\x00bar.example/", "http://\x7f/",
    "http://nach\tbar.example/", "http://nachbar.example/ein pfad", "http://nachbar.example/\r\nX-Kopf: 1",
    "http://nachbar.example\r\nHost: intern.example/", "http://nachbar.example/\x85", "http://nachbar.example/\ud800",
    "http://\udfff.example/",
    # users
    "https://wer@nachbar.example/", "https://wer:was@nachbar.example/", "https://@nachbar.example/",
    "https://:@nachbar.example/", "http://nachbar.example@127.0.0.1/", "http://nachbar.example:80@127.0.0.1/",
    "http://nachbar.example:80@127.0.0.1:80/", "http://127.0.0.1@nachbar.example@127.0.0.1/", "http://a＠127.0.0.1/",
    # backslashes and things that some take for the end of a host
    "https://nachbar.example\\@intern.example/", "http://nachbar.example\\.intern.example/", "http:\\127.0.0.1/",
    "http://127.0.0.1\\nachbar.example/", "http://nachbar.example&@127.0.0.1/", "http://nachbar.example;127.0.0.1/",
    "http://nachbar.example,127.0.0.1/", "http://nachbar.example|127.0.0.1/", "http://nachbar.example＃.intern.example/",
    "http://nachbar.example／intern.example/", "http://nachbar.example？a/", "http://<nachbar.example>/",
    'http://"nachbar.example"/', "http://'nachbar.example'/", "http://*.example/", "http://$nachbar.example/",
    "http://nach!bar.example/", "http://(nachbar.example)/", "http://{nachbar}.example/", "http://^.example/",
    "http://nach`bar.example/", "http://nach~bar.example/", "http://nachbar=example/", "http://nachbar+x.example/",
    # escapes in the host
    "http://127%2e0.0.1/", "http://%31%32%37.0.0.1/", "http://nachbar.example%00.intern.example/",
    "http://nachbar.example%2f@127.0.0.1/", "http://nachbar%2eexample/", "http://%5b::1%5d/", "http://nachbar.example%/",
    # brackets
    "https://[::1/", "http://::1/", "http://::1]/", "http://[::1]x/", "http://[::1].nachbar.example/", "http://[]/",
    "http://[::g]/", "http://[1.2.3.4]/", "http://[nachbar.example]/", "http://nachbar.example[::1]/", "http://[[::1]]/",
    "http://[fe80::1%25lo]/", "http://[fe80::1%lo]/", "http://[::1%]/", "http://[:::1]/", "http://[1:2:3:4:5:6:7]/",
    "http://[1:2:3:4:5:6:7:8:9]/", "http://[::127.1]/", "http://[::ffff:0x7f000001]/", "http://[v1.a:b]/",
    "http://[::ffff:127.0.0.1.1]/", "http://[00000::1]/",
    # ports
    "https://nachbar.example:port/", "https://nachbar.example:99999/", "https://nachbar.example:-80/",
    "https://nachbar.example:80:80/", "https://nachbar.example:８０/", "https://nachbar.example: 80/",
    "https://nachbar.example:0x50/", "https://nachbar.example:80a/", f"https://nachbar.example:{'9' * 1000}/",
    # names
    "http://./", "http://../", "http://.example/", "http://nachbar..example/", "http://nachbar.example../",
    f"https://{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example/", f"https://{'a' * 64}.example/",
    f"https://nachbar.example/{'a' * 2000}", f"https://{'a.' * 127}example/", "http://xn--\ud83d/", "http://\u202e.example/",
    # other schemes
    "ftp://nachbar.example/", "file:///etc/passwd", "file://nachbar.example/", "gopher://nachbar.example/", "data:,a",
    "javascript:alert(1)", "mailto:a@nachbar.example", "ws://nachbar.example/", "wss://nachbar.example/",
    "ldap://nachbar.example/", "dict://nachbar.example:80/", "jar:http://nachbar.example!/", "feed:http://nachbar.example/",
    "view-source:http://nachbar.example/", "http+unix://%2fvar%2frun%2fdocker.sock/", "unix:///run/redis.sock",
    "sftp://nachbar.example/", "tftp://nachbar.example/", "phar://nachbar.example/", "netdoc:///etc/passwd",
    "httpsx://nachbar.example/", "blob:http://nachbar.example/a", "about:blank", "ｈttp://nachbar.example/",
]  # fmt: skip
PORTS = [0, 1, 7, 9, 11, 20, 21, 22, 23, 25, 53, 79, 81, 110, 111, 389, 442, 444, 465, 587, 2375, 3306, 5432, 6379,
         8000, 8080, 8443, 9200, 11211, 27017, 65535]  # fmt: skip
THIS_MACHINE = [
    "127.0.0.1", "127.1", "127.0.1", "0x7f000001", "0x7F.1", "0x7f.0x0.0x0.0x1", "2130706433", "0177.0.0.1",
    "017700000001", "0177.0x0.0.01", "00000177.1", "0", "0.0.0.0", "00", "0x0", "0.0", "127.255.255.254", "127.0.0.1.",
    "localhost", "localhost.", "LOCALHOST", "ＬＯＣＡＬＨＯＳＴ", "127。0。0。1", "127．0．0．1", "127｡0｡0｡1",
    "１２７.０.０.１", "①②⑦.⓪.⓪.①", "𝟏𝟐𝟕.𝟎.𝟎.𝟏", "２１３０７０６４３３", "0ｘ7f000001", "[::1]", "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::0001]", "[::ffff:127.0.0.1]", "[::FFFF:7F00:1]",
    "[0:0:0:0:0:ffff:7f00:1]", "[::127.0.0.1]", "[::7f00:1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::7f00:1]",
    "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2002:7f00:0001::1]",
    "[2001:0:0:0:0:0:80ff:fffe]", "[::ffff:0.0.0.0]", "169.254.169.254", "0xa9fea9fe", "2852039166",
    "0251.0376.0251.0376",
    "169.254.43518", "[::ffff:a9fe:a9fe]", "[fd00:ec2::254]", "168.63.129.16", "0xa83f8110",
]  # fmt: skip


def test_there_are_enough_of_them():
    assert len(set(NO_ADDRESSES)) + len(PORTS) + len(set(THIS_MACHINE)) > 220


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_what_is_no_address_of_a_page_is_not_even_looked_up(resolver, url):
    for ask in (fetch.get, fetch.head, lambda url: fetch.post(url, b"", "text/plain")):
        with pytest.raises(fetch.FetchError) as caught:
            ask(url)
        assert caught.value.is_final
    assert (resolver.asked, resolver.tried) == ([], [])


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("port", PORTS)
def test_only_the_ports_of_the_web_are_asked(resolver, port, scheme):
    with pytest.raises(fetch.FetchError, match=str(port)):
        fetch.get(f"{scheme}://nachbar.example:{port}/")
    assert (resolver.asked, resolver.tried) == ([], [])


@pytest.mark.parametrize("host", THIS_MACHINE)
def test_this_machine_is_not_asked_in_any_notation(resolver, host):
    """Numbers are read by the system here, since its answers are what gets judged."""
    for scheme in ("http", "https"):
        with pytest.raises(fetch.FetchError):
            fetch.get(f"{scheme}://{host}/")
    assert resolver.tried == []


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("NACHBAR.example", "nachbar.example"),
        ("nachbar.example.", "nachbar.example"),
        ("nachbar．example", "nachbar.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("straße.example", "xn--strae-oqa.example"),
        ("STRAẞE.example", "xn--strae-oqa.example"),
        ("βόλος.example", "xn--nxasmm1c.example"),
        ("www.faß.example", "www.xn--fa-hia.example"),
        ("例え.example", "xn--r8jz45g.example"),
        ("unter_strich.example", "unter_strich.example"),
        ("nachbar.example:", "nachbar.example"),
    ],
)
def test_a_name_is_asked_for_as_browsers_ask_for_it(resolver, written, asked):
    resolver.answers[asked] = "93.184.215.14"
    with pytest.raises(fetch.FetchError):
        fetch.get(f"http://{written}/")
    assert (resolver.asked, resolver.tried) == ([asked], [("93.184.215.14", 80)])


@pytest.mark.parametrize("name", ["127.0.0.1:8801", "[::1]:8801", "peer.intern:80", " PEER.intern:8000 , [::1]:9"])
def test_peers_that_may_be_asked_are_hosts_or_addresses_with_ports(name):
    peers = allowed_peers(name)
    assert len(peers) == name.count(",") + 1
    assert all(host == host.strip("[] ").lower() and port > 0 for host, port in peers)


@pytest.mark.parametrize("url", ["http://[::1]:8801/", "http://[0:0:0:0:0:0:0:1]:8801/"])
def test_an_allowed_peer_is_known_in_every_notation(resolver, url):
    with override_settings(FETCH_ALLOW=allowed_peers("[::1]:8801")), pytest.raises(fetch.FetchError):
        fetch.get(url)
    assert resolver.tried == [("::1", 8801)]


def test_an_allowed_peer_opens_no_other_port_and_no_other_name(resolver):
    resolver.answers |= {"peer.intern": "127.0.0.1", "anders.intern": "127.0.0.1"}
    with server(HTML + b"\r\nda", names=("peer.intern",)) as peer:
        assert fetch.get(f"http://peer.intern:{peer.port}/").body == b"da"
        for url in (peer.url, f"http://anders.intern:{peer.port}/", "http://peer.intern/", "http://peer.intern:81/"):
            with pytest.raises(fetch.FetchError):
                fetch.get(url)
        assert len(peer.heard) == 1


HOSTS = st.one_of(
    st.ip_addresses(v=4).map(str),
    st.ip_addresses(v=6).map(lambda address: f"[{address}]"),
    st.integers(0, 2**33).map(str),
    st.integers(0, 2**33).map(hex),
    st.text(max_size=20),
    st.from_regex(r"(0x[0-9a-f]{1,3}|0[0-7]{1,4}|[0-9]{1,3})(\.[0-9]{1,4}){0,3}", fullmatch=True),
)
ADDRESSES = st.one_of(
    st.text(),
    st.text(max_size=60).map("http://".__add__),
    st.builds(
        "{}://{}{}{}{}".format,
        st.sampled_from(["http", "https", "HTTP", "ftp", ""]),
        st.sampled_from(["", "", "", "a@", "a:b@", "\\", "%00"]),
        HOSTS,
        st.one_of(st.just(""), st.integers(-1, 70_000).map(":{}".format), st.sampled_from([":", ":x", ":８０"])),
        st.text(max_size=20),
    ),
)


@rules(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ADDRESSES)
@example("http://\u2488/")
@example("http://a/\ud800?\udfff")
@example("http://[::1")
def test_no_text_ends_in_anything_but_a_sentence_of_ours(resolver, lines, url):
    """To whom a line was opened judges the fixture: numbers that happen to be public are tried, and refused here."""
    lines.is_public = is_plainly_public
    with pytest.raises(fetch.FetchError):
        fetch.get(url)


def is_plainly_public(address):
    """Said another way than the code under test says it."""
    if ":" in address:
        return address[0] in "23" and not address.startswith(("2001:db8:", "2002:", "3fff:"))
    first, second = map(int, address.split(".")[:2])
    inside = {10: range(256), 100: range(64, 128), 169: (254,), 172: range(16, 32), 192: (168,), 198: (18, 19)}
    return 0 < first < 224 and first != 127 and second not in inside.get(first, ())
