from collections import defaultdict
from collections.abc import Iterable
from math import log
from typing import TYPE_CHECKING, Final

from django.db import models, transaction

from blog.models.tag import TaggedPost
from startalking.core import search

if TYPE_CHECKING:
    from blog.models.post import Post

KEPT: Final = 4
REFRESHED: Final = 12
"""So many of the best and of those that show the post are looked at again when it changes."""

TAG: Final = 3.0
CATEGORY: Final = 1.0
WORD: Final = 0.5
"""What something in common counts, before rarity: two posts share one tag, but a dozen words."""


class RelationQuerySet(models.QuerySet["Relation"]):
    @transaction.atomic
    def keep(self, post: "Post", others: Iterable[int]) -> None:
        """These are akin to `post`, best first; whatever was kept before is not. Safe to repeat."""
        post.lock()
        self.filter(post=post).delete()
        kept = enumerate(list(others)[:KEPT])
        self.bulk_create(Relation(post=post, other_id=other, rank=rank) for rank, other in kept)

    def concerned(self, post: "Post") -> list[int]:
        """The posts that show `post` as akin."""
        return list(self.filter(other=post).values_list("post", flat=True))


class Relation(models.Model):
    """Two posts that are akin, found when one of them was written; kept so that reading costs one query."""

    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="akin_to")
    rank = models.PositiveSmallIntegerField()

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["post", "rank"]
        constraints = [
            models.UniqueConstraint(name="two_posts_are_related_once", fields=["post", "other"]),
            models.CheckConstraint(
                name="post_is_not_related_to_itself",
                condition=~models.Q(post=models.F("other")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} ~ {self.other_id}"


def akin_to(post: "Post") -> list[int]:
    """The public posts that share most with `post`, best first: tags, categories, words; rare ones count more.

    None for a post that is not public itself.
    """
    public = type(post).objects.searchable()
    if not public.filter(pk=post.pk).exists():
        return []
    total = public.count()
    scores: dict[int, float] = defaultdict(float)
    for other, score in search.akin(post._meta.label_lower, post.pk).items():
        scores[other] += WORD * score
    for weight, sharing in ((TAG, _sharing_tags(post)), (CATEGORY, _sharing_categories(post))):
        for others in sharing:
            for other in others:
                scores[other] += weight * log(1 + total / len(others))
    scores.pop(post.pk, None)
    best = sorted(scores, key=lambda other: (-scores[other], -other))
    return _public_of(best, public)


def _public_of(best: list[int], public: "models.QuerySet[Post]") -> list[int]:
    """The first few that are public; the best are asked for first, so that not all have to be."""
    found: list[int] = []
    for start in range(0, len(best), 50):
        some = best[start : start + 50]
        seen = set(public.filter(pk__in=some).values_list("pk", flat=True))
        found += [other for other in some if other in seen]
        if len(found) >= REFRESHED:
            break
    return found[:REFRESHED]


def _sharing_tags(post: "Post") -> Iterable[list[int]]:
    mine = TaggedPost.objects.filter(content_object=post).values("tag")
    return _grouped(TaggedPost.objects.filter(tag__in=mine).values_list("tag", "content_object"))


def _sharing_categories(post: "Post") -> Iterable[list[int]]:
    filed = type(post).categories.through.objects
    mine = filed.filter(post=post).values("category")
    return _grouped(filed.filter(category__in=mine).values_list("category", "post"))


def _grouped(pairs: Iterable[tuple[int, int]]) -> Iterable[list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for shared, post in pairs:
        groups[shared].append(post)
    return groups.values()
