from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.targeted import Targeted
from linkbacks import events
from linkbacks.models.incoming import host_of
from linkbacks.models.retrying import Retrying, RetryingQuerySet
from startalking.core.events import announce


class OutgoingQuerySet(RetryingQuerySet["Outgoing"]):
    def wanted(self) -> Self:
        """Whatever is not to be left alone for ever."""
        return self.exclude(state=Outgoing.State.NEVER)

    def in_order(self) -> Self:
        return self.order_by("-is_linked", "pk")


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
    """A digest of what our page said when the other one was told last."""
    delivered_at = models.DateTimeField(_("delivered"), null=True, editable=False)
    tried_at = models.DateTimeField(_("tried"), null=True, editable=False)

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

    def send_again(self) -> None:
        """Ask anew, now and from the beginning. Safe to repeat."""
        self.tries, self.state, self.due_at = 0, self.State.WAITING, timezone.now()
        self.save(update_fields=["tries", "state", "due_at"])
        announce(events.queued, self, outgoing=self)

    def leave_alone(self) -> None:
        """Never tell that page. Safe to repeat."""
        self.state, self.due_at = self.State.NEVER, None
        self.save(update_fields=["state", "due_at"])
