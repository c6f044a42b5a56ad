from typing import Self, TypeVar, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blog.models import Discussed, Page, Post
from knowledgebase.models import Article


def key_of(target: Discussed) -> dict[str, Discussed]:
    """The one of the three keys that points at `target`."""
    return {target._meta.model_name or "": target}


T = TypeVar("T", bound="Targeted", covariant=True)


class TargetedQuerySet(models.QuerySet[T]):
    """Words for whatever belongs to a page. Comments, which are trees, have the same words in a queryset of trees."""

    def on(self, target: Discussed) -> Self:
        return self.filter(**key_of(target))

    def for_list(self) -> Self:
        return self.select_related("post", "page", "article__section")


class Targeted(models.Model):
    """What belongs to a post, to a page or to an article: to exactly one of them."""

    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("post")
    )
    page = models.ForeignKey(
        Page, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("page")
    )
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("article")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_has_one_target",
                condition=Q(post__isnull=False, page=None, article=None)
                | Q(post=None, page__isnull=False, article=None)
                | Q(post=None, page=None, article__isnull=False),
                violation_error_message=_("It belongs to a post, to a page or to an article."),
            ),
        ]

    @property
    def target(self) -> Discussed:
        return cast(Discussed, self.post or self.page or self.article)  # the database holds that it is one
