"""What of a conversation a reader asked for: a page of its threads, one thread, or only what the authors answered.

However long a conversation is, each of these reads a bounded number of rows with a fixed number of queries.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from operator import attrgetter
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Max, Q, Subquery
from django.http import QueryDict

from blog.models import Discussed, Site
from comments import paging, threads
from comments.models import Comment
from comments.models.comment import CommentQuerySet
from comments.paging import Cut
from comments.threads import Node

PAGE: Final = "kommentare"
THREAD: Final = "strang"
SINCE: Final = "ab"
ONLY: Final = "nur"
AUTHORS: Final = "autor"
ROWS: Final = 80
"""Comments on a page of one thread, or of the authors' answers."""


@dataclass(frozen=True)
class Excerpt:
    """What is shown of a conversation, and the addresses that lead on."""

    home: str
    nodes: Sequence[Node] = ()
    pinned: Comment | None = None
    """Stands above all threads; at its own place, if that is on this page, it is only pointed to."""
    thread: Comment | None = None
    """The comment of which this page shows the answers alone."""
    is_authors: bool = False
    """Whether this page shows only what the site's authors answered, and to what."""
    has_authors: bool = False
    """Whether it is worth asking for that."""
    page: int = 1
    pages: int = 1
    newest_first: bool = False
    earlier: str = ""
    later: str = ""

    @property
    def is_selection(self) -> bool:
        return self.thread is not None or self.is_authors


@dataclass(frozen=True)
class Page:
    """The rows of a page, threads from their beginnings on; all that a page needs, in one query."""

    cut: Cut
    number: int
    rows: Sequence[Comment]
    pinned: int | None


def read(target: Discussed, asked: QueryDict) -> Excerpt:
    """What the parameters of an address ask for; what makes no sense is as good as nothing."""
    if not target.comment_count:
        return Excerpt(target.get_absolute_url())
    since = _number(asked, SINCE)
    if asked.get(ONLY) == AUTHORS:
        return _authors(target, since or 0)
    if (thread := _number(asked, THREAD)) and (top := _rows(target).shown_or_needed().filter(pk=thread).first()):
        return _thread(target, top, since)
    return _page(target, page_in(asked))


def is_selection(asked: QueryDict) -> bool:
    """Whether an address shows a part of a conversation that stands elsewhere as well."""
    return THREAD in asked or ONLY in asked


def page_in(asked: QueryDict) -> int | None:
    """The page of a whole conversation that an address asks for; None for the one on which it opens."""
    return _number(asked, PAGE)


def address_of(comment: Comment) -> str:
    """Where the comment stands today: on which page, or where its thread is too long for one, on a page of that."""
    target, root = comment.target, comment
    if comment.parent_id is not None:
        root = Comment.objects.on(target).get(pk=comment.tree_id)
    if root.number is not None:
        page = _page_at(target, ceil(root.number / Site.objects.current().comments_per_page))
        if any(row.pk == comment.pk for row in page.rows):
            return _address_of_page(target, page.cut, page.number, comment.anchor)
    since = {} if comment is root else {SINCE: comment.pk}
    return _address(target, {THREAD: root.pk, **since}, comment.anchor)


def _page(target: Discussed, asked: int | None) -> Excerpt:
    page = _page_at(target, asked)
    cut, number = page.cut, page.number
    excerpt = Excerpt(
        home=target.get_absolute_url(),
        nodes=threads.nest(page.rows, newest_first=cut.newest_first, cut=True),
        has_authors=cut.pages > 1 or any(row.author_id for row in page.rows),
        page=number,
        pages=cut.pages,
        newest_first=cut.newest_first,
        earlier=_address_of_page(target, cut, number - 1) if number > 1 else "",
        later=_address_of_page(target, cut, number + 1) if number < cut.pages else "",
    )
    return _with_pinned_first(target, excerpt, page.pinned) if page.pinned and number == cut.opening else excerpt


def _with_pinned_first(target: Discussed, excerpt: Excerpt, pinned: int) -> Excerpt:
    """A pinned thread moves to the top; a pinned answer, or one that stands on another page, is shown there alone."""
    first = [node for node in excerpt.nodes if node.comment.pk == pinned]
    if first:
        return replace(excerpt, nodes=[*first, *(node for node in excerpt.nodes if node.comment.pk != pinned)])
    return replace(excerpt, pinned=_rows(target).approved().filter(pk=pinned).first())


def _thread(target: Discussed, top: Comment, since: int | None) -> Excerpt:
    within = _rows(target).shown_or_needed().filter(tree_id=top.tree_id, lft__gte=top.lft, lft__lt=top.rght)
    start = within.filter(pk=since).first() if since else None
    begin = start.lft if start else top.lft
    rows = list(within.filter(lft__gte=begin)[: ROWS + 1])
    above = list(within.filter(lft__lt=begin, rght__gt=begin)) if start else []
    before = list(within.filter(lft__lt=begin).order_by("-lft").values_list("pk", flat=True)[:ROWS]) if start else []
    return Excerpt(
        home=target.get_absolute_url(),
        nodes=threads.nest([*above, *rows[:ROWS]], newest_first=False),
        thread=top,
        earlier=_address(target, {THREAD: top.pk} | _since(before, but=top.pk)) if before else "",
        later=_address(target, {THREAD: top.pk, SINCE: rows[ROWS].pk}) if len(rows) > ROWS else "",
    )


def _authors(target: Discussed, since: int) -> Excerpt:
    spoken = _rows(target).approved().filter(author__isnull=False)
    rows = list(spoken.filter(pk__gte=since).order_by("pk")[: ROWS + 1])
    before = list(spoken.filter(pk__lt=since).order_by("-pk").values_list("pk", flat=True)[:ROWS]) if since else []
    asked = _rows(target).filter(pk__in={row.parent_id for row in rows[:ROWS]})
    together = {row.pk: row for row in [*asked, *rows[:ROWS]]}.values()
    return Excerpt(
        home=target.get_absolute_url(),
        nodes=threads.nest(sorted(together, key=lambda row: (row.tree_id, row.lft)), newest_first=False),
        is_authors=True,
        earlier=_address(target, {ONLY: AUTHORS} | _since(before)) if before else "",
        later=_address(target, {ONLY: AUTHORS, SINCE: rows[ROWS].pk}) if len(rows) > ROWS else "",
    )


def _page_at(target: Discussed, asked: int | None) -> Page:
    """The page of that number, or the one that is nearest to it; None for that on which a conversation opens.

    A page has two times its threads at most; said to the database, that is what it plans with.

    Rows come in the order of `lft`, so that where there are too many, all threads have their share and none lacks a
    comment that others answer.
    """
    site = Site.objects.current()
    size, newest_first = site.comments_per_page, site.comment_order == Site.CommentOrder.NEWEST_FIRST
    roots = Comment.objects.on(target).roots().filter(number__isnull=False)
    pinned = Comment.objects.on(target).approved().filter(is_pinned=True).order_by().values("pk")
    newest: Any = Subquery(roots.order_by("-number").values("number")[:1])
    if newest_first:
        shown = _page_of_newest_first(roots, newest, size, asked)
    else:
        shown = roots.filter(number__gt=((asked or 1) - 1) * size, number__lte=(asked or 1) * size)
    rows = list(
        _rows(target)
        .filter(tree_id__in=shown.order_by("number").values("pk")[: 2 * size], lft__lte=2 * paging.EACH)
        .annotate(newest=newest, pinned=Subquery(pinned))
        .order_by("lft", "tree_id")[: paging.ANSWERS + size]
    )
    told: Any = rows[0] if rows else None
    cut = Cut(size, told.newest if told else roots.aggregate(last=Max("number"))["last"] or 0, newest_first)
    number = cut.opening if asked is None else cut.nearest(asked)
    if asked not in {None, number}:
        return _page_at(target, number)
    return Page(cut, number, sorted(rows, key=attrgetter("tree_id", "lft")), told and told.pinned)


def _page_of_newest_first(roots: CommentQuerySet, newest: Any, size: int, asked: int | None) -> CommentQuerySet:
    """The roots of a page where the last one takes in the beginning of the next: `Cut.pages`, said to a database."""
    if asked is None:
        return roots.filter(number__gt=((newest + size // 2) / size - 1) * size)
    near = roots.filter(number__gt=(asked - 1) * size, number__lte=(asked + 1) * size)
    is_last = Q(newest__lt=(asked + 1) * size - size // 2)
    return near.annotate(newest=newest).filter(is_last | Q(number__lte=asked * size))


def _rows(target: Discussed) -> CommentQuerySet:
    return Comment.objects.on(target).in_threads()


def _number(asked: QueryDict, name: str) -> int | None:
    """A number from an address; None for what is none, and for what no row can have."""
    text = asked.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _since(before: Sequence[int], but: int | None = None) -> dict[str, Any]:
    """Where the page before begins: with the last of the keys that were found backwards, if these fill a page."""
    return {SINCE: before[-1]} if len(before) == ROWS and before[-1] != but else {}


def _address_of_page(target: Discussed, cut: Cut, page: int, anchor: str = "comments") -> str:
    return _address(target, {} if page == cut.opening else {PAGE: page}, anchor)


def _address(target: Discussed, query: dict[str, Any], anchor: str = "comments") -> str:
    asked = f"?{urlencode(query)}" if query else ""
    return f"{target.get_absolute_url()}{asked}#{anchor}"
