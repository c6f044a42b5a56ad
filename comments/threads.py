"""From rows in reading order to the threads of a page. Pure: asks no database, and of a comment only its columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from comments.models import Comment

DEEPEST_INDENT: Final = 3
"""Answers below this level stand flat, with the name of whom they answer: narrow columns are hard to read."""


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


def nest(rows: Iterable[Comment], *, newest_first: bool) -> list[Node]:
    """The threads of a page, from its comments ordered by `(tree_id, lft)`.

    A comment that is not shown disappears, unless a shown one hangs on it: then its place stays. Threads come in the
    order asked for, answers always in the order in which they were given.
    """
    kept = _with_something_to_show(list(rows))
    begun = {comment.pk: comment.created_at for comment in kept}
    roots = _woven(kept)
    return sorted(roots, key=lambda node: (begun[node.comment.pk], node.comment.pk), reverse=newest_first)


def _with_something_to_show(rows: Sequence[Comment]) -> list[Comment]:
    """The rows that are shown or have something shown below them, in the same order."""
    needed: set[int | None] = set()
    for comment in reversed(rows):
        if comment.is_shown or comment.pk in needed:
            needed |= {comment.pk, comment.parent_id}
    return [comment for comment in rows if comment.pk in needed]


def _woven(rows: Iterable[Comment]) -> list[Node]:
    roots: list[Node] = []
    nodes: dict[int, Node] = {}
    beside: dict[int, list[Node]] = {}
    for comment in rows:
        above = nodes.get(comment.parent_id or 0)
        node = _node_below(above, comment)
        place = roots if above is None else above.answers
        if above is not None and above.depth == DEEPEST_INDENT:
            place = beside[above.comment.pk]
        place.append(node)
        nodes[comment.pk], beside[comment.pk] = node, place
    return roots


def _node_below(above: Node | None, comment: Comment) -> Node:
    said = comment if comment.is_shown else Removed(comment.pk)
    if above is None:
        return Node(said)
    if above.depth < DEEPEST_INDENT:
        return Node(said, depth=above.depth + 1)
    name = above.comment.name if isinstance(above.comment, Comment) else ""
    return Node(said, depth=DEEPEST_INDENT, answer_to=name)
