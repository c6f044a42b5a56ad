from dataclasses import asdict, dataclass
from typing import Any, Final, Self, TypeVar

from django.db import models
from django.db.models import Q


@dataclass(frozen=True, order=True)
class Key:
    """Which list of posts: that of a category with all below it, of a tag, of an author; without any, of all posts."""

    category: int = 0
    tag: int = 0
    author: int = 0

    @property
    def columns(self) -> dict[str, int | None]:
        """As a row has them."""
        return {f"{name}_id": pk or None for name, pk in asdict(self).items()}

    @property
    def lookups(self) -> dict[str, Any]:
        """As rows are found: by the one key there is, so that its index says all."""
        return {name: pk for name, pk in self.columns.items() if pk} or dict.fromkeys(self.columns)


S = TypeVar("S", bound="Subject", covariant=True)


class SubjectQuerySet(models.QuerySet[S]):
    def of(self, key: Key) -> Self:
        return self.filter(**key.lookups)


class Subject(models.Model):
    """What belongs to one list of posts. Whoever deletes a category, a tag or an author takes these rows along."""

    category = models.ForeignKey("blog.Category", models.DO_NOTHING, null=True, related_name="+", db_index=False)
    tag = models.ForeignKey("blog.Tag", models.DO_NOTHING, null=True, related_name="+", db_index=False)
    author = models.ForeignKey("blog.Author", models.DO_NOTHING, null=True, related_name="+", db_index=False)

    class Meta:
        abstract = True

    @property
    def key(self) -> Key:
        return Key(self.category_id or 0, self.tag_id or 0, self.author_id or 0)


KINDS: Final = ("category", "tag", "author")
ALL_POSTS: Final = Q(category=None, tag=None, author=None)
ONE_SUBJECT: Final = (
    Q(category__isnull=False, tag=None, author=None)
    | Q(category=None, tag__isnull=False, author=None)
    | Q(category=None, tag=None, author__isnull=False)
)
