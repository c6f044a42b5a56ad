from datetime import datetime
from typing import Any, Self, cast
from urllib.parse import urlsplit

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import Discussed, Page, Post
from knowledgebase.models import Article
from linkbacks import events
from linkbacks.protocols import Call
from startalking.core import text
from startalking.core.events import announce


class IncomingQuerySet(models.QuerySet["Incoming"]):
    def approved(self) -> Self:
        return self.filter(status=Incoming.Status.APPROVED)

    def shown(self) -> Self:
        """What readers see now. A page of ours speaks for itself, so it is silent while nobody may read it."""
        readable = (
            Q(from_post__in=Post.objects.searchable().values("pk"))
            | Q(from_page__in=Page.objects.searchable().values("pk"))
            | Q(from_article__in=Article.objects.searchable().values("pk"))
        )
        return self.approved().filter(Q(is_internal=False) | readable)

    def held(self) -> Self:
        """The moderation queue."""
        return self.filter(status=Incoming.Status.HELD)

    def on(self, target: Discussed) -> Self:
        return self.filter(**{target._meta.model_name or "": target})

    def oldest_first(self) -> Self:
        return self.order_by("created_at", "pk")

    def for_list(self) -> Self:
        return self.select_related("post", "page", "article__section").with_origins()

    def with_origins(self) -> Self:
        """Together with the pages of ours that speak in them, without their texts."""
        texts = [f"{origin}__{column}" for origin in Incoming.ORIGINS for column in ("body", "html")]
        return self.select_related(*Incoming.ORIGINS).defer(*texts)

    def untold(self) -> Self:
        """Waiting, and no moderator has heard of it yet. What an import brought is no news."""
        return self.held().filter(told_at=None, import_ref="")

    def undecided(self) -> Self:
        """Taken for references within the site, but nobody has looked yet which page it is."""
        return self.filter(is_internal=True, **dict.fromkeys(Incoming.ORIGINS))

    def since(self, moment: datetime) -> Self:
        return self.filter(created_at__gte=moment)

    def receive(self, call: Call, target: Discussed, *, origin: Discussed | None = None) -> "Incoming":
        """Note a call: one row for each source and target, whatever came how often by which protocol.

        What a moderator decided stays decided. References within the site, those with an `origin`, are shown at once.
        Safe when the same call comes many times at once.
        """
        facts = Incoming.as_told_by(call) | Incoming.as_said_by(origin)
        return self._note(call, target, facts)

    @transaction.atomic
    def _note(self, call: Call, target: Discussed, facts: dict[str, Any]) -> "Incoming":
        incoming, is_new = self.get_or_create(
            source=call.source, **{target._meta.model_name or "": target}, defaults=facts
        )
        if not is_new:
            incoming.add_channel(call.protocol)
        elif incoming.is_internal:
            incoming.approve()
        announce(events.received, incoming, incoming=incoming)
        return incoming


class Incoming(models.Model):
    """A page somewhere that says it links to one of ours."""

    class Status(models.TextChoices):
        HELD = "held", _("held")
        APPROVED = "approved", _("approved")
        SPAM = "spam", _("spam")
        TRASH = "trash", _("trash")

    class Protocol(models.TextChoices):
        TRACKBACK = "trackback", "Trackback"
        PINGBACK = "pingback", "Pingback"
        WEBMENTION = "webmention", "Webmention"

    MOST_WORDS = 5_000
    """Characters of a call's words that are looked at: a sentence is wanted, and deep nesting costs time."""

    ORIGINS = ("from_post", "from_page", "from_article")

    post = models.ForeignKey(
        "blog.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="linkbacks", verbose_name=_("post")
    )
    page = models.ForeignKey(
        "blog.Page", on_delete=models.PROTECT, null=True, blank=True, related_name="linkbacks", verbose_name=_("page")
    )
    article = models.ForeignKey(
        "knowledgebase.Article",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="linkbacks",
        verbose_name=_("article"),
    )
    source = models.URLField(_("source"), max_length=1000)
    protocols = models.JSONField(_("protocols"), default=list, help_text=_("The ways by which it came."))
    title = models.CharField(_("title"), max_length=250, blank=True)
    site_name = models.CharField(_("site"), max_length=250, blank=True)
    excerpt = models.CharField(_("excerpt"), max_length=252, blank=True)
    is_internal = models.BooleanField(_("from this site"), default=False)
    from_post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, editable=False, related_name="+")
    from_page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, editable=False, related_name="+")
    from_article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, editable=False, related_name="+")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.HELD, editable=False)
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    told_at = models.DateTimeField(_("moderators told"), null=True, editable=False)
    import_ref = models.CharField(max_length=200, blank=True, editable=False)

    objects = IncomingQuerySet.as_manager()

    class Meta:
        verbose_name = _("linkback")
        verbose_name_plural = _("linkbacks")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(name="linkback_newest_by_status", fields=["status", "-created_at"])]
        constraints = [
            models.CheckConstraint(
                name="linkback_has_one_target",
                condition=Q(post__isnull=False, page=None, article=None)
                | Q(post=None, page__isnull=False, article=None)
                | Q(post=None, page=None, article__isnull=False),
                violation_error_message=_("A linkback belongs to a post, to a page or to an article."),
            ),
            models.UniqueConstraint(name="source_links_to_a_post_once", fields=["source", "post"]),
            models.UniqueConstraint(name="source_links_to_a_page_once", fields=["source", "page"]),
            models.UniqueConstraint(name="source_links_to_an_article_once", fields=["source", "article"]),
            models.UniqueConstraint(name="linkback_imported_once", fields=["import_ref"], condition=~Q(import_ref="")),
        ]

    def __str__(self) -> str:
        return self.shown_title

    @property
    def target(self) -> Discussed:
        return cast(Discussed, self.post or self.page or self.article)  # the database holds that it is one

    @property
    def origin(self) -> Post | Page | Article | None:
        """The page of ours that links here, where it is one; its words are always today's."""
        return self.from_post or self.from_page or self.from_article

    @property
    def shown_title(self) -> str:
        """The title, else the source's host and path."""
        parts = urlsplit(self.source)
        title = self.origin.title if self.origin else self.title
        return title or f"{parts.hostname or ''}{parts.path}".rstrip("/")

    @property
    def shown_excerpt(self) -> str:
        return text.shorten(self.origin.summary, 252) if self.origin else self.excerpt

    @staticmethod
    def as_told_by(call: Call) -> dict[str, Any]:
        """The columns that a call fills: its words as plain text, cut at a word."""
        return {
            "title": text.shorten(text.plain(call.title[: Incoming.MOST_WORDS]), 250),
            "site_name": text.shorten(text.plain(call.site_name[: Incoming.MOST_WORDS]), 250),
            "excerpt": text.shorten(text.plain(call.excerpt[: Incoming.MOST_WORDS]), 252),
            "protocols": [call.protocol],
        }

    @staticmethod
    def as_said_by(origin: Discussed | None) -> dict[str, Any]:
        """The columns that tell a page of ours from others."""
        return {"is_internal": True, f"from_{origin._meta.model_name}": origin} if origin else {}

    @transaction.atomic
    def settle_origin(self, origin: Discussed | None) -> None:
        """Decide on a linkback that an import took for one of ours; where there is no such page, moderators do."""
        if origin is None:
            self.is_internal = False
            self.save(update_fields=["is_internal"])
            if self.status == self.Status.APPROVED:
                self.hold()
            return
        facts = Incoming.as_said_by(origin)
        for name, value in facts.items():
            setattr(self, name, value)
        self.save(update_fields=[*facts])

    @transaction.atomic
    def add_channel(self, protocol: str) -> None:
        """Note that the same linkback came by this protocol, too. Safe to repeat."""
        self.protocols = Incoming.objects.select_for_update().values_list("protocols", flat=True).get(pk=self.pk)
        if protocol not in self.protocols:
            self.protocols = [*self.protocols, protocol]
            self.save(update_fields=["protocols"])

    def approve(self) -> None:
        """Show the linkback. Safe to repeat."""
        self._become(self.Status.APPROVED)

    def hold(self) -> None:
        self._become(self.Status.HELD)

    def mark_as_spam(self) -> None:
        self._become(self.Status.SPAM)

    def trash(self) -> None:
        """Take the linkback away for good; a repeat does not bring it back. Nothing is deleted."""
        self._become(self.Status.TRASH)

    @transaction.atomic
    def _become(self, status: "Incoming.Status") -> None:
        self.target.lock()
        changed = Incoming.objects.filter(pk=self.pk).exclude(status=status).update(status=status)
        self.status = status
        if changed:
            self._recount()
            announce(events.moderated, self, incoming=self)

    def _recount(self) -> None:
        approved = Incoming.objects.on(self.target).approved().count()
        type(self.target)._default_manager.filter(pk=self.target.pk).update(linkback_count=approved)
