"""All four files, read once before anything is written: what is in them, what hangs on what, and what is wrong."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

from intake import lines, records
from intake.lines import Line, UnreadableError

Record = TypeVar("Record")
MOST: Final = 20
"""So many problems are told one by one; whoever has more has one that repeats."""


@dataclass(frozen=True)
class Remark:
    """A comment without its words. `post` is the line of its post."""

    line: int
    key: str
    post: int
    parent: str
    at: datetime


@dataclass
class Survey:
    """`posts` are the moments of those to be loaded by their lines in the file, `remarks` the comments on them."""

    folder: Path
    categories: dict[str, records.Category] = field(default_factory=dict)
    tags: dict[str, records.Tag] = field(default_factory=dict)
    posts: dict[int, datetime] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    by_slug: dict[str, int] = field(default_factory=dict)
    by_key: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    problem_count: int = 0
    notes: Counter[str] = field(default_factory=Counter)

    def records(self, file: str, kind: Callable[[Line], Record]) -> Iterator[Record]:
        """What is in a file, once more: the survey has told what is wrong with the rest."""
        for found in _read(self.folder / file, kind):
            if not isinstance(found, UnreadableError):
                yield found


def survey(folder: Path, present: set[str]) -> Survey:
    """Read everything. `present` are the addresses of posts that are in the database. Raises `UnreadableError`."""
    if not (folder / "posts.jsonl").is_file():
        raise UnreadableError(f"There is no posts.jsonl in “{folder}”. Name the folder that holds it.")
    found = Survey(folder)
    for category in _checked(found, "categories.jsonl", records.category):
        found.categories.setdefault(category.slug, category)
    for tag in _checked(found, "tags.jsonl", records.tag):
        found.tags.setdefault(tag.slug, tag)
    for post in _checked(found, "posts.jsonl", records.post):
        _note_post(found, post, present)
    known: set[str] = set()
    for comment in _checked(found, "comments.jsonl", records.comment):
        _note_comment(found, comment, known)
    return found


def _checked(found: Survey, file: str, kind: Callable[[Line], Record]) -> Iterator[Record]:
    if not (found.folder / file).is_file():
        found.notes[f"{file} is not there"] += 1
        return
    for record in _read(found.folder / file, kind):
        if isinstance(record, UnreadableError):
            found.problem_count += 1
            found.problems += [str(record)] if len(found.problems) < MOST else []
        else:
            yield record


def _read(path: Path, kind: Callable[[Line], Record]) -> Iterator[Record | UnreadableError]:
    for line in lines.read(path):
        if isinstance(line, UnreadableError):
            yield line
            continue
        try:
            yield kind(line)
        except UnreadableError as error:
            yield error


def _note_post(found: Survey, post: records.Post, present: set[str]) -> None:
    if post.slug and post.slug in found.by_slug:
        found.notes["posts left out: their slug stands there twice, the first counts"] += 1
        return
    found.by_slug[post.slug or f"line {post.line}"] = post.line
    if post.key:
        found.by_key.setdefault(post.key, post.line)
    if post.slug in present:
        found.notes["posts left out: the site has one with that slug"] += 1
    else:
        found.posts[post.line] = post.at


def _note_comment(found: Survey, comment: records.Comment, known: set[str]) -> None:
    post = found.by_slug.get(comment.post) or found.by_key.get(comment.post)
    if post is None:
        found.notes["comments left out: their post is not in posts.jsonl"] += 1
    elif comment.key and comment.key in known:
        found.notes["comments left out: their id stands there twice, the first counts"] += 1
    elif post not in found.posts:
        found.notes["comments left out: their post was left out"] += 1
    else:
        known.add(comment.key)
        at = comment.at or found.posts[post]
        found.remarks.append(Remark(comment.line, comment.key, post, comment.parent, at))
