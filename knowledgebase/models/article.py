from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from mptt.fields import TreeForeignKey

from blog.models import Address, Discussed, Rendered, Site
from knowledgebase import events
from startalking.core.events import announce


def open_to_all(relation: str = "") -> models.Q:
    """What everybody may read; `relation` leads there from the rows that are asked."""
    before = f"{relation}__" if relation else ""
    return models.Q(**{f"{before}status": Article.Status.PUBLISHED})


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        return self.filter(open_to_all())

    def searchable(self) -> Self:
        """What the search may find."""
        return self.published().select_related("section")

    def in_overview(self) -> Self:
        return self.filter(in_overview=True)

    def for_list(self) -> Self:
        return (
            self.select_related("section")
            .defer("body", "html")
            .order_by("section__tree_id", "section__lft", "position")
        )

    def for_page(self) -> Self:
        return self.select_related("section", "picture")

    def beside(self, article: "Article") -> Self:
        """The articles of the same section, itself included."""
        return self.filter(section=article.section)

    def at(self, section: str, slug: str) -> Self:
        return self.filter(section__slug=section, slug=slug)


class Article(Rendered, Discussed):
    """What the knowledge base says on one term: „DNSSEC“."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    section = TreeForeignKey(
        "knowledgebase.Section",
        on_delete=models.PROTECT,
        related_name="articles",
        verbose_name=_("section"),
    )
    term = models.CharField(_("term"), max_length=120, help_text=_("Short: SSL, Shitstorms."))
    headline = models.CharField(_("headline"), max_length=250, help_text=_("A longer line, usually a question."))
    slug = models.SlugField(_("address part"), max_length=80)
    position = models.PositiveIntegerField(_("position"), default=0)
    in_overview = models.BooleanField(_("in the overview"), default=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published on"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Empty: the site's language."),
    )
    picture = models.ForeignKey(
        "blog.Image",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["section", "position", "term"]
        constraints = [
            models.UniqueConstraint(name="article_has_its_own_address", fields=["section", "slug"]),
        ]

    def __str__(self) -> str:
        return self.term

    def save(self, **kwargs: Any) -> None:
        former = self._as_stored()
        super().save(**kwargs)
        if former and former.get_absolute_url() != self.get_absolute_url():
            leave = Address.objects.moved if former.published_at else Address.objects.retarget
            leave(former.get_absolute_url(), self.get_absolute_url())

    def get_absolute_url(self) -> str:
        return reverse("knowledgebase:article", args=[self.section.slug, self.slug])

    @property
    def title(self) -> str:
        return self.headline or self.term

    def labels(self) -> list[str]:
        """What the article should be found by besides its headline and text."""
        return [self.term]

    @property
    def is_question(self) -> bool:
        """Only real questions become structured FAQ data."""
        return self.headline.rstrip().endswith("?")

    @property
    def is_public(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        return self.status == self.Status.WITHDRAWN

    @property
    def lang(self) -> str:
        return self.language or Site.objects.current().language

    @property
    def summary(self) -> str:
        return self.excerpt

    def neighbours(self, siblings: "list[Article]") -> "dict[str, Article | None]":
        """`previous` and `next` of this article among `siblings`, which are in their order."""
        place = next((i for i, sibling in enumerate(siblings) if sibling.pk == self.pk), len(siblings))
        return {
            "previous": siblings[place - 1] if place > 0 else None,
            "next": siblings[place + 1] if place + 1 < len(siblings) else None,
        }

    @transaction.atomic
    def publish(self) -> None:
        """Put the article before the public. Safe to repeat."""
        is_news = not self.is_public
        self.status, self.published_at = (
            self.Status.PUBLISHED,
            self.published_at or timezone.now(),
        )
        self.save(update_fields=["status", "published_at"])
        if is_news:
            announce(events.published, self, article=self)
        self.record_edit()

    @transaction.atomic
    def withdraw(self) -> None:
        """Take the article down: its address answers 410. Nothing is deleted. Safe to repeat."""
        self.status = self.Status.WITHDRAWN
        self.save(update_fields=["status"])
        self.record_edit()

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        pk, key = self.pk, self.surrogate_key
        deleted = super().delete(*args, **kwargs)
        announce(events.removed, self, article=self, pk=pk, key=key)
        return deleted

    def record_edit(self) -> None:
        """Let the house renew what it keeps about this article."""
        announce(events.changed, self, article=self)

    def _as_stored(self) -> "Article | None":
        if self._state.adding:
            return None
        return (
            type(self)
            .objects.select_related("section")
            .only("slug", "published_at", "section__slug")
            .filter(pk=self.pk)
            .first()
        )
