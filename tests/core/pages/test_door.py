"""What is answered at the door, by whom it is drawn, and what never comes out of it."""

import gzip
import os
import time

import brotli
import pytest
from django.utils import timezone

from startalking.core import pages
from startalking.core.pages import encodings
from startalking.core.pages.generations import Moment
from startalking.core.pages.page import LIFE, Answer, Page
from tests.core.pages.site import Reader


def test_the_second_reader_does_not_reach_django(reader, behind):
    first, second = reader.get(), reader.get()
    assert len(behind.asked) == 1
    assert (second.status, second.body, second.headers) == (200, first.body, first.headers)


def test_another_worker_does_not_draw_it_again(reader, other, behind):
    assert reader.get().body == other.get().body
    assert len(behind.asked) == 1


@pytest.mark.parametrize("change", [pages.renew, pages.revoke])
def test_a_change_is_seen_by_the_next_reader_of_every_worker(reader, other, behind, change):
    reader.get()
    other.get()
    behind.body = "<p>Neu.</p>"
    change("post-1")
    assert reader.get().body == b"<p>Neu.</p>"
    assert other.get().body == b"<p>Neu.</p>"
    assert len(behind.asked) == 2


def test_a_change_of_something_else_renews_nothing(reader, behind):
    reader.get()
    pages.renew("post-2", "comments")
    reader.get()
    assert len(behind.asked) == 1


def test_a_page_that_was_overtaken_while_it_was_drawn_is_not_kept_for_true(reader, behind):
    def overtaken():
        behind.before = lambda: None
        behind.body = "<p>Neu.</p>"
        pages.renew("post-1")

    behind.before = overtaken
    assert b"Guten Tag" in reader.get().body
    assert reader.get().body == b"<p>Neu.</p>"


def test_a_start_makes_everything_old(reader, behind):
    reader.get()
    pages.begin()
    reader.get()
    assert len(behind.asked) == 2


def test_time_alone_makes_a_page_old(reader, behind, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    reader.get()
    time_machine.shift(LIFE - 1)
    reader.get()
    assert len(behind.asked) == 1
    time_machine.shift(2)
    reader.get()
    assert len(behind.asked) == 2


class TestWhatIsNeverKept:
    @pytest.mark.parametrize(
        "headers",
        [
            {"HTTP_COOKIE": "sessionid=abc"},
            {"HTTP_COOKIE": "a=b; csrftoken=abc"},
            {"HTTP_COOKIE": "messages=abc"},
            {"HTTP_AUTHORIZATION": "Basic abc"},
            {"method": "POST"},
            {"query": "token=abc"},
            {"query": "q=suche"},
            {"query": "seite=1&seite=2"},
            {"query": "seite=" + "1" * 300},
            {"query": "seite=007"},
            {"query": "kommentare=unsinn"},
            {"query": "nur=1"},
            {"host": "testserver/a"},
            {"path": "/admin/"},
            {"path": "/media/a.jpg"},
        ],
    )
    def test_who_is_somebody_is_answered_by_django(self, reader, behind, headers):
        reader.get()
        behind.body = "<p>Für Sie allein.</p>"
        assert "Für Sie" in reader.get(**headers).body.decode()
        assert "Guten Tag" in reader.get().body.decode()
        assert len(behind.asked) == 2

    def test_what_no_view_allows(self, reader, behind):
        behind.headers = {}
        reader.get()
        reader.get()
        assert len(behind.asked) == 2

    def test_what_sets_a_cookie(self, reader, behind):
        behind.headers["Set-Cookie"] = "a=b"
        assert reader.get().headers["set-cookie"] == "a=b"
        behind.headers.pop("Set-Cookie")
        assert "set-cookie" not in reader.get().headers
        assert len(behind.asked) == 2

    def test_nothing_with_the_cache_switched_off(self, behind, settings):
        settings.PAGE_CACHE = False
        reader = Reader(behind)
        reader.get()
        reader.get()
        assert len(behind.asked) == 2


class TestWhatIsDrawnForAll:
    def test_nothing_of_the_first_reader_is_in_it(self, reader, behind):
        theirs = {
            "HTTP_COOKIE": "consent=yes",
            "HTTP_IF_NONE_MATCH": '"a"',
            "HTTP_RANGE": "bytes=0-1",
            "HTTP_ACCEPT_ENCODING": "br",
        }
        reader.get(query="utm_source=brief&gclid=1", **theirs)
        [asked] = behind.asked
        assert not set(theirs) & set(asked)
        assert asked["QUERY_STRING"] == ""
        reader.get()
        assert len(behind.asked) == 1

    def test_a_question_about_the_head_draws_the_whole_page(self, reader, behind):
        head = reader.get(method="HEAD")
        assert head.body == b""
        assert head.headers["content-length"] == str(len(reader.get().body))
        assert [asked["REQUEST_METHOD"] for asked in behind.asked] == ["GET"]

    def test_hosts_schemes_and_pages_of_lists_are_kept_apart(self, reader, behind, settings):
        for question in ({}, {"host": "blog.example.com"}, {"query": "seite=2"}, {"path": "/a/"}):
            behind.body = f"<p>{question}</p>"
            assert reader.get(**question).body.decode() == behind.body
        assert len(behind.asked) == 4

    @pytest.mark.parametrize(
        ("proto", "scheme"), [("https", "https"), ("https, http", "https"), ("http,https", "http")]
    )
    def test_of_several_proxies_the_first_says_how_the_reader_came(self, behind, settings, proto, scheme):
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        reader = Reader(behind)
        reader.get(HTTP_X_FORWARDED_PROTO=proto)
        behind.body = "<p>Neu.</p>"
        same = reader.get(HTTP_X_FORWARDED_PROTO=scheme)
        other = reader.get(HTTP_X_FORWARDED_PROTO="http" if scheme == "https" else "https")
        assert same.body != other.body == b"<p>Neu.</p>"

    def test_the_order_of_parameters_does_not_matter(self, reader, behind):
        reader.get(query="strang=1&ab=2")
        reader.get(query="ab=2&strang=1&fbclid=xyz")
        assert len(behind.asked) == 1


class TestHowItIsSent:
    @pytest.mark.parametrize(
        ("accepted", "encoding"),
        [
            ("gzip, deflate, br, zstd", "zstd"),
            ("gzip, br", "br"),
            ("gzip", "gzip"),
            ("GZIP;q=0.5", "gzip"),
            ("br;q=0, gzip", "gzip"),
            ("*", "zstd"),
            ("*;q=0.1, gzip", "gzip"),
            ("br;q=unsinn", ""),
            ("gzip;\tq=0", ""),
            ("identity, br;q=0.2", ""),
            ("gzip, " * 100, ""),
            ("identity", ""),
            ("", ""),
        ],
    )
    def test_packed_as_the_reader_takes_it(self, reader, accepted, encoding):
        unpack = {"zstd": encodings.unpacked, "br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]
        plain = reader.get()
        packed = reader.get(HTTP_ACCEPT_ENCODING=accepted)
        assert packed.headers.get("content-encoding", "") == encoding
        assert unpack(packed.body) == plain.body
        assert packed.headers["content-length"] == str(len(packed.body))
        assert packed.headers["vary"] == "Accept-Encoding"

    def test_who_has_it_is_told_so(self, reader):
        first = reader.get(HTTP_ACCEPT_ENCODING="br")
        again = reader.get(HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=f'"x", W/{first.headers["etag"]}')
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert "content-length" not in again.headers

    def test_another_form_is_another_thing(self, reader):
        first = reader.get(HTTP_ACCEPT_ENCODING="br")
        assert reader.get(HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=first.headers["etag"]).status == 200

    def test_who_has_an_older_one_gets_the_new_one(self, reader, behind):
        first = reader.get()
        behind.body = "<p>Neu.</p>"
        pages.renew("site")
        assert reader.get(HTTP_IF_NONE_MATCH=first.headers["etag"]).body == b"<p>Neu.</p>"

    def test_a_date_counts_for_nothing(self, reader, behind):
        """A feed whose second entry was taken out has the date of the first one still."""
        behind.headers["Last-Modified"] = day = "Sun, 01 Nov 2026 10:00:00 GMT"
        for _twice in range(2):
            answer = reader.get(HTTP_IF_MODIFIED_SINCE=day)
            assert answer.status == 200
            assert "last-modified" not in answer.headers

    def test_spellings_without_end_take_no_room(self):
        page = Page(Moment("", 0), ["site"], Answer("200 OK", [], b"Guten Tag. " * 100))
        sent = [page.sent_to(f"gzip, x{number}") for number in range(50)]
        assert all(each is sent[0] for each in sent)

    def test_a_page_that_is_gone_or_has_moved_is_kept_as_such(self, reader, behind):
        behind.status, behind.headers["Location"] = "301 Moved Permanently", "/neu/"
        reader.get(HTTP_IF_NONE_MATCH="*")
        moved = reader.get(HTTP_IF_NONE_MATCH="*")
        assert (moved.status, moved.headers["location"]) == (301, "/neu/")
        assert len(behind.asked) == 1

    def test_what_is_not_kept_is_packed_too(self, reader, behind):
        behind.headers = {"Vary": "Cookie"}
        once = reader.get(HTTP_ACCEPT_ENCODING="br")
        assert brotli.decompress(once.body).decode() == behind.body
        assert once.headers["vary"] == "Cookie, Accept-Encoding"


def test_the_oldest_files_go_when_there_are_too_many(behind, settings, tmp_path, monkeypatch):
    if settings.REDIS_URL:
        pytest.skip("Redis does it by itself")
    reader, folder = Reader(behind), tmp_path / "pages"
    for number in range(4):
        reader.get(f"/{number}/")
        for file in set(folder.glob("??/*")):
            if file.stat().st_mtime > time.time() - 60:
                os.utime(file, (number + 1, number + 1))
    sizes = sorted((file.stat().st_mtime, file.stat().st_blocks * 512) for file in folder.glob("??/*"))
    settings.PAGE_CACHE_DISK = sizes[-1][1] + sizes[-2][1]
    pages.tidy()
    assert sorted(file.stat().st_mtime for file in folder.glob("??/*")) == [3, 4]
