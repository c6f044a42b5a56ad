"""Posts, as saving would have left them, and what they are filed under."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final, TypeVar

from django.db.models import F
from django.utils import timezone

from blog.models import Post, TaggedPost
from intake import records
from intake.subjects import Subjects
from intake.survey import Survey
from startalking.core import text
from startalking.wordpress.load import slugs
from startalking.wordpress.load.texts import LONGEST_TEASER, LONGEST_TITLE

T = TypeVar("T")
BATCH: Final = 500


def take_over(found: Survey, subjects: Subjects, taken: set[str]) -> dict[int, int]:
    """Write them all; returns their keys by their lines. `taken` are the addresses that the site has already."""
    keys: dict[int, int] = {}
    counts = _counted(remark.post for remark in found.remarks)
    taken = taken | found.by_slug.keys()
    wanted = (post for post in found.records("posts.jsonl", records.post) if post.line in found.posts)
    for some in batches(wanted):
        rows = Post.objects.bulk_create([_row(post, counts.get(post.line, 0), taken) for post in some])
        _file_under(some, rows, subjects)
        keys |= {post.line: row.pk for post, row in zip(some, rows, strict=True)}
    if keys:
        new = Post.objects.filter(pk__gte=min(keys.values()))
        new.update(changed_at=F("published_at"))
    return keys


def batches(records: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(records)
    while some := list(islice(waiting, BATCH)):
        yield some


def _row(post: records.Post, comments: int, taken: set[str]) -> Post:
    is_out = post.at <= timezone.now()
    row = Post(
        title=text.shorten(text.typed(post.title), LONGEST_TITLE),
        teaser=text.shorten(text.plain(post.excerpt), LONGEST_TEASER),
        body=post.html,
        slug=_slug(post, taken),
        status=Post.Status.PUBLISHED if is_out else Post.Status.SCHEDULED,
        published_at=post.at,
        announced_at=post.at if is_out else None,
        created_at=post.at,
        comment_count=comments,
    )
    row.render()
    return row


def _slug(post: records.Post, taken: set[str]) -> str:
    """Its own where that is an address of ours; else made of the title, and free."""
    if post.slug and slugs.plain(post.slug, "") == post.slug:
        return post.slug
    slug = slugs.free(slugs.plain(post.slug or text.slug(post.title), f"post-{post.line}"), taken.__contains__)
    taken.add(slug)
    return slug


def _file_under(posts: list[records.Post], rows: list[Post], subjects: Subjects) -> None:
    filed = Post.categories.through
    filings, taggings = [], []
    for post, row in zip(posts, rows, strict=True):
        filings += [filed(post=row, category_id=pk) for pk in sorted(subjects.filed_under(post.categories))]
        taggings += [TaggedPost(tag_id=pk, content_object=row) for pk in sorted(subjects.tagged_with(post.tags))]
    filed.objects.bulk_create(filings)
    TaggedPost.objects.bulk_create(taggings)


def _counted(lines: Iterable[int]) -> Mapping[int, int]:
    counts: dict[int, int] = {}
    for line in lines:
        counts[line] = counts.get(line, 0) + 1
    return counts
