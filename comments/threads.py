"""From rows in reading order to the threads of a page. Pure: asks no database, and of a comment only its columns."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, TypeAlias

from comments.models import Comment

DEEPEST_INDENT: Final = 3
"""Answers below this level stand flat, with the name of whom they answer: narrow columns are hard to read."""

Below: TypeAlias = Counter[int | None]
"""A number of rows below a comment, by the comment's key; below None lies everything."""


@dataclass(frozen=True)
class Removed:
    """What is left of a comment that is not shown but has answers: its place, not its words and not its writer."""

    pk: int
    is_shown = False

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"


@dataclass(frozen=True)
class Node:
    comment: Comment | Removed
    depth: int = 0
    answers: list["Node"] = field(default_factory=list)
    answer_to: str = ""
    said: int = 0
    """Answers to it, direct or not, that are on the page."""
    beyond: int = 0
    """Rows below it that are not on the page; a few of them may not be shown."""

    @property
    def number(self) -> int:
        return self.said + self.beyond


@dataclass(frozen=True)
class Step:
    """A node on its way through nested lists."""

    node: Node
    begins: bool
    """It is the first in a list of answers."""
    goes_on: bool
    """Its own answers follow."""
    ends: range
    """As many lists of answers end behind it."""
    cut: Node | None
    """The thread that ends behind it, though it goes on elsewhere."""


def nest(rows: Iterable[Comment], *, newest_first: bool, cut: bool = False) -> list[Node]:
    """The threads of a page, from its comments ordered by `(tree_id, lft)`.

    A comment that is not shown disappears, unless a shown one hangs on it: then its place stays. Threads come in the
    order asked for, answers always in the order in which they were given. `cut` says that the rows are the beginnings
    of threads, with whatever is not shown: what their numbers tell of more stands on other pages.
    """
    rows = list(rows)
    beyond = _beyond(rows) if cut else Counter()
    kept = _with_something_to_show(rows, beyond)
    begun = {comment.pk: comment.created_at for comment in kept}
    roots = _woven(kept, _said_below(kept), beyond)
    return sorted(roots, key=lambda node: (begun[node.comment.pk], node.comment.pk), reverse=newest_first)


def steps(nodes: Iterable[Node]) -> Iterator[Step]:
    """The nodes in reading order, with what a template needs to write the nested lists without calling itself."""
    for root in nodes:
        before = 0
        for (level, node), (after, _next) in pairwise([*_flat([root], 0), (0, root)]):
            cut = root if root.beyond and not after else None
            yield Step(node, level > before, after > level, range(level - after), cut)
            before = level


def _beyond(rows: Sequence[Comment]) -> Below:
    """For each row how many below it are missing."""
    here: Below = Counter()
    for comment in reversed(rows):
        here[comment.parent_id] += here[comment.pk] + 1
    return Counter({comment.pk: (comment.rght - comment.lft) // 2 - here[comment.pk] for comment in rows})


def _with_something_to_show(rows: Sequence[Comment], beyond: Below) -> list[Comment]:
    """The rows that are shown or have something below them, shown here or on another page, in the same order."""
    needed: set[int | None] = set()
    for comment in reversed(rows):
        if comment.is_shown or comment.pk in needed or beyond[comment.pk]:
            needed |= {comment.pk, comment.parent_id}
    return [comment for comment in rows if comment.pk in needed]


def _said_below(rows: Sequence[Comment]) -> Below:
    below: Below = Counter()
    for comment in reversed(rows):
        below[comment.parent_id] += below[comment.pk] + comment.is_shown
    return below


def _woven(rows: Iterable[Comment], said: Below, beyond: Below) -> list[Node]:
    roots: list[Node] = []
    nodes: dict[int, Node] = {}
    beside: dict[int, list[Node]] = {}
    for comment in rows:
        above = nodes.get(comment.parent_id or 0)
        node = _node_below(above, comment, said[comment.pk], beyond[comment.pk])
        place = roots if above is None else above.answers
        if above is not None and above.depth == DEEPEST_INDENT:
            place = beside[above.comment.pk]
        place.append(node)
        nodes[comment.pk], beside[comment.pk] = node, place
    return roots


def _node_below(above: Node | None, comment: Comment, said: int, beyond: int) -> Node:
    shown = comment if comment.is_shown else Removed(comment.pk)
    if above is None:
        return Node(shown, said=said, beyond=beyond)
    if above.depth < DEEPEST_INDENT:
        return Node(shown, depth=above.depth + 1, said=said, beyond=beyond)
    name = above.comment.name if isinstance(above.comment, Comment) else ""
    return Node(shown, depth=DEEPEST_INDENT, answer_to=name, said=said, beyond=beyond)


def _flat(nodes: Iterable[Node], level: int) -> Iterator[tuple[int, Node]]:
    for node in nodes:
        yield level, node
        yield from _flat(node.answers, level + 1)
