from datetime import datetime, timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import Discussed, Page, Post
from comments.models.hand import Hand
from comments.models.judged import Judged
from comments.models.targeted import Targeted, key_of
from knowledgebase.models import Article
from linkbacks import events
from linkbacks.models.retrying import Retrying, RetryingQuerySet
from linkbacks.protocols import Call
from startalking.core import text
from startalking.core.events import announce


class IncomingQuerySet(RetryingQuerySet["Incoming"]):
    def approved(self) -> Self:
        return self.filter(status=Incoming.Status.APPROVED)

    def shown(self) -> Self:
        """What readers see now: approved, and the link is there as far as anybody knows.

        A page of ours speaks for itself, so it is silent while nobody may read it.
        """
        readable = (
            Q(from_post__in=Post.objects.searchable().values("pk"))
            | Q(from_page__in=Page.objects.searchable().values("pk"))
            | Q(from_article__in=Article.objects.searchable().values("pk"))
        )
        return self.approved().believed().filter(Q(is_internal=False) | readable)

    def believed(self) -> Self:
        return self.filter(proof__in=Incoming.BELIEVED)

    def held(self) -> Self:
        """The moderation queue: what has been checked, and waits for somebody to decide."""
        return self.filter(status=Incoming.Status.HELD).believed()

    def unproven(self) -> Self:
        """Not checked yet, or checked without finding the link."""
        return self.filter(status=Incoming.Status.HELD).exclude(proof__in=Incoming.BELIEVED)

    def from_host(self, host: str) -> Self:
        return self.filter(host=host)

    def of_source(self, source: str) -> Self:
        return self.filter(source=source)

    def oldest_first(self) -> Self:
        return self.order_by("created_at", "pk")

    def for_list(self) -> Self:
        return super().for_list().with_origins()

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

        What a moderator decided stays decided. References within the site, those with an `origin`, are shown at once;
        of all others the source is to be looked at. Safe when the same call comes many times at once.
        """
        facts = Incoming.as_told_by(call) | Incoming.as_said_by(origin)
        return self._note(call, target, facts)

    @transaction.atomic
    def _note(self, call: Call, target: Discussed, facts: dict[str, Any]) -> "Incoming":
        incoming, is_new = self.get_or_create(source=call.source, **key_of(target), defaults=facts)
        if not is_new:
            incoming.hear_again(call.protocol)
        elif incoming.is_internal:
            incoming.approve()
        announce(events.received, incoming, incoming=incoming)
        return incoming


class Incoming(Judged, Retrying):
    """A page somewhere that says it links to one of ours."""

    class Protocol(models.TextChoices):
        TRACKBACK = "trackback", "Trackback"
        PINGBACK = "pingback", "Pingback"
        WEBMENTION = "webmention", "Webmention"

    class Proof(models.TextChoices):
        WAITING = "waiting", _("to be checked")
        PROVEN = "proven", _("the link is there")
        LOST = "lost", _("the link is not there")
        FAILED = "failed", _("could not be checked")
        IMPORTED = "imported", _("taken over unchecked")

    class Kind(models.TextChoices):
        MENTION = "mention", _("mention")
        REPLY = "reply", _("reply")
        LIKE = "like", _("like")
        REPOST = "repost", _("repost")
        BOOKMARK = "bookmark", _("bookmark")

    BELIEVED = (Proof.PROVEN, Proof.IMPORTED)
    APART = timedelta(hours=1)
    """Between two looks at one source because strangers asked."""
    LOOKED_AT_EVERY = timedelta(days=30)
    MOST_WORDS = 5_000
    """Characters of a call's words that are looked at: a sentence is wanted, and deep nesting costs time."""

    ORIGINS = ("from_post", "from_page", "from_article")

    source = models.URLField(_("source"), max_length=1000)
    host = models.CharField(max_length=253, default="", editable=False)
    protocols = models.JSONField(_("protocols"), default=list, help_text=_("The ways by which it came."))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MENTION, editable=False)
    title = models.CharField(_("title"), max_length=250, blank=True)
    site_name = models.CharField(_("site"), max_length=250, blank=True)
    excerpt = models.CharField(_("excerpt"), max_length=252, blank=True)
    author_name = models.CharField(_("author"), max_length=100, blank=True)
    author_url = models.URLField(_("address of the author"), max_length=1000, blank=True)
    reply = models.TextField(_("text of the reply"), blank=True)
    proof = models.CharField(_("check"), max_length=10, choices=Proof, default=Proof.WAITING, editable=False)
    proven_at = models.DateTimeField(_("link seen"), null=True, editable=False)
    checked_at = models.DateTimeField(_("looked at"), null=True, editable=False)
    is_internal = models.BooleanField(_("from this site"), default=False)
    from_post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, editable=False, related_name="+")
    from_page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, editable=False, related_name="+")
    from_article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)

    objects = IncomingQuerySet.as_manager()

    class Meta(Targeted.Meta):
        abstract = False
        verbose_name = _("linkback")
        verbose_name_plural = _("linkbacks")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(name="linkback_newest_by_status", fields=["status", "-created_at"]),
            models.Index(name="linkback_of_host", fields=["host", "status"]),
            models.Index(name="linkback_due", fields=["due_at"], condition=Q(due_at__isnull=False)),
        ]
        constraints = [
            *Targeted.Meta.constraints,
            models.UniqueConstraint(name="source_links_to_a_post_once", fields=["source", "post"]),
            models.UniqueConstraint(name="source_links_to_a_page_once", fields=["source", "page"]),
            models.UniqueConstraint(name="source_links_to_an_article_once", fields=["source", "article"]),
            models.UniqueConstraint(name="linkback_imported_once", fields=["import_ref"], condition=~Q(import_ref="")),
        ]

    def __str__(self) -> str:
        return self.shown_title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.host = host_of(self.source)
        super().save(*args, **kwargs)

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
        """The columns that a call fills: its words as plain text, cut at a word, until the source was read."""
        return {
            "title": text.shorten(text.plain(call.title[: Incoming.MOST_WORDS]), 250),
            "site_name": text.shorten(text.plain(call.site_name[: Incoming.MOST_WORDS]), 250),
            "excerpt": text.shorten(text.plain(call.excerpt[: Incoming.MOST_WORDS]), 252),
            "protocols": [call.protocol],
            "due_at": timezone.now(),
        }

    @staticmethod
    def as_said_by(origin: Discussed | None) -> dict[str, Any]:
        """The columns that tell a page of ours from others; it has been looked at already."""
        if origin is None:
            return {}
        proven = {"proof": Incoming.Proof.PROVEN, "proven_at": timezone.now(), "due_at": None}
        return {"is_internal": True, f"from_{origin._meta.model_name}": origin, **proven}

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
    def hear_again(self, protocol: str) -> None:
        """The same call once more, maybe by another protocol: look at the source again, not sooner than an hour after
        the last look. Safe to repeat.
        """
        fresh = Incoming.objects.select_for_update().get(pk=self.pk)
        fields: dict[str, Any] = {"protocols": list(dict.fromkeys([*fresh.protocols, protocol]))}
        if not fresh.is_internal and fresh.status != self.Status.TRASH:
            earliest = fresh.checked_at + self.APART if fresh.checked_at else timezone.now()
            wanted = max(timezone.now(), earliest)
            fields["due_at"] = min(fresh.due_at, wanted) if fresh.due_at else wanted
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=[*fields])

    def add_channel(self, protocol: str) -> None:
        """Note that an import brought the same linkback by this protocol, too. Safe to repeat."""
        if protocol not in self.protocols:
            self.protocols = [*self.protocols, protocol]
            self.save(update_fields=["protocols"])

    @transaction.atomic
    def become(self, status: str, hand: Hand | None = None) -> None:
        """Bring the linkback to a state and count again. Safe to repeat. A repeat of the call does not bring back what
        a moderator took away.
        """
        self.target.lock()
        moved = {"status": status, "decided_at": timezone.now()}
        changed = Incoming.objects.filter(pk=self.pk).exclude(status=status).update(**moved)
        self.status = status
        if changed:
            self.recount()
            announce(events.moderated, self, incoming=self)

    def recount(self) -> None:
        """Count what the page shows. Belongs under its lock."""
        target = self.target
        shown = Incoming.objects.on(target).approved().believed().count()
        type(target)._default_manager.filter(pk=target.pk).update(linkback_count=shown)


def host_of(address: str) -> str:
    """The host of an address in its one spelling, without `www.`; empty where there is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")[:253]
    except ValueError:
        return ""
