from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import events
from comments.models.comment import Comment
from comments.models.hand import Hand
from comments.models.rejected import Rejected
from startalking.core.events import announce


class WriterQuerySet(models.QuerySet["Writer"]):
    def with_address(self, email: str) -> "Writer":
        """The one who writes under this address; made when it is new."""
        return self.get_or_create(email=email.lower())[0]

    def wishing(self, now: datetime) -> Self:
        """Those to whom the letter with their key has still to go; after a day nobody waits for it any more."""
        return self.filter(key_wished_at__gt=now - Writer.TRIED_FOR)

    def idle(self, now: datetime) -> Self:
        """Those nothing hangs on: they follow nothing, and no key of theirs opens anything."""
        quiet = self.filter(follows=None, created_at__lt=now - Writer.KEPT_FOR, key_wished_at=None)
        return quiet.exclude(key_sent_at__gt=now - Writer.KEY_GOOD_FOR)


class Writer(models.Model):
    """A reader who wished for letters: for a key to the own comments, or for news of a conversation."""

    KEY_GOOD_FOR = timedelta(days=30)
    APART = timedelta(minutes=10)
    """Between two letters with a key."""
    TRIED_FOR = timedelta(days=1)
    KEPT_FOR = timedelta(days=7)

    email = models.EmailField(_("e-mail"), unique=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    key_wished_at = models.DateTimeField(null=True, editable=False)
    key_sent_at = models.DateTimeField(null=True, editable=False)

    objects = WriterQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader with letters")
        verbose_name_plural = _("readers with letters")
        constraints = [
            models.CheckConstraint(
                name="writers_address_is_in_small_letters",
                condition=Q(email=Lower("email")),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_known(self) -> bool:
        """Whether there is anything that a key would open."""
        refused = Rejected.objects.by(self.email)
        return self.follows.exists() or Comment.objects.by(self.email).exists() or refused.exists()

    def confirm(self) -> None:
        """The address is the writer's own. Safe to repeat."""
        if self.confirmed_at is None:
            self.confirmed_at = timezone.now()
            self.save(update_fields=["confirmed_at"])

    @transaction.atomic
    def wish_key(self) -> bool:
        """A letter with the key shall go out. Whether one is on its way now: none is while another is quite new."""
        now = timezone.now()
        others = Writer.objects.filter(pk=self.pk).exclude(key_sent_at__gt=now - self.APART)
        wished = others.exclude(key_wished_at__gt=now - self.TRIED_FOR).update(key_wished_at=now)
        on_its_way = bool(wished) or others.filter(key_wished_at__isnull=False).exists()
        if wished:
            announce(events.key_wished, self, writer=self)
        return on_its_way

    def claim_key(self) -> bool:
        """Whether it is this process that sends the letter now."""
        mine = Writer.objects.filter(pk=self.pk, key_wished_at=self.key_wished_at)
        return bool(mine.update(key_wished_at=None, key_sent_at=timezone.now()))

    def want_key_still(self) -> None:
        """The letter could not be sent: all is as it was before `claim_key`."""
        mine = Writer.objects.filter(pk=self.pk, key_wished_at=None)
        mine.update(key_wished_at=self.key_wished_at, key_sent_at=self.key_sent_at)

    def erase(self, hand: Hand) -> None:
        """Leave nothing of what was written under this address, of what is followed, nor of the address. For good.

        Each comment is a transaction of its own, and the writer goes last: where it breaks off, it can be repeated.
        """
        Rejected.objects.by(self.email).delete()
        for comment in Comment.objects.by(self.email).for_list():
            comment.erase(hand)
        self.delete()
