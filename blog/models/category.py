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
            former = type(self).objects.filter(pk=self.pk).values_list("slug", flat=True).first()
            super().save(*args, **kwargs)
            if former and former != self.slug:
                Address.objects.moved(reverse("blog:category", args=[former]), self.get_absolute_url())
            announce(events.arranged, self, subject=self)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with trees.structure_lock():
            deleted: tuple[int, dict[str, int]] = super().delete(*args, **kwargs)
            announce(events.arranged, self, subject=self)
        return deleted

    def get_absolute_url(self) -> str:
        return reverse("blog:category", args=[self.slug])
