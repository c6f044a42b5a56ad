from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blog.models import entry
from comments.models.targeted import Targeted
from knowledgebase.models import article
from linkbacks import events
from linkbacks.models.incoming import host_of
from linkbacks.models.retrying import Retrying, RetryingQuerySet
from startalking.core.events import announce


class OutgoingQuerySet(RetryingQuerySet["Outgoing"]):
    def in_order(self) -> Self:
        return self.order_by("is_extra", "-is_linked", "pk")

    def links(self) -> Self:
        """Those of the text itself, without the addresses somebody added by hand."""
        return self.filter(is_extra=False)

    def extras(self) -> Self:
        return self.filter(is_extra=True)

    def at(self, host: str) -> Self:
        return self.filter(host=host)

    def hosts(self) -> list[str]:
        """Each host once."""
        return list(dict.fromkeys(self.values_list("host", flat=True)))

    def left_behind(self) -> Self:
        """Rows that should have been queued when their text came out or was taken down, but the hint got lost."""
        came_out = Q(state=Outgoing.State.PLANNED, is_linked=True) | Q(
            state=Outgoing.State.DELIVERED, told=Outgoing.GONE
        )
        taken_down = Q(protocol="webmention", state=Outgoing.State.DELIVERED) & ~Q(told__in=["", Outgoing.GONE])
        readable = entry.open_to_all("post") | entry.open_to_all("page") | article.open_to_all("article")
        return self.exclude(state=Outgoing.State.NEVER).filter(came_out & readable | taken_down & ~readable)

    def waiting(self) -> Self:
        """Those that are to be told, the next one first."""
        return self.exclude(due_at=None).order_by("due_at")

    def counted(self) -> dict[str, int]:
        """How many there are in each state."""
        rows = self.order_by().values_list("state").annotate(rows=models.Count("pk"))
        return dict(rows)


class Outgoing(Retrying):
    """A link of one of our pages to a page elsewhere, and what became of telling that page: a line of the ledger."""

    class State(models.TextChoices):
        PLANNED = "planned", _("when it is published")
        WAITING = "waiting", _("waiting")
        DELIVERED = "delivered", _("delivered")
        REFUSED = "refused", _("refused")
        NO_DOOR = "no_door", _("no door")
        FAILED = "failed", _("failed")
        NEVER = "never", _("never")

    url = models.URLField(_("link"), max_length=1000)
    """As it is written in the text; of an extra trackback address, that address."""
    host = models.CharField(max_length=253, default="", editable=False)
    is_extra = models.BooleanField(_("extra trackback address"), default=False)
    is_linked = models.BooleanField(_("stands in the text"), default=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED, editable=False)
    protocol = models.CharField(_("protocol"), max_length=10, blank=True, editable=False)
    door = models.CharField(_("door"), max_length=2000, blank=True, editable=False)
    status_url = models.CharField(max_length=2000, blank=True, editable=False)
    told = models.CharField(max_length=64, blank=True, editable=False)
    """A digest of what our text said when the other page was told last; `GONE` when that was the last thing told.

    Empty while nothing was told, and when the other page knows that our link is not there any more.
    """
    delivered_at = models.DateTimeField(_("delivered"), null=True, editable=False)
    tried_at = models.DateTimeField(_("tried"), null=True, editable=False)

    GONE, AGAIN = "gone", "again"

    objects = OutgoingQuerySet.as_manager()

    class Meta(Targeted.Meta):
        abstract = False
        verbose_name = _("outgoing linkback")
        verbose_name_plural = _("outgoing linkbacks")
        ordering = ["pk"]
        indexes = [models.Index(name="outgoing_due", fields=["due_at"], condition=Q(due_at__isnull=False))]
        constraints = [
            *Targeted.Meta.constraints,
            *(
                models.UniqueConstraint(name=f"link_of_{kind}_is_told_once", fields=[kind, "url", "is_extra"])
                for kind in ("post", "page", "article")
            ),
        ]

    def __str__(self) -> str:
        return self.url

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.host = host_of(self.url)
        super().save(*args, **kwargs)

    @property
    def chapters(self) -> list[tuple[datetime, str]]:
        """The story, with real moments."""
        return [(datetime.fromisoformat(moment), sentence) for moment, sentence in self.story]

    @property
    def is_kept(self) -> bool:
        """Whether it says anything to editors: of a lost link, only what became of it."""
        return self.is_linked or self.state != self.State.NEVER

    @property
    def hears_changes(self) -> bool:
        """Only webmention knows how to say that a page changed or went away."""
        return self.protocol == "webmention" and self.state in {self.State.DELIVERED, self.State.FAILED}

    @property
    def state_at_rest(self) -> str:
        """Where nothing is to be told just now."""
        return self.State.DELIVERED if self.told else self.State.PLANNED

    def has_news(self, said: str) -> bool:
        """Whether the other side is to be told what our text says now; `said` is a digest of that, or `GONE`."""
        is_there = said != self.GONE and self.is_linked
        return is_there if not self.told else self.told != said and not self.is_extra

    def is_to_be_queued(self, said: str) -> bool:
        if self.state == self.State.PLANNED:
            return self.has_news(said)
        return bool(self.told) and self.hears_changes and self.has_news(said)

    def plan(self) -> None:
        """Tell that page after all, once our text is public. Safe to repeat."""
        if self.state == self.State.NEVER:
            self.state = self.State.PLANNED
            self.note(gettext("An editor wants it to be told."))
            self.save(update_fields=["state", "reason", "story"])

    def queue(self) -> None:
        """Tell the page as soon as possible. Safe to repeat."""
        self.tries, self.state, self.due_at = 0, self.State.WAITING, timezone.now()
        self.save(update_fields=["tries", "state", "due_at"])
        announce(events.queued, self, outgoing=self)

    def send_again(self) -> None:
        """Ask anew, now and from the beginning, because an editor wishes so. Safe to repeat."""
        self.told = self.AGAIN if self.told and not self.is_extra else ""
        self.note(gettext("To be told again."))
        self.save(update_fields=["told", "reason", "story"])
        self.queue()

    def call_back(self) -> None:
        """Our text went away before anybody was told of it, or is again what they were told. Safe to repeat."""
        self.state, self.due_at = self.state_at_rest, None
        self.save(update_fields=["state", "due_at"])

    def leave_alone(self, why: str = "") -> None:
        """Never tell that page. Safe to repeat."""
        if self.state != self.State.NEVER or not self.pk:
            self.state, self.due_at = self.State.NEVER, None
            self.note(why or gettext("An editor does not want it to be told."))
            self.save(update_fields=["state", "due_at", "reason", "story"] if self.pk else None)

    def finish(self, state: str, sentence: str, *, due_at: datetime | None = None, **facts: Any) -> None:
        """Note how a try ended. Where somebody decided otherwise meanwhile, his word stands and the facts are kept."""
        self.note(sentence)
        facts |= {"reason": self.reason, "story": self.story, "tried_at": timezone.now()}
        decided = {"state": state, "due_at": due_at, "tries": 0 if state == self.State.DELIVERED else self.tries}
        if not Outgoing.objects.filter(pk=self.pk, due_at=self.due_at).update(**facts, **decided):
            Outgoing.objects.filter(pk=self.pk).update(**facts)
        self.refresh_from_db()
