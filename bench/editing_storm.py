"""Many editors at once: do all lists of posts and their numbers still say what the posts say?

    bench/editing_storm.py [--editors 6] [--edits 240] [--database postgres://postgres@127.0.0.1:5432] [--json]

Without --database on an SQLite file. Works in a folder and, on PostgreSQL, in a database of its own, and removes both.
Editors publish, withdraw, put off, file under something else and delete the same posts, and move categories about.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import timedelta

import comment_storm
from house import database_beside

POSTS, CATEGORIES, TAGS = 60, 6, 4


def main():
    options = read_options()
    if options.editor:
        return edit(options.editor, options.edits)
    with tempfile.TemporaryDirectory(prefix="storm-") as folder, database_beside(options.database) as url:
        comment_storm.surroundings(folder, url)
        found = storm(options)
    print(json.dumps(found) if options.json else "\n".join(f"{key:>15}: {value}" for key, value in found.items()))
    return 1 if found["wrong"] or found["failed editors"] else 0


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--editors", type=int, default=6)
    parser.add_argument("--edits", type=int, default=240)
    parser.add_argument("--database", default="")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--editor", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def storm(options):
    comment_storm.start_django()
    from django.core.management import call_command

    from blog.models import Author, Category, Filing, Post, Tag

    call_command("migrate", verbosity=0)
    for number in range(CATEGORIES):
        parent = Category.objects.first() if number % 2 else None
        Category(name=f"Bereich {number}", slug=f"bereich-{number}", parent=parent).save()
    for number in range(TAGS):
        Tag(name=f"Wort {number}").save()
    Author(name="Redaktion", slug="redaktion").save()
    for number in range(POSTS):
        Post(title=f"Beitrag {number}", slug=f"beitrag-{number}", body="<p>Text</p>").save()
    share = options.edits // options.editors
    began = time.perf_counter()
    command = [sys.executable, __file__, "--edits", str(share), "--editor"]
    editors = [subprocess.Popen([*command, str(number)]) for number in range(1, options.editors + 1)]
    failed = sum(process.wait() != 0 for process in editors)
    return {
        "filed": Filing.objects.count(),
        "wrong": Filing.objects.differences(),
        "failed editors": failed,
        "seconds": round(time.perf_counter() - began, 1),
    }


def edit(number, share):
    """One editor, who does something else each time; what he chooses is the same in every run."""
    comment_storm.start_django()
    from django.db import DatabaseError

    from blog.models import Post

    chance = random.Random(number)
    for _turn in range(share):
        post = Post.objects.order_by("?").first()
        try:
            chance.choice([publish, publish, put_off, withdraw, file, file, move, delete])(post, chance)
        except DatabaseError:
            if Post.objects.filter(pk=post.pk).exists():
                raise  # else somebody has just deleted it
    return 0


def publish(post, chance):
    from django.utils import timezone

    post.publish(at=timezone.now() - timedelta(days=chance.randrange(90)))


def put_off(post, chance):
    from django.utils import timezone

    post.publish(at=timezone.now() + timedelta(days=chance.randrange(1, 90)))


def withdraw(post, _chance):
    post.withdraw()


def file(post, chance):
    """As the form of the administration does it: relations first, then the lists hear of it."""
    from blog.models import Author, Category, Tag

    categories, tags = list(Category.objects.all()), list(Tag.objects.all())
    post.categories.set(chance.sample(categories, 2))
    post.tags.set(chance.sample(tags, 2))
    post.authors.set(Author.objects.all()[: chance.randrange(2)])
    post.refile()


def move(_post, chance):
    from mptt.exceptions import InvalidMove

    from blog.models import Category

    category = chance.choice(list(Category.objects.all()))
    others = Category.objects.exclude(pk__in=category.get_descendants(include_self=True))
    category.parent = chance.choice([None, *others])
    with suppress(InvalidMove):  # somebody has just moved the other one below this one
        category.save()


def delete(post, chance):
    """Sometimes, so that some stay."""
    if chance.random() < 0.5:
        post.delete()


if __name__ == "__main__":
    sys.exit(main())
