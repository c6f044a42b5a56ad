"""What is not public, to the first and the last address of each range: as a number, as a name, behind a redirect."""

from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote, unquote

import pytest

from startalking.core import fetch
from tests.hostile import server

FOUR = [
    ("0.0.0.0", "0.255.255.255"), ("10.0.0.0", "10.255.255.255"), ("100.64.0.0", "100.127.255.255"),
    ("127.0.0.0", "127.255.255.255"), ("168.63.129.16", "168.63.129.16"), ("169.254.0.0", "169.254.255.255"),
    ("169.254.169.254", "169.254.170.2"), ("172.16.0.0", "172.31.255.255"), ("192.0.0.0", "192.0.0.255"),
    ("192.0.2.0", "192.0.2.255"), ("192.88.99.0", "192.88.99.255"), ("192.168.0.0", "192.168.255.255"),
    ("198.18.0.0", "198.19.255.255"), ("198.51.100.0", "198.51.100.255"), ("203.0.113.0", "203.0.113.255"),
    ("224.0.0.0", "239.255.255.255"), ("240.0.0.0", "255.255.255.254"), ("255.255.255.255", "255.255.255.255"),
]  # fmt: skip
SIX = [
    ("::", "::1"), ("::2", "::ffff:ffff"), ("::ffff:0:0", "::ffff:ffff:ffff"), ("::ffff:0:0:0", "::ffff:0:ffff:ffff"),
    ("64:ff9b::", "64:ff9b::ffff:ffff"), ("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff"),
    ("100::", "100::ffff:ffff:ffff:ffff"), ("200::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff"), ("2001:1::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff"), ("2001:10::", "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"), ("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"), ("4000::", "5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), ("8000::", "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), ("fd00:ec2::254", "fd20:ce::254"),
    ("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), ("fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), ("ff02::1", "ff0e::1"),
]  # fmt: skip
BESIDE = [
    "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
    "168.63.129.15", "168.63.129.17", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
    "191.255.255.255",
    "192.0.1.0", "192.0.1.255", "192.0.3.0", "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0",
    "198.17.255.255", "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255",
    "2000::1", "2001:200::1", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::1", "2003::1", "2606:4700::1111",
    "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
]  # fmt: skip
EDGES = sorted({address for pair in FOUR + SIX for address in pair})
INSIDE = ["0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "168.63.129.16", "169.254.169.254", "172.16.0.1",
          "192.168.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "93.184.215.14"]  # fmt: skip
COSTUMES = {
    "mapped": lambda number: number | 0xFFFF << 32,
    "compatible": lambda number: number,
    "SIIT": lambda number: number | 0xFFFF << 48,
    "NAT64": lambda number: number | 0x64FF9B << 96,
    "NAT64 within a network": lambda number: number | 0x64FF9B0001 << 80,
    "6to4": lambda number: number << 80 | 0x2002 << 112,
    "Teredo server": lambda number: number << 64 | 0x20010000 << 96,
    "Teredo client": lambda number: number ^ 0xFFFFFFFF | 0x20010000 << 96 | 0x5DB8D70E << 64,
}
CARRIED = [
    pytest.param(str(IPv6Address(wrap(int(IPv4Address(inside))))), id=f"{name} {inside}")
    for name, wrap in COSTUMES.items()
    for inside in INSIDE
]


def bracketed(address):
    return f"[{address}]" if ":" in address else address


def test_there_are_enough_of_them():
    assert len(EDGES) * 3 + len(CARRIED) * 2 > 400


@pytest.mark.parametrize("address", [*EDGES, *CARRIED])
def test_a_number_that_is_not_public_is_not_asked(resolver, address):
    with pytest.raises(fetch.FetchError) as caught:
        fetch.get(f"http://{bracketed(address)}/")
    assert caught.value.is_final
    assert resolver.tried == []


@pytest.mark.parametrize("address", [*EDGES, *CARRIED])
@pytest.mark.parametrize("others", ["2606:4700::1111 93.184.215.14 {}", "{} 93.184.215.14"])
def test_one_answer_that_is_not_public_is_enough(resolver, address, others):
    resolver.answers["halb.example"] = others.format(address)
    with pytest.raises(fetch.FetchError, match=r"halb\.example"):
        fetch.get("https://halb.example/")
    assert resolver.tried == []


@pytest.mark.parametrize("address", BESIDE)
def test_their_neighbours_are_asked(lines, resolver, address):
    lines.is_public = BESIDE.__contains__
    with pytest.raises(fetch.FetchError):
        fetch.get(f"http://{bracketed(address)}/")
    assert resolver.tried == [(address, 80)]


@pytest.fixture(scope="module")
def signpost():
    """Sends everybody on to what stands behind the question mark, with the status in the path."""

    def answer(line, request):
        path, _, place = request.split(b" ")[1].decode().partition("?")
        line.sendall(f"HTTP/1.1 {path[1:]} Da\r\nLocation: {unquote(place)}\r\nContent-Length: 0\r\n\r\n".encode())

    with server(answer) as found:
        yield found


ELSEWHERE = [
    "file:///etc/passwd", "ftp://nachbar.example/", "gopher://nachbar.example/", "https://wer@nachbar.example/",
    "http://nachbar.example:22/", "http://nachbar.example:0/", "//0x7f000001/", "//127.1/", "http://localhost/",
    "//127.0.0.1\\@nachbar.example/", "http://[::1/", "//１２７.1/", "\\\\127.0.0.1\\",
    "http://127.0.0.1:22/", "http://intern.example/", "https://intern.example:443/", "//halb.example/",
    "data:text/html,a",
]  # fmt: skip


@pytest.mark.parametrize("place", [*(f"//{bracketed(address)}/" for address in EDGES), *ELSEWHERE])
@pytest.mark.parametrize("ask", [fetch.get, lambda url: fetch.post(url.replace("302", "307"), b"a", "text/plain")])
def test_where_a_redirect_leads_is_judged_like_any_address(signpost, resolver, ask, place):
    resolver.answers |= {"intern.example": "10.0.0.1", "halb.example": "93.184.215.14 127.0.0.1"}
    with pytest.raises(fetch.FetchError):
        ask(f"{signpost.url}302?{quote(place)}")
    assert resolver.tried == [("127.0.0.1", signpost.port)]


def test_what_a_later_redirect_says_is_judged_too(signpost, resolver):
    place = "http://10.0.0.1/"
    for _hop in range(3):
        place = f"{signpost.url}302?{quote(place)}"
    with pytest.raises(fetch.FetchError, match=r"10\.0\.0\.1"):
        fetch.get(place)
    assert len(resolver.tried) == 3
