from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from mptt.fields import TreeManyToManyField
from taggit.managers import TaggableManager

from blog import events
from blog.models.category import Category
from blog.models.entry import Entry, EntryQuerySet
from blog.models.filing import Filing
from blog.models.gathering import gather
from blog.models.relation import REFRESHED, Relation, akin_to
from blog.models.site import Site
from startalking.core.events import announce
from startalking.core.trees import structure_lock


class PostQuerySet(EntryQuerySet["Post"]):
    def for_list(self) -> Self:
        """With picture; the long text stays where it is."""
        return self.select_related("picture").defer("body", "html")

    def for_page(self) -> Self:
        return self.select_related("picture")

    def for_feed(self) -> Self:
        """Whole texts, with all they are filed under."""
        return self.select_related("picture").prefetch_related("authors", "categories", "tags").defer("body")

    def newest_first(self) -> Self:
        return self.order_by("-out_at", "-pk")

    def pinned(self) -> Self:
        return self.filter(pinned=True)

    def in_category(self, category: Category) -> Self:
        """Posts of the category and of those below it, each once."""
        below = category.get_descendants(include_self=True)
        return self.filter(pk__in=Post.categories.through.objects.filter(category__in=below).values("post"))

    def within(self, start: datetime, end: datetime) -> Self:
        """Those that came out in this time, or will come out in it."""
        return self.filter(out_at__gte=start, out_at__lt=end)

    def delete(self) -> tuple[int, dict[str, int]]:
        """One by one: each leaves the lists it stands in."""
        deleted = sum(post.delete()[0] for post in self)
        return deleted, {self.model._meta.label: deleted}


class Post(Entry):
    """An article of the blog, with a date."""

    slug = models.SlugField(_("address part"), max_length=200, unique=True)
    pinned = models.BooleanField(_("pinned to the top"), default=False)
    authors = models.ManyToManyField("blog.Author", blank=True, related_name="posts", verbose_name=_("authors"))
    categories = TreeManyToManyField("blog.Category", blank=True, related_name="posts", verbose_name=_("categories"))
    tags = TaggableManager(
        through="blog.TaggedPost",
        blank=True,
        related_name="posts",
        verbose_name=_("tags"),
    )
    related = models.ManyToManyField("self", through="blog.Relation", symmetrical=False, related_name="+")

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(name="post_out_newest", fields=["-out_at", "-id"]),
            models.Index(name="post_pinned_newest", fields=["-out_at", "-id"], condition=Q(pinned=True)),
            models.Index(name="post_to_be_announced", fields=["out_at"], condition=Q(announced_at=None)),
            models.Index(name="post_newest", fields=["-published_at", "-id"]),
            models.Index(name="post_added_last", fields=["-created_at", "-id"]),
            models.Index(name="post_added_last_by_status", fields=["status", "-created_at", "-id"]),
            models.Index(name="post_changed_last", fields=["-changed_at"]),
            models.Index(name="post_titles", fields=["title", "slug"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="public_post_has_a_date",
                condition=~Q(status__in=["published", "scheduled"]) | Q(published_at__isnull=False),
                violation_error_message=_("A published post needs a date."),
            ),
            models.UniqueConstraint(
                name="post_imported_once",
                fields=["import_ref"],
                condition=~Q(import_ref=""),
            ),
        ]

    def save(self, **kwargs: Any) -> None:
        """What changes when the post is out changes the lists in the same transaction."""
        fields = kwargs.get("update_fields")
        if fields is not None and not {"status", "published_at"} & set(fields):
            super().save(**kwargs)
            return
        with structure_lock():
            was = self._out_at()
            super().save(**kwargs)
            self.refile(was=was)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with structure_lock():
            was = self._out_at()
            Post.objects.filter(pk=self.pk).update(status=self.Status.DRAFT)
            self.refile(was=was)
            deleted: tuple[int, dict[str, int]] = super().delete(*args, **kwargs)
        return deleted

    def refile(self, *, was: datetime | None = None) -> None:
        """Let the lists know where it stands, after it was filed under something else. Safe to repeat."""
        Filing.objects.refile(self, was=was)

    def _out_at(self) -> datetime | None:
        """As it is stored: another editor may have given it another hour since this one was read."""
        return Post.objects.filter(pk=self.pk).values_list("out_at", flat=True).first()

    def record_edit(self) -> None:
        self.refile()
        super().record_edit()

    def get_absolute_url(self) -> str:
        return self.address_as(Site.objects.current().permalinks)

    def address_as(self, permalinks: str) -> str:
        """Its address in one of the forms that `Site.Permalinks` offers; all of them lead to it."""
        day = timezone.localtime(self.published_at or self.created_at)
        return permalinks.format(slug=self.slug, year=f"{day:%Y}", month=f"{day:%m}", day=f"{day:%d}")

    @property
    def comments_end(self) -> datetime | None:
        """Posts grow old; pages and knowledge do not."""
        days = Site.objects.current().comments_close_after
        return self.published_at + timedelta(days=days) if days and self.published_at else None

    @property
    def linkbacks_end(self) -> datetime | None:
        days = Site.objects.current().linkbacks_close_after
        return self.published_at + timedelta(days=days) if days and self.published_at else None

    def gather(self) -> None:
        """Read in one query who wrote it and what it is filed under; afterwards asking for each of these costs none."""
        gather(self, "authors", "categories", "tags")

    def neighbours(self) -> "dict[str, Post | None]":
        """The public posts before and after this one in time, as `previous` and `next`, in one query."""
        public = Post.objects.published().values("pk")
        before = public.filter(self._beside("lt")).order_by("-out_at", "-pk")[:1]
        after = public.filter(self._beside("gt")).order_by("out_at", "pk")[:1]
        found = Post.objects.filter(Q(pk=Subquery(before)) | Q(pk=Subquery(after)))
        found = found.only("title", "slug", "published_at", "created_at").order_by("published_at", "pk")
        place = (self.published_at or self.created_at, self.pk)
        sides = {(post.published_at or post.created_at, post.pk) > place: post for post in found}
        return {"previous": sides.get(False), "next": sides.get(True)}

    def related_posts(self) -> list["Post"]:
        """What was found akin to this post, best first, as far as it is public now."""
        return list(Post.objects.searchable().filter(akin_to__post=self).for_list().order_by("akin_to__rank"))

    def relate(self) -> None:
        """Find anew which posts are akin to this one, and what is akin to those that this concerns. Safe to repeat.

        No transaction holds it together: each post's relations are replaced at once, and any order will do.
        """
        concerned = Relation.objects.concerned(self)
        best = self.relate_alone()
        for other in Post.objects.filter(pk__in=[*concerned, *best][: 2 * REFRESHED]):
            other.relate_alone()

    def relate_alone(self) -> list[int]:
        """Find anew which posts are akin to this one; returns the best of them. Safe to repeat."""
        best = akin_to(self)
        Relation.objects.keep(self, best)
        announce(events.refreshed, self, text=self)
        return best

    def surrogates(self) -> set[str]:
        return {post.surrogate_key for post in (self, *self.neighbours().values()) if post}

    def labels(self) -> list[str]:
        categories = self.categories.values_list("name", flat=True)
        return [*super().labels(), *self.tags.names(), *categories]

    def _beside(self, side: str) -> Q:
        """A range of the index first, then which of those that came out at the same moment."""
        at = self.published_at or self.created_at
        beyond = Q(**{f"out_at__{side}": at}) | Q(**{f"pk__{side}": self.pk})
        return Q(**{f"out_at__{side}e": at}) & beyond
