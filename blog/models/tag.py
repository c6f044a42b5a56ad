from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from blog.models.address import Address
from blog.models.arranged import Arranged
from blog.models.filing import Filing
from blog.models.subject import Key
from startalking.core import text


class Tag(Arranged, TagBase):
    """A keyword. „Größe“ has the address part `groesse`."""

    description = models.TextField(_("description"), blank=True)
    import_ref = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                name="tag_imported_once",
                fields=["import_ref"],
                condition=~models.Q(import_ref=""),
            ),
        ]

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        former = type(self).objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        super().save(*args, **kwargs)
        if former and former != self.slug:
            Address.objects.moved(reverse("blog:tag", args=[former]), self.get_absolute_url())

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        Filing.objects.unfile(Key(tag=self.pk))
        return super().delete(*args, **kwargs)

    def slugify(self, tag: str, i: int | None = None) -> str:
        base = text.slug(tag) or "tag"
        return base if i is None else f"{base}-{i}"

    def get_absolute_url(self) -> str:
        return reverse("blog:tag", args=[self.slug])


class TaggedPost(ItemBase):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_posts")
    content_object = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="tagged_posts")

    objects = models.Manager["TaggedPost"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="post_has_a_tag_once", fields=["tag", "content_object"]),
        ]
