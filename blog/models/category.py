from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from mptt.fields import TreeForeignKey
from mptt.managers import TreeManager
from mptt.models import MPTTModel
from mptt.querysets import TreeQuerySet

from blog import events
from blog.models.address import Address
from blog.models.filing import Filing
from blog.models.subject import Key
from startalking.core import text, trees
from startalking.core.events import announce


class CategoryQuerySet(TreeQuerySet["Category"]):
    pass


class Category(MPTTModel):
    """A subject with a place in a tree. Its page shows the posts of its descendants too."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address part"), max_length=200, unique=True)
    parent = TreeForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("below"),
    )
    description = models.TextField(_("description"), blank=True)
    description_html = models.TextField(editable=False, blank=True)
    import_ref = models.CharField(max_length=200, blank=True, editable=False)

    objects = TreeManager.from_queryset(CategoryQuerySet)()

    class MPTTMeta:
        order_insertion_by = ["name"]

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["tree_id", "lft"]
        constraints = [
            models.UniqueConstraint(
                name="category_imported_once",
                fields=["import_ref"],
                condition=~models.Q(import_ref=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.description_html = text.clean(self.description)
        with trees.structure_lock():
            former = type(self).objects.filter(pk=self.pk).first()
            above = former.keys_above() if former else set()
            super().save(*args, **kwargs)
            if former and former.slug != self.slug:
                Address.objects.moved(former.get_absolute_url(), self.get_absolute_url())
            if former and former.parent_id != self.parent_id:
                Filing.objects.refile_categories(above ^ self.keys_above())
            announce(events.arranged, self, subject=self)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with trees.structure_lock():
            above = self.keys_above()
            Filing.objects.unfile(Key(category=self.pk))
            deleted: tuple[int, dict[str, int]] = super().delete(*args, **kwargs)
            Filing.objects.refile_categories(above)
            announce(events.arranged, self, subject=self)
        return deleted

    def keys_above(self) -> set[int]:
        """The categories whose lists hold the posts of this one, too."""
        stored = type(self).objects.get(pk=self.pk)
        return set(stored.get_ancestors().values_list("pk", flat=True))

    def get_absolute_url(self) -> str:
        return reverse("blog:category", args=[self.slug])
