from itertools import chain, count
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.models.arranged import Arranged
from blog.models.filing import Filing
from blog.models.rendered import Rendered
from blog.models.subject import Key
from startalking.core import text


class AuthorManager(models.Manager["Author"]):
    @transaction.atomic
    def for_account(self, user: Any) -> "Author":
        """The author behind an account; made when there is none yet, under the name that the account gives."""
        name = self.name_for(user)
        return self.get_or_create(user=user, defaults={"name": name, "slug": self._free_slug(name)})[0]

    def name_for(self, user: Any) -> str:
        """The name under which somebody speaks here, or would speak."""
        known = self.filter(user=user).values_list("name", flat=True).first()
        return str(known or user.get_full_name() or user.get_username())[:120]

    def _free_slug(self, name: str) -> str:
        base = text.slug(name, length=70) or "author"
        taken = set(self.filter(slug__startswith=base).values_list("slug", flat=True))
        return next(slug for slug in chain([base], (f"{base}-{number}" for number in count(2))) if slug not in taken)


class Author(Arranged, Rendered):
    """A name that stands above posts. May belong to somebody who logs in, or to somebody who once wrote here."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address part"), max_length=80, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("account"),
    )
    picture = models.ForeignKey(
        "blog.Image",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    import_ref = models.CharField(max_length=200, blank=True, editable=False)

    objects = AuthorManager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                name="author_imported_once",
                fields=["import_ref"],
                condition=~models.Q(import_ref=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        Filing.objects.unfile(Key(author=self.pk))
        return super().delete(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("blog:author", args=[self.slug])
