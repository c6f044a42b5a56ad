"""The trees of an export: parents may come late, be missing or run in circles.

Out of here they are whole, with mptt's numbers.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from startalking.wordpress.records import Comment

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Untangled(Generic[Key]):
    """`parents` is free of gaps and circles; `lifted` moved up because a parent is missing, `cut` to open
    a circle."""

    parents: Mapping[Key, Key | None]
    lifted: tuple[Key, ...]
    cut: tuple[Key, ...]


@dataclass(frozen=True)
class Node:
    """A comment with its place: `left`, `right` and `level` are mptt's numbers in the tree of `root_id`."""

    comment: Comment
    parent_id: int | None
    root_id: int
    left: int
    right: int
    level: int


@dataclass(frozen=True)
class Plan:
    """`nodes` come parents first, tree by tree, ready for `bulk_create`; the ids behind them are for the
    report."""

    nodes: tuple[Node, ...]
    lifted: tuple[int, ...]
    cut: tuple[int, ...]
    repeated: tuple[int, ...]


def plan(comments: Iterable[Comment], *, keep: Callable[[Comment], bool] = lambda _: True) -> Plan:
    """The threads of the kept comments: replies to one that is not kept move up to the next kept one
    above it.

    Siblings stand in the order of their dates. Of two comments with one id the first counts.
    """
    by_id: dict[int, Comment] = {}
    repeated = []
    for comment in comments:
        if comment.id in by_id:
            repeated.append(comment.id)
        by_id.setdefault(comment.id, comment)
    untangled = untangle({id_: comment.parent_id for id_, comment in by_id.items()})
    kept = {id_ for id_, comment in by_id.items() if keep(comment)}
    parents = {id_: _nearest(untangled.parents, id_, kept) for id_ in by_id if id_ in kept}
    above = {id_ for id_, parent in parents.items() if parent != untangled.parents[id_]}
    lifted = above | kept.intersection(untangled.lifted)
    return Plan(
        nodes=tuple(_nodes(by_id, parents)),
        lifted=tuple(sorted(lifted)),
        cut=tuple(sorted(kept.intersection(untangled.cut))),
        repeated=tuple(repeated),
    )


def untangle(parents: Mapping[Key, Key | None]) -> Untangled[Key]:
    """`parents` (a child's key to its parent's) without missing parents and without circles.

    A child of a missing parent becomes a root; a circle is opened at the member that comes first in
    `parents`.
    """
    result: dict[Key, Key | None] = {}
    lifted = []
    for child, parent in parents.items():
        missing = parent is not None and parent not in parents
        if missing:
            lifted.append(child)
        result[child] = None if missing else parent
    cut = list(_circles(result))
    result.update(dict.fromkeys(cut))
    return Untangled(result, tuple(lifted), tuple(cut))


def _circles(parents: Mapping[Key, Key | None]) -> Iterable[Key]:
    """One key of each circle: the one that comes first."""
    order = {key: place for place, key in enumerate(parents)}
    done: set[Key] = set()
    for start in parents:
        path: dict[Key, None] = {}
        key: Key | None = start
        while key is not None and key not in done and key not in path:
            path[key] = None
            key = parents[key]
        if key is not None and key in path:
            walked = list(path)
            yield min(walked[walked.index(key) :], key=order.__getitem__)
        done.update(path)


def _nearest(parents: Mapping[int, int | None], id_: int, kept: set[int]) -> int | None:
    parent = parents[id_]
    while parent is not None and parent not in kept:
        parent = parents[parent]
    return parent


def _nodes(comments: Mapping[int, Comment], parents: Mapping[int, int | None]) -> list[Node]:
    """Each tree numbered on its own, without recursion: threads may be very deep."""
    replies: dict[int | None, list[int]] = {}
    for id_ in sorted(parents, key=lambda each: _age(comments[each])):
        replies.setdefault(parents[id_], []).append(id_)
    nodes = []
    for root in replies.get(None, []):
        spans = _spans(root, replies)
        levels = {root: 0}
        for id_, (left, right) in spans.items():
            parent = parents[id_]
            if parent is not None:
                levels[id_] = levels[parent] + 1
            nodes.append(Node(comments[id_], parent, root, left, right, levels[id_]))
    return nodes


def _spans(root: int, replies: Mapping[int | None, Sequence[int]]) -> dict[int, tuple[int, int]]:
    """Left and right of each member of a thread, in the order of left."""
    spans: dict[int, tuple[int, int]] = {}
    waiting = [(root, False)]
    count = 0
    while waiting:
        id_, closing = waiting.pop()
        count += 1
        if closing:
            spans[id_] = (spans[id_][0], count)
            continue
        spans[id_] = (count, 0)
        waiting.append((id_, True))
        waiting.extend((reply, False) for reply in reversed(replies.get(id_, [])))
    return spans


def _age(comment: Comment) -> tuple[datetime, int]:
    return comment.date or datetime.max.replace(tzinfo=UTC), comment.id
