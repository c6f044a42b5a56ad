"""Certificates: nobody hears what we ask before he has shown who he is. All on this machine."""

import shutil
import ssl
import subprocess
import time

import pytest

from startalking.core import fetch
from tests.hostile import HTML, dripping, server, silent

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed: no certificates")
PAGE = HTML + b"\r\nda"
NO_CERTIFICATE = r"kein gültiges Zertifikat|no valid certificate"


class Office:
    """Issues certificates, all in one folder."""

    def __init__(self, folder):
        self.folder, self.number = folder, 0
        self.root = self.by_itself("/CN=Amt", "keyUsage=keyCertSign")

    def by_itself(self, subject, extension):
        """The path of a file with a certificate and its key."""
        return self.file("-x509", "-days", "9", *self.wishes(subject, extension))

    def issue(self, subject, extension="basicConstraints=CA:FALSE", days=9):
        wish = self.file(*self.wishes(subject, extension))
        shown, by = wish.with_suffix(".crt"), ("-CA", self.root, "-CAkey", self.root, "-copy_extensions", "copy")
        openssl("x509", "-req", "-in", wish, *by, "-days", str(days), "-out", shown)
        shown.write_text(shown.read_text() + wish.with_suffix(".key").read_text())
        return shown

    def wishes(self, subject, extension):
        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc")
        return (*curve, "-subj", subject, "-addext", extension)

    def file(self, *how):
        self.number += 1
        key, found = self.folder / f"{self.number}.key", self.folder / f"{self.number}.pem"
        openssl("req", *how, "-keyout", key, "-out", found)
        found.write_text(found.read_text() + key.read_text())
        return found


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=20)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def good(office):
    return office.issue("/CN=a", "subjectAltName=DNS:gut.example,DNS:*.weit.example")


@pytest.fixture
def peers(monkeypatch, resolver, office):
    """Servers that show a certificate, under any of these names, to us who trust that office."""
    monkeypatch.setenv("SSL_CERT_FILE", str(office.root))
    names = ("gut.example", "böse.example", "xn--bse-sna.example", "a.weit.example", "a.b.weit.example", "weit.example")
    resolver.answers |= dict.fromkeys(names, "127.0.0.1")

    def peer(certificate, answer=PAGE, **kind):
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
        for name, value in kind.items():
            setattr(tls, name, value)
        return server(answer, tls=tls, names=(*names, "127.0.0.1"))

    return peer


def asked(peer, name="gut.example"):
    return fetch.get(f"https://{name}:{peer.port}/")


def test_who_shows_the_name_that_was_asked_for_is_heard(peers, good, resolver):
    with peers(good) as peer:
        assert asked(peer).body == b"da"
    assert peer.named == ["gut.example"]
    assert f"Host: gut.example:{peer.port}\r\n".encode() in peer.heard[0]
    assert resolver.tried == [("127.0.0.1", peer.port)]


def test_a_star_stands_for_one_label(peers, good):
    with peers(good) as peer:
        assert asked(peer, "a.weit.example").body == b"da"
        for name in ("a.b.weit.example", "weit.example"):
            with pytest.raises(fetch.FetchError):
                asked(peer, name)
    assert len(peer.heard) == 1


@pytest.mark.parametrize("name", ["böse.example", "127.0.0.1"])
def test_another_name_is_not_good_enough(peers, good, name):
    with peers(good) as peer:
        with pytest.raises(fetch.FetchError, match=NO_CERTIFICATE):
            asked(peer, name)
        with pytest.raises(fetch.FetchError, match=NO_CERTIFICATE):
            fetch.post(f"https://{name}:{peer.port}/", b"geheim", "text/plain")
    assert peer.heard == []


def test_a_certificate_from_yesterday_is_none(peers, office):
    old = office.issue("/CN=a", "subjectAltName=DNS:gut.example", days=-1)
    with peers(old) as peer, pytest.raises(fetch.FetchError, match=NO_CERTIFICATE) as caught:
        asked(peer)
    assert (peer.heard, caught.value.is_final) == ([], False)


def test_a_certificate_that_somebody_issued_himself_is_none(peers, office):
    own = office.by_itself("/CN=a", "subjectAltName=DNS:gut.example")
    with peers(own) as peer, pytest.raises(fetch.FetchError, match=NO_CERTIFICATE):
        asked(peer)
    assert peer.heard == []


def test_the_common_name_alone_says_nothing(peers, office):
    with peers(office.issue("/CN=gut.example")) as peer, pytest.raises(fetch.FetchError):
        asked(peer)
    assert peer.heard == []


def test_an_office_that_nobody_trusts_is_none(peers, good, monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(Office(tmp_path).root))
    with peers(good) as peer, pytest.raises(fetch.FetchError, match=r"gut\.example"):
        asked(peer)
    assert peer.heard == []


def test_a_number_may_have_a_certificate(peers, office):
    with peers(office.issue("/CN=a", "subjectAltName=IP:127.0.0.1")) as peer:
        assert asked(peer, "127.0.0.1").body == b"da"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_old_tls_is_not_spoken(peers, good):
    with peers(good, maximum_version=ssl.TLSVersion.TLSv1_1) as peer, pytest.raises(fetch.FetchError):
        asked(peer)
    assert peer.heard == []


def test_a_redirect_to_a_wrong_certificate_is_not_followed(peers, good):
    with peers(good) as second:
        place = f"https://böse.example:{second.port}/".encode()
        with peers(good, b"HTTP/1.1 302 Found\r\nLocation: " + place + b"\r\n\r\n") as first:
            with pytest.raises(fetch.FetchError):
                asked(first)
            assert len(first.heard) == 1
    assert second.heard == []
    assert "xn--bse-sna.example" in second.named


@pytest.mark.parametrize("answer", [b"", PAGE, b"\x15\x03\x03\x00\x02\x02\x28", b"\x16\x03\x03\x00\x00", b"\xff" * 99])
def test_who_speaks_no_tls_gives_an_error_of_ours(peers, answer):
    with server(answer) as plain, pytest.raises(fetch.FetchError, match=r"127\.0\.0\.1"):
        asked(plain, "127.0.0.1")


@pytest.mark.parametrize("answer", [silent, dripping(b"\x16\x03\x03\x40\x00")], ids=["silent", "dripping"])
def test_a_handshake_without_end_ends_at_the_deadline(monkeypatch, peers, answer):
    monkeypatch.setattr(fetch, "DEADLINE", 0.3)
    started = time.monotonic()
    with server(answer) as slow, pytest.raises(fetch.FetchError):
        asked(slow, "127.0.0.1")
    assert time.monotonic() - started < 2.5


def test_a_page_that_drips_through_tls_ends_at_the_deadline(monkeypatch, peers, good):
    monkeypatch.setattr(fetch, "DEADLINE", 0.3)
    started = time.monotonic()
    with peers(good, dripping(PAGE)) as slow, pytest.raises(fetch.FetchError):
        asked(slow)
    assert time.monotonic() - started < 8
