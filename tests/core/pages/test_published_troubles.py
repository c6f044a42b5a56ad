"""Pages as files where something is broken, full, in the way or away: readers are answered, and nothing false stays."""

import os
import shutil
import time
from pathlib import Path

import pytest

from startalking.core import pages, redis_client
from startalking.core.pages import published
from tests.core.pages.files import page, question, there
from tests.core.pages.site import Behind, Reader
from tests.own_redis import started_redis

HERE = {"host": "blog.example.com", "wsgi.url_scheme": "https"}


def a_file(public):
    public.write_text("keine Mappe")


def a_folder_where_the_link_belongs(public):
    (public / "current").mkdir(parents=True)


def a_link_to_a_file(public):
    public.mkdir()
    (public / "current").symlink_to("pages-1/files")
    (public / "pages-1").write_text("keine Mappe")


@pytest.mark.parametrize("in_the_way", [a_file, a_folder_where_the_link_belongs, a_link_to_a_file])
def test_a_folder_that_cannot_be_used_hinders_nobody(public, in_the_way, caplog):
    in_the_way(public)
    reader = Reader(Behind())
    assert [reader.get("/a/", **HERE).status for _ in range(5)] == [200] * 5
    assert caplog.text.count("cannot be published") == 1


def test_who_cannot_ask_what_has_changed_publishes_nothing_and_hinders_nobody(public, settings, tmp_path, monkeypatch):
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed")
    settings.REDIS_URL = f"unix://{tmp_path}/redis.sock"
    monkeypatch.setattr(redis_client, "SILENCE", 20)  # a busy machine is not a silent Redis
    with started_redis(tmp_path) as redis:
        behind = Behind()
        reader = Reader(behind)
        assert reader.get("/a/", **HERE).status == 200
        behind.before = lambda: (redis.kill(), redis.wait())
        assert reader.get("/b/", **HERE).status == 200
    assert there(public) == {"a/index.html"}


def damage(index):
    index.write_bytes(b"kein Verzeichnis" * 500)


@pytest.mark.parametrize("harm", [damage, Path.unlink])
def test_where_nobody_can_say_which_files_show_a_thing_none_stays(public, folder, harm):
    folder.put(question("/a/"), page("site", "post-1"))
    folder.put(question("/b/"), page("site", "post-2"))
    [index] = public.rglob("index.sqlite3")
    harm(index)
    pages.revoke("post-1")
    assert there(public) == set()
    folder.put(question("/a/"), page("site", "post-1"))
    assert there(public) == {"a/index.html"}
    pages.revoke("post-1")
    assert there(public) == set()


def test_what_could_not_be_written_leaves_nothing_packed_behind(public, folder, monkeypatch):
    folder.put(question("/a/"), page())
    write = published.write_whole

    def full(path, content, **kwargs):
        if path.suffix == ".html":
            raise OSError(28, "No space left on device")
        write(path, content, **kwargs)

    monkeypatch.setattr(published, "write_whole", full)
    folder.put(question("/a/"), page(body=b"<p>Neu.</p>" * 100))
    folder.put(question("/b/"), page())
    assert not list(public.rglob("*.gz")) + list(public.rglob("*.br"))


def test_a_page_too_short_to_be_packed_takes_the_place_of_a_packed_one(public, folder):
    folder.put(question("/a/"), page())
    folder.put(question("/a/"), page(body=b"<p>Kurz.</p>"))
    assert [file.name for file in (public / "current/a").iterdir()] == ["index.html"]


def test_what_was_packed_and_lies_there_alone_for_long_goes_as_well(public, folder):
    folder.put(question("/a/"), page())
    folder.put(question("/b/"), page())
    (public / "current/a/index.html").unlink()
    grow_old(*(public / "current/a").iterdir())
    folder.tidy()
    assert not list((public / "current/a").iterdir())
    assert there(public) == {"b/index.html"}


def test_a_file_that_vanishes_while_it_is_looked_at_stops_no_tidying(public, folder):
    folder.put(question("/a/"), page())
    grow_old(public / "current/a/index.html")
    (public / "current/0.html").symlink_to("gone")  # listed, and not there
    folder.tidy()
    assert "a/index.html" not in there(public)


def test_what_is_begun_and_not_finished_by_who_died_goes(public, folder):
    folder.put(question("/a/"), page())
    (public / "pages-0/files").mkdir(parents=True)
    (public / "current/a/.tmp").write_text("halb")
    grow_old(public / "current/a/.tmp")
    folder.tidy()
    assert len(list(public.glob("pages-*"))) == 1
    assert there(public) == {"a/index.html"}


def grow_old(*files):
    old = time.time() - published.LONGEST - 1
    for file in files:
        os.utime(file, (old, old))
