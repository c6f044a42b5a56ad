from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from mptt.fields import TreeForeignKey
from mptt.managers import TreeManager
from mptt.models import MPTTModel
from mptt.querysets import TreeQuerySet

from blog.models.entry import Entry, EntryQuerySet
from startalking.core import trees


class PageQuerySet(EntryQuerySet["Page"], TreeQuerySet["Page"]):  # type: ignore[override] # both are querysets of pages
    def for_page(self) -> Self:
        return self.select_related("picture")


class Page(MPTTModel, Entry):
    """A text without a date, with a place in a tree: `/ueber-uns/buecher/`."""

    slug = models.SlugField(_("address part"), max_length=200)
    path = models.CharField(max_length=500, unique=True, editable=False)
    position = models.PositiveIntegerField(_("position"), default=0)
    parent = TreeForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("below"),
    )

    objects = TreeManager.from_queryset(PageQuerySet)()

    class MPTTMeta:
        order_insertion_by = ["position", "title"]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["tree_id", "lft"]
        constraints = [
            models.UniqueConstraint(
                name="page_imported_once",
                fields=["import_ref"],
                condition=~models.Q(import_ref=""),
            ),
        ]

    def clean(self) -> None:
        path = self._path_below(self.parent)
        if type(self).objects.exclude(pk=self.pk).filter(path=path).exists():
            raise ValidationError({"slug": _("A page has this address already. Choose another address part.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        with trees.structure_lock():
            if fields is None or {"slug", "parent"} & set(fields):
                self.path = self._path_below(self.parent)
                if fields is not None:
                    kwargs["update_fields"] = {*fields, "path"}
            super().save(*args, **kwargs)
            self._move_descendants()

    def get_absolute_url(self) -> str:
        return self.path

    def _path_below(self, parent: "Page | None") -> str:
        return f"{parent.path if parent else '/'}{self.slug}/"

    def _move_descendants(self) -> None:
        """Children's addresses begin with their parent's; each leaves a redirect behind."""
        for child in self.children.exclude(path__startswith=self.path):
            child.parent = self
            child.save()
