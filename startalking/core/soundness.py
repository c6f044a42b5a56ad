"""Whether mptt trees are sound, and how broken ones are numbered anew. How they are written safely: `trees.py`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, TypeAlias

from django.db.models import Max

from startalking.core.trees import structure_lock

TreeModel: TypeAlias = type[Any]
"""A model with mptt's columns under their usual names; the stubs know neither these nor a model's own."""

Children: TypeAlias = Mapping[int | None, list[int]]
NUMBERS: Final = ["tree_id", "lft", "rght", "level"]


def unsound(model: TreeModel) -> list[int]:
    """The trees that are broken: lft, rght or level do not follow from the parents, a parent stands in another tree,
    or there is no root or more than one. Reads the whole table, and holds one tree in memory at a time.
    """
    rows = _bare(model).order_by("tree_id", "lft", "pk").iterator(chunk_size=5000)
    return [tree_id for tree_id, tree in groupby(rows, key=attrgetter("tree_id")) if not _is_sound(list(tree))]


def mend(model: TreeModel) -> list[int]:
    """Renumber the broken ones among editors' trees, under their lock; which ones they were."""
    with structure_lock():
        broken = unsound(model)
        renumber(model, broken)
    return broken


def renumber(model: TreeModel, broken: Iterable[int]) -> None:
    """Number trees anew, as the parents say and in the order in which children stand. The caller holds the lock.

    The parents are what counts: no node gets another one. Several roots become several trees, and a parent's tree gets
    back the children that strayed. Nodes that are their own ancestors have no place: they stay as they are.
    """
    nodes = _with_trees_of_parents(model, set(broken))
    by_pk = {node.pk: node for node in nodes}
    children = _children(nodes)
    tree_ids = _tree_ids(model, [node for node in nodes if node.parent_id is None])
    for root, tree_id in tree_ids.items():
        for pk, (lft, rght, level) in _places(root, children).items():
            node = by_pk[pk]
            node.tree_id, node.lft, node.rght, node.level = tree_id, lft, rght, level
    model._default_manager.bulk_update(nodes, NUMBERS, batch_size=500)


def _is_sound(tree: list[Any]) -> bool:
    """Whether one tree's nodes, in the order of their lft, are numbered as their parents say."""
    roots = [node.pk for node in tree if node.parent_id is None]
    told = {node.pk: (node.lft, node.rght, node.level) for node in tree}
    return len(roots) == 1 and _places(roots[0], _children(tree)) == told


def _children(nodes: Iterable[Any]) -> Children:
    """Keys of the children by key of the parent, in the order of the nodes."""
    found = defaultdict(list)
    for node in nodes:
        found[node.parent_id].append(node.pk)
    return found


def _places(root: int, children: Children) -> dict[int, tuple[int, int, int]]:
    """lft, rght and level of each node below a root, by key. Walks without recursion: threads may be deep."""
    opened: dict[int, int] = {}
    places = {}
    todo = [(root, 0)]
    for number in range(1, 2 * sum(map(len, children.values())) + 3):
        if not todo:
            break
        pk, level = todo.pop()
        if pk in opened:
            places[pk] = (opened[pk], number, level)
            continue
        opened[pk] = number
        todo.append((pk, level))
        todo.extend((child, level + 1) for child in reversed(children.get(pk, ())))
    return places


def _tree_ids(model: TreeModel, roots: list[Any]) -> dict[int, int]:
    """The number of each root's tree. A thread's is its root's key; editors' trees keep theirs as far as it is free."""
    if not model._mptt_meta.order_insertion_by:
        return {root.pk: root.pk for root in roots}
    free = (model._default_manager.aggregate(last=Max("tree_id"))["last"] or 0) + 1
    numbered: dict[int, int] = {}
    for root in roots:
        is_taken = root.tree_id in numbered.values()
        numbered[root.pk] = free if is_taken else root.tree_id
        free += is_taken
    return numbered


def _with_trees_of_parents(model: TreeModel, tree_ids: set[int]) -> list[Any]:
    """The nodes of these trees, and of those in which a parent of theirs has strayed."""
    while True:
        nodes = _bare(model).filter(tree_id__in=tree_ids)
        parents = model._default_manager.filter(pk__in=nodes.order_by().values("parent"))
        more = set(parents.order_by().values_list("tree_id", flat=True)) - tree_ids
        if not more:
            return list(nodes.order_by("lft", "pk"))
        tree_ids = tree_ids | more


def _bare(model: TreeModel) -> Any:
    return model._default_manager.only("pk", "parent", *NUMBERS)
