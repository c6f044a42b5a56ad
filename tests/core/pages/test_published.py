"""Pages as files: what becomes one, where it lies, and that it goes when it is no longer true."""

import gzip
import os
import time

import brotli
import pytest

from startalking.core import pages
from startalking.core.pages import published
from startalking.core.pages.page import LIFE
from startalking.core.pages.published import Folder, file_name
from startalking.core.pages.question import Question
from tests.core.pages.files import page, question, there


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
def test_which_pages_are_files(public, path, kind, name):
    assert file_name(question(path), page(headers=[("Content-Type", kind)])) == name


@pytest.mark.parametrize("status", ["301 Moved Permanently", "410 Gone"])
def test_only_what_is_there_is_a_file(public, status):
    assert file_name(question("/"), page(status=status)) == ""


def test_a_part_of_a_list_and_another_host_are_no_files(public):
    assert file_name(question("/", "seite=2"), page()) == ""
    assert file_name(Question("http://127.0.0.1/?", "", "/"), page()) == ""


def test_it_lies_there_packed_for_everybody_to_read(public, folder):
    folder.put(question("/blog/a/"), page())
    file = public / "current/blog/a/index.html"
    assert gzip.decompress(file.with_suffix(".html.gz").read_bytes()) == file.read_bytes()
    assert brotli.decompress(file.with_suffix(".html.br").read_bytes()) == file.read_bytes()
    assert {path.stat().st_mode & 0o777 for path in file.parent.iterdir()} == {0o644}


def test_what_changed_goes_at_once_and_the_rest_stays(public, folder):
    folder.put(question("/a/"), page("site", "post-1"))
    folder.put(question("/b/"), page("site", "post-2"))
    pages.renew("post-1")
    assert there(public) == {"b/index.html"}
    assert not list(public.glob("current/a/*"))


@pytest.mark.parametrize("keys", [("site",), ("posts",)])
def test_when_very_much_changes_the_link_goes(public, folder, monkeypatch, keys):
    monkeypatch.setattr(published, "MANY", 3)
    for number in range(5):
        folder.put(question(f"/{number}/"), page("site", "posts", f"post-{number}"))
    pages.renew(*keys)
    assert not (public / "current").is_symlink()
    folder.put(question("/9/"), page())
    assert there(public) == {"9/index.html"}
    folder.tidy()
    assert len(list(public.glob("pages-*"))) == 1
    pages.renew("post-1")
    assert there(public) == set()


def test_a_page_that_was_overtaken_is_not_written(public, folder):
    drawn_before = page("site", "post-1")
    pages.renew("post-1")
    fresh = page("site", "post-1")
    folder.put(question("/a/"), drawn_before)
    assert not public.exists() or not list(public.iterdir())
    folder.put(question("/a/"), fresh)
    folder.put(question("/a/"), drawn_before)
    assert there(public) == {"a/index.html"}


def test_a_page_that_has_to_be_drawn_anew_is_not_written(public, folder):
    folder.put(question("/a/"), page(at=time.time() - LIFE - 1))
    assert not public.exists()


def test_who_began_before_the_link_went_does_not_write_into_the_new_folder(public, folder, monkeypatch):
    late, write = page(), published.write_whole

    def gone(*args, **kwargs):
        monkeypatch.setattr(published, "write_whole", write)
        folder.forget_all()
        write(*args, **kwargs)

    monkeypatch.setattr(published, "write_whole", gone)
    folder.put(question("/a/"), late)
    folder.put(question("/b/"), page())
    assert there(public) == {"b/index.html"}


def test_it_is_put_there_again_after_the_link_went(public, folder):
    lasting = page("site", "post-1")
    folder.put(question("/a/"), lasting)
    folder.forget_all()
    folder.put(question("/a/"), lasting)
    assert there(public) == {"a/index.html"}


def test_what_lies_there_for_long_goes(public, folder):
    folder.put(question("/a/"), page())
    folder.put(question("/b/"), page())
    old = time.time() - published.LONGEST - 1
    os.utime(public / "current/a/index.html", (old, old))
    pages.tidy()
    assert there(public) == {"b/index.html"}


def test_looking_at_many_files_is_not_done_every_minute(public, folder, monkeypatch, time_machine):
    folder.put(question("/a/"), page())
    looked = []
    monkeypatch.setattr(Folder, "tidy", lambda _folder: looked.append(1))
    time_machine.move_to(time.time())
    for _minute in range(3):
        pages.tidy()
    time_machine.shift(700)
    pages.tidy()
    assert len(looked) == 2


def test_a_start_begins_with_an_empty_folder(public, folder):
    folder.put(question("/a/"), page())
    pages.begin()
    assert there(public) == set()


def test_nothing_is_published_unless_wanted(settings):
    settings.PUBLISH_DIR = None
    assert published.folder() is None
