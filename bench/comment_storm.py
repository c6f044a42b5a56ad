"""Many processes comment on one site at once: is everything stored, and are all threads sound?

    bench/comment_storm.py [--writers 8] [--comments 320] [--database postgres://postgres@127.0.0.1:5432] [--json]

Without --database on an SQLite file. Works in a folder and, on PostgreSQL, in a database of its own, and removes both.
A quarter of the comments comes by the door that readers use, the rest by the verb; half of all are answers. Each
writer also sends one and the same trackback a few times, of which one row has to come.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
PAGES = 3
REPEATS = 3
FORM = "application/x-www-form-urlencoded"


def main():
    options = read_options()
    if options.writer:
        return write(options.writer, options.comments)
    with tempfile.TemporaryDirectory(prefix="storm-") as folder, database(options.database) as url:
        surroundings(folder, url)
        result = storm(options)
    print(json.dumps(result) if options.json else "\n".join(f"{key:>10}: {value}" for key, value in result.items()))
    return 0 if result["stored"] == options.comments and not result["broken"] else 1


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--comments", type=int, default=320)
    parser.add_argument("--database", default="")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--writer", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


class database:  # noqa: N801 (used like a function)
    """A database of this measurement's own: its address, empty for the SQLite file in DATA_DIR."""

    def __init__(self, server):
        self.server, self.name = server, f"startalking_storm_{os.getpid()}"

    def __enter__(self):
        if not self.server:
            return ""
        self._run(f'CREATE DATABASE "{self.name}"')
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{self.name}"))

    def __exit__(self, *error):
        if self.server:
            self._run(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def _run(self, statement):
        import psycopg

        with psycopg.connect(urlunsplit(urlsplit(self.server)._replace(path="/postgres")), autocommit=True) as server:
            server.execute(statement)


def surroundings(folder, url):
    """What settings.py reads, for this process and those it starts."""
    sys.path.insert(0, str(ROOT))
    Path(folder, "static").mkdir()
    os.environ |= {  # noqa: TID251 (it sets what settings.py will read)
        "DJANGO_SETTINGS_MODULE": "startalking.settings",
        "PYTHONPATH": str(ROOT),
        "DATA_DIR": folder,
        "DATABASE_URL": url,
        "REDIS_URL": "",
        "SITE_URL": "http://testserver",
    }


def storm(options):
    start_django()
    from django.core.management import call_command

    from blog.models import Post
    from comments.models import Policy

    call_command("migrate", verbosity=0)
    Policy.objects.current()
    Policy.objects.update(per_sender=0, per_minute=0)  # all writers come from one machine
    for number in range(PAGES):
        Post.objects.create(title=f"Beitrag {number}", slug=f"beitrag-{number}", body="<p>Text</p>").publish()
    share = options.comments // options.writers
    writers = [writer(number, share) for number in range(1, options.writers + 1)]
    for process in writers:
        process.stdout.readline()  # it is ready
    began = time.perf_counter()
    for process in writers:
        process.stdin.close()
    failed = sum(process.wait() != 0 for process in writers)
    return findings(time.perf_counter() - began) | {"failed writers": failed}


def writer(number, share):
    """A process that says when it is ready, and begins when its input ends."""
    command = [sys.executable, __file__, "--writer", str(number), "--comments", str(share)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def findings(seconds):
    from django.db import connection

    from comments.models import Comment
    from linkbacks.models import Incoming
    from startalking.core import soundness

    stored = Comment.objects.count()
    return {
        "database": connection.vendor,
        "stored": stored,
        "answers": Comment.objects.exclude(parent=None).count(),
        "deepest": max(Comment.objects.values_list("level", flat=True), default=0),
        "by form": Comment.objects.filter(status=Comment.Status.HELD).count(),
        "threads": Comment.objects.filter(parent=None).count(),
        "linkbacks": Incoming.objects.count(),
        "broken": len(soundness.unsound(Comment)),
        "seconds": round(seconds, 1),
        "a second": round(stored / seconds),
    }


def write(number, share):
    """One writer: roots and answers in turn, each answer to what happens to be the newest comment of the page."""
    start_django()
    from django.test import Client

    from blog.models import Post

    posts = list(Post.objects.order_by("pk"))
    client = Client()
    client.get("/healthz")  # loads what a server has loaded
    print("ready", flush=True)
    sys.stdin.read()
    for _ in range(REPEATS):
        link_back(client, posts[0])
    for turn in range(share):
        post = posts[(number + turn) % len(posts)]
        words = f"Wort {turn} von {number}"
        (by_form if turn % 4 == 3 else by_verb)(client, post, newest(post) if turn % 2 else None, words)
    return 0


def newest(post):
    from comments.models import Comment

    return Comment.objects.on(post).approved().newest_first().first()


def by_verb(client, post, parent, words):
    from comments.models import Comment

    Comment(post=post, parent=parent, name="Leserin", body=words, status=Comment.Status.APPROVED).submit()


def by_form(client, post, parent, words):
    from comments import tokens

    sent = {"name": "Leser", "email": "leser@example.org", "body": words, "token": tokens.issue(post)}
    response = client.post(f"/kommentar/beitrag/{post.pk}/", sent | ({"parent": parent.pk} if parent else {}))
    if response.status_code != 302:
        raise SystemExit(f"The form was answered with {response.status_code}.")


def link_back(client, post):
    """The same trackback from every writer, as from a blog that does not wait for an answer."""
    response = client.post(post.trackback_url, "url=https://anderswo.example/", content_type=FORM)
    if b"<error>0</error>" not in response.content:
        raise SystemExit(f"The trackback was answered with {response.content!r}.")


def start_django():
    import django

    django.setup()


if __name__ == "__main__":
    sys.exit(main())
