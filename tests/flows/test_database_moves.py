"""A site moves from SQLite to PostgreSQL: nothing is lost, nobody is told, and it goes on where it was."""

import json
import subprocess
import sys
from contextlib import closing
from sqlite3 import connect
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from tests.flows.test_linkback_repeats import server
from tests.flows.test_serving import ROOT, environment, free_port, is_one_sentence, manage, own_machine

__all__ = ["environment", "manage"]

pytestmark = pytest.mark.slow

LIFE = """
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from comments.models import Comment
from startalking.core import index
from tests.factories import make_comment, make_image, make_post
editor = User.objects.get()
post = make_post(title="Ein Beitrag über Zebras", picture=make_image())
index.refresh("blog.post", post.pk)
asked = make_comment(post)
make_comment(post, parent=asked)
LogEntry.objects.log_actions(editor.pk, [post], CHANGE, "Anders", single_object=True)
make_comment(post).delete()  # its number is taken all the same
"""
LOOK = """
import json
from django.contrib.admin.models import LogEntry
from blog.models import Post
from comments.models import Comment
from startalking.core import search
from tests.factories import make_comment, make_post
post = Post.objects.get()
kept = [post.picture.file.url, str(post.changed_at), str(post.out_at), LogEntry.objects.get().get_edited_object().title]
threads = list(Comment.objects.order_by("pk").values_list("pk", "parent", "tree_id", "lft", "rght", "level"))
found = [found.title for found in search.hits("Zebra", "de")[:5]]
new = [make_comment(post).pk, make_post(title="Neu").pk] if {writes} else []
print(json.dumps([kept, threads, found, new]))
"""


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """The data of a site that somebody has written on, still in SQLite."""
    folder = tmp_path_factory.mktemp("lived") / "data"
    machine = own_machine(folder, "8000")
    for command in (("prepare", "--no-demo"), ("shell", "--no-imports", "-c", LIFE)):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=machine, check=True)
    return folder


@pytest.fixture
def site(environment, lived, tmp_path):
    """The environment of a copy of that site."""
    subprocess.run(["cp", "-r", lived, environment["DATA_DIR"]], check=True)
    return environment


@pytest.fixture
def postgresql():
    """The address of a new and empty database."""
    name = f"move_{uuid4().hex[:12]}"
    try:
        master = psycopg.connect(f"{server()}/postgres", connect_timeout=2, autocommit=True)
    except psycopg.OperationalError:
        pytest.skip(f"no PostgreSQL answers at {urlsplit(server()).hostname}")
    with closing(master):
        master.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))
        yield f"{server()}/{name}"
        master.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def looked_at(manage, *, writes=False, **more):
    answer = manage("shell", "--no-imports", "-c", LOOK.format(writes=writes), **more)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def in_the_queue(site):
    with closing(connect(f"{site['DATA_DIR']}/tasks.sqlite3")) as queue:
        return queue.execute("SELECT id FROM task ORDER BY id").fetchall()


def test_a_site_goes_on_in_postgresql_and_back_in_sqlite(manage, site, postgresql, tmp_path):
    before, waiting = looked_at(manage), in_the_queue(site)
    moved = manage("move_database", DATABASE_URL=postgresql)
    assert (moved.returncode, moved.stderr) == (0, "")
    assert waiting
    assert in_the_queue(site) == waiting  # no letter, no call to another server
    assert "comments.Comment: 2\n" in moved.stdout
    assert "comments.Comment: sound" in moved.stdout
    assert looked_at(manage, DATABASE_URL=postgresql) == before
    assert "Password" not in manage("prepare", "--no-demo", DATABASE_URL=postgresql).stdout
    [_kept, threads, _found, [comment, _post]] = looked_at(manage, DATABASE_URL=postgresql, writes=True)
    assert comment == threads[-1][0] + 2  # the number of the one that was deleted is not given again
    again = manage("move_database", DATABASE_URL=postgresql)
    assert again.returncode == 1
    assert "blog.Post" in again.stderr
    assert is_one_sentence(again.stderr)
    back = manage("move_database", postgresql, DATABASE_URL=f"sqlite:///{tmp_path}/back.sqlite3")
    assert (back.returncode, back.stderr) == (0, "")
    assert "blog.Post: 2\n" in back.stdout


def test_a_row_that_postgresql_refuses_is_named_and_nothing_is_moved(manage, site, postgresql):
    with closing(connect(f"{site['DATA_DIR']}/startalking.sqlite3")) as old:
        [number] = old.execute("SELECT max(id) FROM comments_comment").fetchone()
        old.execute("UPDATE comments_comment SET name = ? WHERE id = ?", ["x" * 500, number])
        old.commit()
    answer = manage("move_database", DATABASE_URL=postgresql)
    assert answer.returncode == 1
    assert f"comments.Comment {number} cannot be moved" in answer.stderr
    with psycopg.connect(postgresql) as new:
        assert new.execute("SELECT (SELECT count(*) FROM blog_post) + count(*) FROM auth_user").fetchone() == (0,)


def test_a_database_of_another_version_is_not_moved(manage, site, postgresql):
    with closing(connect(f"{site['DATA_DIR']}/startalking.sqlite3")) as old:
        old.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('blog', '9999_later', '2020-01-01')")
        old.commit()
    answer = manage("move_database", DATABASE_URL=postgresql)
    assert answer.returncode == 1
    assert "another version" in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("old", [(), ("nowhere.sqlite3",), ("mysql://root:geheim@localhost/blog",), ("manage.py",)])
def test_what_cannot_be_moved_is_told_in_one_sentence(manage, site, tmp_path, old):
    new = {} if not old else {"DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3"}
    answer = manage("move_database", *old, **new)
    assert answer.returncode == 1
    assert "geheim" not in answer.stderr
    assert is_one_sentence(answer.stderr)


def test_who_sets_the_address_of_an_empty_database_can_log_in_and_is_told(manage, site, postgresql):
    answer = manage("prepare", DATABASE_URL=postgresql)
    assert "Password" in answer.stdout
    assert "docs/scaling.md#moving-to-postgresql" in answer.stderr
    assert is_one_sentence(answer.stderr)
    with psycopg.connect(postgresql) as new:
        assert new.execute("SELECT (SELECT count(*) FROM blog_post) + count(*) FROM blog_page").fetchone() == (0,)


def test_a_new_database_that_cannot_be_reached_is_told(manage, site):
    answer = manage("move_database", DATABASE_URL=f"postgres://blog:geheim@127.0.0.1:{free_port()}/blog")
    assert answer.returncode == 1
    assert "geheim" not in answer.stderr
    assert is_one_sentence(answer.stderr)
