"""Write a blog made of dice as a folder of JSON lines; the same arguments make the same files.

    bench/corpus.py FOLDER [--posts 2000] [--comments 20000] [--longest 500] [--seed 7]

What the four files hold is said in bench/load.py, which loads them. Some posts get many comments and most get few; one
of the newest gets `--longest` of them. All people, hosts and addresses lie in example.org.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from vocabulary import Subject, article, paragraph, slug, spoken, subjects

FIRST, LAST = datetime(2008, 1, 1, tzinfo=UTC), datetime(2025, 12, 1, tzinfo=UTC)
MAIN_CATEGORIES, BELOW_EACH, TAGS = 8, 2, 300
NAMES = """
Anna Ben Clara David Emma Felix Greta Hannes Ida Jonas Karla Leon Mia Noah Olga Paul Rosa Simon Tilda Vera
""".split()  # noqa: SIM905 (reads better)
Row = dict[str, Any]


@dataclass(frozen=True)
class Size:
    """`longest` is how many of the comments stand on one post."""

    posts: int = 2000
    comments: int = 20_000
    longest: int = 500
    seed: int = 7

    @property
    def discussed(self) -> int:
        """The number of the post with the longest conversation: the third newest."""
        return max(1, self.posts - 2)


def write(folder: Path, size: Size) -> None:
    """One post after the other, so that size costs no memory."""
    folder.mkdir(parents=True, exist_ok=True)
    dice = Random(size.seed)
    about = subjects(dice)
    _lines(folder / "categories.jsonl", _categories())
    _lines(folder / "tags.jsonl", ({"slug": f"thema-{n}", "name": f"Thema {n}"} for n in range(1, TAGS + 1)))
    _lines(folder / "posts.jsonl", (_post(number, size, about) for number in range(1, size.posts + 1)))
    _lines(folder / "comments.jsonl", _comments(dice, size, about))


def _lines(path: Path, rows: Iterator[Row]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _categories() -> Iterator[Row]:
    for number in range(1, MAIN_CATEGORIES + 1):
        yield {"slug": f"bereich-{number}", "name": f"Bereich {number}", "parent": None}
        for below in range(1, BELOW_EACH + 1):
            name = f"Bereich {number}, Teil {below}"
            yield {"slug": f"bereich-{number}-teil-{below}", "name": name, "parent": f"bereich-{number}"}


def _post(number: int, size: Size, about: list[Subject]) -> Row:
    place, title, dice = _named(number, size, about)
    subject, html = about[place], article(dice, about[place], dice.randint(3, 11))
    picked = {
        place * TAGS // len(about) + dice.randrange(7),
        *(dice.randrange(TAGS) for _tag in range(dice.randint(0, 3))),
    }
    main = place % MAIN_CATEGORIES + 1
    below = dice.choice(("", *(f"-teil-{part}" for part in range(1, BELOW_EACH + 1))))
    return {
        "id": number,
        "slug": f"{slug(title)}-{number}",
        "title": title,
        "date": _utc(_date(number, size)),
        "html": html,
        "excerpt": paragraph(dice, subject, 20) if dice.random() < 0.6 else "",
        "categories": [f"bereich-{main}{below}"],
        "tags": [f"thema-{tag % TAGS + 1}" for tag in sorted(picked)],
    }


def _named(number: int, size: Size, about: list[Subject]) -> tuple[int, str, Random]:
    """The subject and the title of a post, and its dice: each post has its own, so that comments find its address."""
    dice = Random(f"{size.seed} {number}")
    place = dice.randrange(len(about))
    title = " ".join([*dice.sample(about[place].own, 2), spoken(dice, about[place], 3)])
    return place, title, dice


def _date(number: int, size: Size) -> datetime:
    """Evenly over the years, each at an hour of its own."""
    whole = (LAST - FIRST) * (number / size.posts)
    return (FIRST + whole).replace(microsecond=0) + timedelta(minutes=number * 37 % 300)


def _comments(dice: Random, size: Size, about: list[Subject]) -> Iterator[Row]:
    counts, last = _counts(dice, size), 0
    for number in sorted(counts):
        place, title, _dice = _named(number, size, about)
        post = f"{slug(title)}-{number}"
        for row in _conversation(dice, counts[number], last, about[place]):
            at = _date(number, size) + timedelta(minutes=row.pop("minutes"))
            yield {**row, "post": post, "date": _utc(at)}
        last += counts[number]


def _counts(dice: Random, size: Size) -> dict[int, int]:
    """How many comments stand on each post. Memory goes with the posts, not with the comments."""
    longest = min(size.longest, size.comments)
    others = [number for number in range(1, size.posts + 1) if number != size.discussed]
    weights = [min(dice.paretovariate(1.2), 40.0) for _post in others]
    counts = dict.fromkeys([size.discussed] if longest else [], longest)
    for _some in range(0, size.comments - longest if others else 0, 10_000):
        left = size.comments - sum(counts.values())
        for number in dice.choices(others, weights, k=min(left, 10_000)):
            counts[number] = counts.get(number, 0) + 1
    return counts


def _conversation(dice: Random, number: int, last: int, subject: Subject) -> Iterator[Row]:
    """Half speak to the post, the others answer, mostly to one of the latest; `minutes` after the post."""
    minutes = 0
    for place in range(number):
        minutes += dice.randint(3, 240)
        is_answer = place > 0 and dice.random() < 0.5
        yield {
            "id": last + place + 1,
            "parent": last + dice.randint(max(1, place - 12), place) if is_answer else None,
            **_voice(dice),
            "minutes": minutes,
            "text": _said(dice, subject),
        }


def _voice(dice: Random) -> Row:
    name, number = dice.choice(NAMES), dice.randrange(400)
    handle = f"{name.lower()}{number}"
    return {
        "author": f"{name} {number}",
        "email": f"{handle}@example.org",
        "url": f"https://{handle}.example.org/" if number % 4 == 0 else None,
    }


def _said(dice: Random, subject: Subject) -> str:
    parts = [paragraph(dice, subject, dice.randint(5, 45)) for _part in range(dice.choice((1, 1, 1, 2, 3)))]
    if dice.random() < 0.05:
        parts.append(f"https://{slug(dice.choice(subject.own))}.example.org/")
    return "\n\n".join(parts)


def _utc(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def add_sizes(parser: argparse.ArgumentParser) -> None:
    plain = Size()
    parser.add_argument("--posts", type=int, default=plain.posts)
    parser.add_argument("--comments", type=int, default=plain.comments)
    parser.add_argument("--longest", type=int, default=plain.longest, help="comments on one post, of all comments")
    parser.add_argument("--seed", type=int, default=plain.seed)


def size_of(options: argparse.Namespace) -> Size:
    return Size(options.posts, options.comments, options.longest, options.seed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    add_sizes(parser)
    options = parser.parse_args()
    write(options.folder, size_of(options))
