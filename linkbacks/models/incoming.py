from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blog.models import Discussed, Page, Post
from comments.models.hand import Hand, Means
from comments.models.targeted import Targeted
from knowledgebase.models import Article
from linkbacks import events
from linkbacks.models.verified import Verified
from linkbacks.models.vocabulary import ORIGINS, IncomingQuerySet
from linkbacks.protocols import Call
from startalking.core import text
from startalking.core.events import announce


class Incoming(Verified):
    """A page somewhere that says it links to one of ours."""

    class Protocol(models.TextChoices):
        TRACKBACK = "trackback", "Trackback"
        PINGBACK = "pingback", "Pingback"
        WEBMENTION = "webmention", "Webmention"

    class Kind(models.TextChoices):
        MENTION = "mention", _("mention")
        REPLY = "reply", _("reply")
        LIKE = "like", _("like")
        REPOST = "repost", _("repost")
        BOOKMARK = "bookmark", _("bookmark")

    MOST_WORDS = 5_000
    """Characters of a call's words that are looked at: a sentence is wanted, and deep nesting costs time."""

    ORIGINS = ORIGINS

    is_repeat = False
    """Of a call that was just received: that it came before, by the same protocol."""

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
    is_corrected = models.BooleanField(default=False, editable=False)
    """A moderator changed its words: later looks at the page leave them alone."""
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
            models.Index(name="linkback_newest", fields=["-created_at", "-id"]),
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
    def shown_name(self) -> str:
        """Who speaks: the author, else the site."""
        return self.author_name or self.site_name or self.host

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
        the last look. An earlier look than ours was planned is a stranger's wish and counts as one. Safe to repeat.
        """
        fresh = Incoming.objects.select_for_update().get(pk=self.pk)
        fields: dict[str, Any] = {"protocols": list(dict.fromkeys([*fresh.protocols, protocol]))}
        if not fresh.is_internal and not fresh.is_set_aside:
            earliest = fresh.checked_at + self.APART if fresh.checked_at else timezone.now()
            wanted = max(timezone.now(), earliest)
            if fresh.due_at is None or wanted < fresh.due_at:
                fields |= {"due_at": wanted, "tries": 0}
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=[*fields])

    @transaction.atomic
    def look_again(self) -> None:
        """Look at the source now, whenever it was looked at last. Safe to repeat."""
        self._look_closely()
        Incoming.objects.of_source(self.source).update(checked_at=None)
        self._keep(gettext("A moderator wants it checked again."), checked_at=None, tries=0, due_at=timezone.now())
        announce(events.received, self, incoming=self)

    @transaction.atomic
    def correct(self, **words: str) -> None:
        """Show other words than those of the page, from now on."""
        self._look_closely()
        self._keep(gettext("A moderator changed the words."), is_corrected=True, **words)

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
        self.refresh_from_db(fields=["status", "decided_at", "due_at", "story", "reason"])
        by_people = hand is None or hand.means != Means.RULE
        was, self.status = self.status, status
        if by_people:
            self.decided_at = timezone.now()
        if was == status:
            self.save(update_fields=["decided_at"])
            return
        planned = self.due_at
        self._move(was, by_people=by_people)
        moved = ["due_at"] if self.due_at != planned else []  # a look that has just begun has a claim on it
        self.save(update_fields=["status", "decided_at", "reason", "story", *moved])
        self.recount()
        announce(events.moderated, self, incoming=self)

    def _move(self, was: str, *, by_people: bool) -> None:
        """What follows from another state; still to be saved. Nobody looks at sources of spam and trash."""
        sentence = gettext("A moderator decided: %(state)s.") if by_people else gettext("The rules decided: %(state)s.")
        self.note(sentence % {"state": self.get_status_display()})
        if self.is_set_aside:
            self.due_at = None
        elif was in self.ASIDE and not self.is_internal:
            self.due_at = timezone.now() + (self.LOOKED_AT_EVERY if self.is_believed else timedelta())

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
