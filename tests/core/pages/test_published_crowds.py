"""Pages as files while many threads and processes put them there and take them away."""

import sys
import time
from contextlib import contextmanager
from functools import partial
from subprocess import PIPE, Popen
from threading import Event, Thread

from startalking.core import pages
from startalking.core.pages import published
from startalking.core.pages.published import Folder
from tests.core.pages.files import page, question, there

HOLD = "import fcntl, os, sys; fcntl.flock(os.open(sys.argv[1], 0), fcntl.LOCK_EX); print(flush=True); input()"


@contextmanager
def somebody_at_it(public):
    """Another process that is in the folder, and dies at the end of the block."""
    with Popen([sys.executable, "-c", HOLD, public], stdin=PIPE, stdout=PIPE) as process:
        process.stdout.readline()
        yield
        process.kill()


def test_what_is_put_there_while_files_are_taken_away_is_found_by_the_next_change(public, folder):
    names = [f"/{number:03}/" for number in range(300)]
    for name in names:
        folder.put(question(name), page("site", "comments", f"post-{name}"))
    done, again = Event(), []

    def read():
        """What is no longer there is drawn anew, and put there."""
        while not done.is_set():
            gone = next((name for name in names if not (public / f"current{name}index.html").exists()), None)
            if gone:
                again.append(gone)
                Folder(public).put(question(gone), page("site", "comments", f"post-{gone}"))

    reader = Thread(target=read)
    reader.start()
    pages.renew("comments")
    time.sleep(0.3)
    done.set()
    reader.join()
    assert again
    pages.revoke("comments")
    assert there(public) == set()


def test_a_change_while_a_page_is_written_takes_it_away(public, folder, monkeypatch):
    write, changed = published.write_whole, Thread(target=pages.revoke, args=("post-1",))

    def slowly(*args, **kwargs):
        monkeypatch.setattr(published, "write_whole", write)
        changed.start()
        time.sleep(0.2)
        write(*args, **kwargs)

    monkeypatch.setattr(published, "write_whole", slowly)
    folder.put(question("/a/"), page("site", "post-1"))
    changed.join()
    assert there(public) == set()


def test_after_much_changed_at_several_places_at_once_each_file_can_still_be_taken_away(public):
    def put():
        for number in range(5):
            Folder(public).put(question(f"/{number}/"), page("site", "posts", body=b"<p>Kurz.</p>"))

    for _ in range(100):
        at_once(put, partial(pages.renew, "site"), partial(pages.renew, "site"), partial(pages.renew, "posts"))
        pages.revoke("posts")
        assert there(public) == set()


def at_once(*doings):
    threads = [Thread(target=do) for do in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_who_cannot_get_in_to_take_a_file_away_takes_all_away(public, folder, monkeypatch):
    monkeypatch.setattr(published, "PATIENCE", 0.05)
    folder.put(question("/a/"), page("site", "post-1"))
    with somebody_at_it(public):
        pages.revoke("post-1")
        assert there(public) == set()


def test_who_cannot_get_in_to_put_a_page_there_hinders_nobody_and_the_dead_hinder_nobody(
    public, folder, monkeypatch, caplog
):
    monkeypatch.setattr(published, "PATIENCE", 0.05)
    folder.put(question("/a/"), page())
    with somebody_at_it(public):
        folder.put(question("/b/"), page())
        assert "cannot be published" in caplog.text
    folder.put(question("/c/"), page())
    assert there(public) == {"a/index.html", "c/index.html"}
