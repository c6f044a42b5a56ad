"""Pages as files: what becomes one, where it lies, and that it goes when it is no longer true."""

import gzip
import os
import time

import brotli
import pytest

from startalking.core import pages
from startalking.core.pages import generations, published
from startalking.core.pages.page import Answer, Page
from startalking.core.pages.published import Folder, file_name
from startalking.core.pages.question import Question

HTML = [("Content-Type", "text/html; charset=utf-8")]


@pytest.fixture
def place(settings, tmp_path):
    settings.PAGES_DIR, settings.REDIS_URL, settings.SITE_URL = f"{tmp_path}/pages", "", "https://blog.example.com"
    settings.PUBLISH_DIR = tmp_path / "public"
    return tmp_path / "public"


@pytest.fixture
def folder(place):
    return Folder(place)


def question(path, query=""):
    return Question(f"https://blog.example.com{path}?{query}", query, "" if query else path)


def page(*keys, status="200 OK", headers=HTML, body=b"<p>Guten Tag.</p>" * 100):
    return Page(generations.now(), keys or ("site", "post-1"), Answer(status, headers, body))


def there(place):
    """The names of the plain files that readers get."""
    current = place / "current"
    files = [path for path in current.rglob("*") if path.is_file() and path.suffix not in {".gz", ".br"}]
    return {str(path.relative_to(current)) for path in files}


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("/", "text/html", "index.html"),
        ("/blog/a/", "text/html; charset=utf-8", "blog/a/index.html"),
        ("/feed/", "application/rss+xml; charset=utf-8", "feed/index.rss"),
        ("/robots.txt", "text/plain", "robots.txt"),
        ("/sitemap-posts.xml", "application/xml", "sitemap-posts.xml"),
        ("/gespräche/".encode().decode("latin-1"), "text/html", "gespräche/index.html"),
        ("/blog/a", "text/html", ""),
        ("/robots.txt", "text/html", ""),
        ("/index.xml", "application/xml", ""),
        ("/../geheim/", "text/html", ""),
        ("/a/./b/", "text/html", ""),
        ("//b/", "text/html", ""),
        ("/.well-known/", "text/html", ""),
        ("/a\0b/", "text/html", ""),
        ("/" + "a" * 300 + "/", "text/html", ""),
        ("/\xff/", "text/html", ""),
        ("/a/", "image/png", ""),
    ],
)
def test_which_pages_are_files(place, path, kind, name):
    assert file_name(question(path), page(headers=[("Content-Type", kind)])) == name


@pytest.mark.parametrize("status", ["301 Moved Permanently", "410 Gone"])
def test_only_what_is_there_is_a_file(place, status):
    assert file_name(question("/"), page(status=status)) == ""


def test_a_part_of_a_list_and_another_host_are_no_files(place):
    assert file_name(question("/", "seite=2"), page()) == ""
    assert file_name(Question("http://127.0.0.1/?", "", "/"), page()) == ""


def test_it_lies_there_packed_for_everybody_to_read(place, folder):
    folder.put(question("/blog/a/"), page())
    file = place / "current/blog/a/index.html"
    assert gzip.decompress(file.with_suffix(".html.gz").read_bytes()) == file.read_bytes()
    assert brotli.decompress(file.with_suffix(".html.br").read_bytes()) == file.read_bytes()
    assert {path.stat().st_mode & 0o777 for path in file.parent.iterdir()} == {0o644}


def test_what_changed_goes_at_once_and_the_rest_stays(place, folder):
    folder.put(question("/a/"), page("site", "post-1"))
    folder.put(question("/b/"), page("site", "post-2"))
    pages.renew("post-1")
    assert there(place) == {"b/index.html"}
    assert not list(place.glob("current/a/*"))


@pytest.mark.parametrize("keys", [("site",), ("posts",)])
def test_when_very_much_changes_the_link_is_turned(place, folder, monkeypatch, keys):
    monkeypatch.setattr(published, "MANY", 3)
    for number in range(5):
        folder.put(question(f"/{number}/"), page("site", "posts", f"post-{number}"))
    before = (place / "current").readlink()
    pages.renew(*keys)
    assert there(place) == set()
    assert (place / "current").readlink() != before
    folder.put(question("/9/"), page())
    assert there(place) == {"9/index.html"}
    folder.tidy()
    assert len(list(place.glob("pages-*"))) == 1
    pages.renew("post-1")
    assert there(place) == set()


def test_a_page_that_was_overtaken_does_not_stay(place, folder):
    drawn_before = page("site", "post-1")
    pages.renew("post-1")
    folder.put(question("/a/"), drawn_before)
    assert there(place) == set()


def test_who_began_before_the_link_was_turned_does_not_write_into_the_new_folder(place, folder, monkeypatch):
    late, write = page(), published.write_whole

    def turned(*args, **kwargs):
        monkeypatch.setattr(published, "write_whole", write)
        folder.forget_all()
        write(*args, **kwargs)

    monkeypatch.setattr(published, "write_whole", turned)
    folder.put(question("/a/"), late)
    assert there(place) == set()


def test_it_is_put_there_again_after_the_link_was_turned(place, folder):
    lasting = page("site", "post-1")
    folder.put(question("/a/"), lasting)
    folder.forget_all()
    folder.put(question("/a/"), lasting)
    assert there(place) == {"a/index.html"}


def test_what_lies_there_for_long_goes(place, folder):
    folder.put(question("/a/"), page())
    folder.put(question("/b/"), page())
    old = time.time() - published.LONGEST - 1
    os.utime(place / "current/a/index.html", (old, old))
    pages.tidy()
    assert there(place) == {"b/index.html"}


def test_looking_at_many_files_is_not_done_every_minute(place, folder, monkeypatch, time_machine):
    folder.put(question("/a/"), page())
    looked = []
    monkeypatch.setattr(Folder, "tidy", lambda _folder: looked.append(1))
    time_machine.move_to(time.time())
    for _minute in range(3):
        pages.tidy()
    time_machine.shift(700)
    pages.tidy()
    assert len(looked) == 2


def test_a_start_begins_with_an_empty_folder(place, folder):
    folder.put(question("/a/"), page())
    pages.begin()
    assert there(place) == set()


def test_a_folder_that_cannot_be_written_hinders_nobody(place, folder, caplog):
    place.mkdir()
    (place / "current").symlink_to("pages-1")
    (place / "pages-1").write_text("keine Mappe")
    folder.put(question("/a/"), page())
    assert "cannot be published" in caplog.text


def test_nothing_is_published_unless_wanted(settings):
    settings.PUBLISH_DIR = None
    assert published.folder() is None
