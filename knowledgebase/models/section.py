from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from mptt.fields import TreeForeignKey
from mptt.managers import TreeManager
from mptt.models import MPTTModel
from mptt.querysets import TreeQuerySet

from blog.models import Address
from knowledgebase import events
from startalking.core import text, trees
from startalking.core.events import announce

if TYPE_CHECKING:
    from knowledgebase.models.article import Article


class SectionQuerySet(TreeQuerySet["Section"]):
    def for_overview(self) -> Self:
        """Sections in their order, each with `shown_articles`: the public articles in theirs."""
        from knowledgebase.models.article import Article

        articles = Article.objects.published().for_list()
        return self.order_by("tree_id", "lft").prefetch_related(
            models.Prefetch("articles", queryset=articles, to_attr="shown_articles")
        )


class Section(MPTTModel):
    """A part of the knowledge base: „Web & Technik“."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address part"), max_length=80, unique=True)
    parent = TreeForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("below"),
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    description = models.TextField(_("description"), blank=True)
    description_html = models.TextField(editable=False, blank=True)

    shown_articles: list["Article"]
    """Filled by `for_overview()`."""

    objects = TreeManager.from_queryset(SectionQuerySet)()

    class MPTTMeta:
        order_insertion_by = ["position", "name"]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["tree_id", "lft"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.description_html = text.clean(self.description)
        with trees.structure_lock():
            former = type(self).objects.filter(pk=self.pk).first()
            super().save(*args, **kwargs)
            if former and former.slug != self.slug:
                self._leave_redirects(former)
            announce(events.arranged, self, section=self)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with trees.structure_lock():
            deleted: tuple[int, dict[str, int]] = super().delete(*args, **kwargs)
            announce(events.arranged, self, section=self)
        return deleted

    def get_absolute_url(self) -> str:
        return reverse("knowledgebase:section", args=[self.slug])

    def _leave_redirects(self, former: "Section") -> None:
        Address.objects.moved(former.get_absolute_url(), self.get_absolute_url())
        for slug in self.articles.exclude(published_at=None).values_list("slug", flat=True):
            before = reverse("knowledgebase:article", args=[former.slug, slug])
            Address.objects.moved(before, reverse("knowledgebase:article", args=[self.slug, slug]))
