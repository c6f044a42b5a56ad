"""Which posts stand in which list, kept where posts are written: every page of a list then costs what the first costs.

Only lists of a subject are kept: of a category with all below it, of a tag, of an author. All posts together stand in
the index of their own table. What is kept follows from the posts and from what they are filed under; whatever writes
those without the verbs of posts says `recount()` afterwards.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final

from django.db import connection, models
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from blog.models.subject import KINDS, ONE_SUBJECT, Key, Subject, SubjectQuerySet
from blog.models.tally import ALL, Tally, month_of
from blog.periods import Span
from startalking.core.trees import structure_lock

if TYPE_CHECKING:
    from blog.models.post import Post

EXPECTED: Final = {
    "category": """
        SELECT DISTINCT post.id, post.out_at, above.id FROM blog_post post
        JOIN blog_post_categories filed ON filed.post_id = post.id
        JOIN blog_category own ON own.id = filed.category_id
        JOIN blog_category above ON above.tree_id = own.tree_id AND above.lft <= own.lft AND above.rght >= own.rght
        WHERE post.out_at IS NOT NULL""",
    "tag": """
        SELECT post.id, post.out_at, tagged.tag_id FROM blog_post post
        JOIN blog_taggedpost tagged ON tagged.content_object_id = post.id WHERE post.out_at IS NOT NULL""",
    "author": """
        SELECT post.id, post.out_at, wrote.author_id FROM blog_post post
        JOIN blog_post_authors wrote ON wrote.post_id = post.id WHERE post.out_at IS NOT NULL""",
}
"""Post, moment and subject of all that is to be kept."""


class FilingQuerySet(SubjectQuerySet["Filing"]):
    def numbers(self, kind: str) -> dict[int, int]:
        """How many public posts each list of a kind has, where there are any."""
        waiting = self.filter(post__in=_posts().filter(out_at__gt=timezone.now()).order_by().values("pk"))
        later = waiting.filter(**{f"{kind}__isnull": False}).order_by().values_list(kind).annotate(posts=Count("pk"))
        totals = Tally.objects.totals(kind)
        for key, posts in later:
            totals[key] -= posts
        return {key: posts for key, posts in totals.items() if posts > 0}

    def refile(self, post: "Post", *, was: datetime | None = None) -> None:
        """Let the lists know of a post as it is now; `was` is the moment it stood under before. Safe to repeat."""
        with structure_lock():
            at = type(post).objects.filter(pk=post.pk).values_list("out_at", flat=True).first()
            wanted = {(key, at) for key in _keys_of(post)} if at else set()
            there = {(filing.key, filing.at): filing.pk for filing in self.filter(post=post)}
            self.filter(pk__in=[pk for place, pk in there.items() if place not in wanted]).delete()
            fresh = (Filing(post=post, at=moment, **key.columns) for key, moment in wanted - there.keys())
            self.bulk_create(fresh)
            changed = (wanted ^ there.keys()) | {(ALL, moment) for moment in (was, at) if moment and was != at}
            _recount(sorted({(key, month_of(moment)) for key, moment in changed}))

    def unfile(self, key: Key) -> None:
        """Forget a list: what it is of is about to be deleted. Safe to repeat."""
        with structure_lock():
            self.of(key).delete()
            Tally.objects.of(key).delete()

    def refile_categories(self, categories: Collection[int]) -> None:
        """Fill the lists of these categories anew, for example because one was moved. Safe to repeat."""
        with structure_lock():
            for category in sorted(categories):
                self.unfile(Key(category=category))
                _fill("category", f"AND above.id = {int(category)}")
                _recount((Key(category=category), month) for month in _months())

    def recount(self) -> None:
        """Fill and count all lists anew. Safe to repeat."""
        with structure_lock():
            self.all().delete()
            Tally.objects.all().delete()
            for kind in KINDS:
                _fill(kind)
            for month in _months():
                Tally.objects.keep_many((key, month, posts) for key, posts in _counted(month).items())

    def differences(self) -> int:
        """How many rows and numbers are not what they should be. Reads everything."""
        rows = sum(_differing(kind) for kind in KINDS)
        kept = {(tally.key, tally.month): tally.posts for tally in Tally.objects.iterator()}
        right = {(key, month): posts for month in _months() for key, posts in _counted(month).items()}
        return rows + len(kept.items() ^ right.items())


class Filing(Subject):
    """A post that is public, or will be at its hour, stands in the list of a category, of a tag or of an author."""

    post = models.ForeignKey("blog.Post", models.DO_NOTHING, related_name="filings")
    at = models.DateTimeField()
    """The moment by which it is sorted, and before which nobody sees it: the post's `out_at`."""

    objects = FilingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="filing_is_of_one_list", condition=ONE_SUBJECT),
            *(
                models.UniqueConstraint(
                    name=f"post_stands_once_in_a_list_of_{kind}",
                    fields=[kind, "at", "post"],
                    condition=Q(**{f"{kind}__isnull": False}),
                )
                for kind in KINDS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.key}"


def _keys_of(post: "Post") -> Iterator[Key]:
    """The lists in which a post belongs once it is out."""
    own = post.categories.values_list("tree_id", "lft", "rght")
    if own:
        above = reduce(or_, (Q(tree_id=tree, lft__lte=left, rght__gte=right) for tree, left, right in own))
        yield from (Key(category=pk) for pk in own.model.objects.filter(above).values_list("pk", flat=True))
    yield from (Key(tag=pk) for pk in post.tagged_posts.values_list("tag", flat=True))
    yield from (Key(author=pk) for pk in post.authors.values_list("pk", flat=True))


def _recount(places: Iterable[tuple[Key, date]]) -> None:
    """Count the posts of these lists in these months."""
    for key, month in places:
        span = Span.of_month(month)
        rows = Filing.objects.of(key).filter(at__gte=span.start, at__lt=span.end)
        Tally.objects.keep(key, month, _posts(span).count() if key == ALL else rows.count())


def _counted(month: date) -> dict[Key, int]:
    """How many posts each list has in a month."""
    span = Span.of_month(month)
    filed = Filing.objects.filter(post__in=_posts(span).order_by().values("pk")).order_by()
    rows = filed.values_list("category", "tag", "author").annotate(posts=Count("pk"))
    found = {Key(category or 0, tag or 0, author or 0): posts for category, tag, author, posts in rows}
    together = _posts(span).count()
    return {ALL: together, **found} if together else found


def _months() -> Iterator[date]:
    """From the month of the first post to that of the last one."""
    ends = _posts().aggregate(first=Min("out_at"), last=Max("out_at"))
    month = month_of(ends["first"]) if ends["first"] else None
    while month and month <= month_of(ends["last"]):
        yield month
        month = month_of(Span.of_month(month).end)


def _posts(span: Span | None = None) -> Any:
    from blog.models.post import Post

    return Post.objects.within(span.start, span.end) if span else Post.objects.all()


def _fill(kind: str, only: str = "") -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO blog_filing (post_id, at, {kind}_id) {EXPECTED[kind]} {only}")


def _differing(kind: str) -> int:
    kept = f"SELECT post_id, at, {kind}_id FROM blog_filing WHERE {kind}_id IS NOT NULL"  # noqa: S608
    with connection.cursor() as cursor:
        numbers = []
        for one, other in ((EXPECTED[kind], kept), (kept, EXPECTED[kind])):
            cursor.execute(f"SELECT COUNT(*) FROM ({one} EXCEPT {other}) AS differing")  # noqa: S608
            numbers.append(cursor.fetchone()[0])
    return sum(numbers)
