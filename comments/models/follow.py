from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import Discussed
from comments import events
from comments.models.comment import Comment
from comments.models.targeted import TargetedQuerySet, key_of
from comments.models.told import Told
from comments.models.writer import Writer
from startalking.core.events import announce


class FollowQuerySet(TargetedQuerySet["Follow"]):
    def active(self) -> Self:
        """Confirmed and not ended: who gets letters."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)

    def lasting(self) -> Self:
        """Not ended: those that get letters, and those that may still be confirmed."""
        return self.filter(ended_at=None)

    def hearing_of(self, comment: Comment) -> Self:
        """Those whom a comment is news to."""
        here = self.on(comment.target).active()
        return here.filter(Q(thread=None) | Q(thread=comment.tree_id)).exclude(writer__email=comment.email)

    def wishing(self, now: datetime) -> Self:
        """Those who have still to be asked; after a day nobody waits for the letter any more."""
        return self.lasting().filter(confirmed_at=None, confirmation_wished_at__gt=now - Follow.TRIED_FOR)

    def behind(self, now: datetime) -> Iterator["Follow"]:
        """Those who may have missed something: a task got lost, a letter was refused, an hour is over."""
        recent = Comment.objects.approved().filter(shown_at__gt=now - Follow.TRIED_FOR, import_ref="").order_by()
        waiting = Q(letters__gte=Follow.AT_ONCE, letters_since__gt=now - Follow.HOUR)
        places = recent.values_list("post", "page", "article").annotate(newest=Max("shown_at"))
        for post, page, article, newest in places:
            here = self.active().filter(post=post, page=page, article=article)
            yield from here.exclude(waiting).filter(told_up_to__lt=newest)

    def never_confirmed(self, before: datetime) -> Self:
        return self.filter(confirmed_at=None, created_at__lt=before)

    def long_ended(self, before: datetime) -> Self:
        return self.filter(ended_at__lt=before)

    def for_list(self) -> Self:
        return super().for_list().select_related("writer", "thread")

    @transaction.atomic
    def begin(self, writer: Writer, target: Discussed, thread: Comment | None = None) -> "Follow":
        """What the writer wants to follow; nobody gets letters before `confirm`. Safe to repeat."""
        place: dict[str, Any] = {**key_of(target)}
        follow: Follow = self.get_or_create(writer=writer, thread=thread, **place)[0]
        if follow.ended_at:
            follow.begin_anew()
        return follow


class Follow(Told):
    """Somebody wants to hear by mail what is said on a page, or in one of its threads. Double opt-in."""

    CONFIRMED_WITHIN = timedelta(days=7)

    writer = models.ForeignKey(Writer, on_delete=models.CASCADE, related_name="follows")
    thread = models.ForeignKey(
        Comment,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("thread"),
        help_text=_("The thread's first comment; empty: the whole page."),
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now)
    confirmation_wished_at = models.DateTimeField(null=True, editable=False)
    """A letter that asks for the confirmation has to go out; empty once it has."""
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = FollowQuerySet.as_manager()

    class Meta(Told.Meta):
        abstract = False
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [
            *Told.Meta.constraints,
            *(
                models.UniqueConstraint(
                    name=f"{kind}_is_followed_once_by_a_writer",
                    fields=["writer", kind],
                    condition=models.Q(thread=None),
                )
                for kind in ("post", "page", "article")
            ),
            models.UniqueConstraint(name="thread_is_followed_once_by_a_writer", fields=["writer", "thread"]),
        ]

    def __str__(self) -> str:
        return f"{self.writer}: {self.target}"

    @property
    def is_active(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None

    def begin_anew(self) -> None:
        """After an end: as if it had never been."""
        now = timezone.now()
        self.created_at = self.told_up_to = self.letters_since = now
        self.confirmation_wished_at = self.confirmed_at = self.ended_at = None
        self.letters = 0
        self.save()

    @transaction.atomic
    def wish_confirmation(self) -> None:
        """A letter that asks the address shall go out, unless one is on its way or nothing is left to ask."""
        now = timezone.now()
        mine = Follow.objects.lasting().filter(pk=self.pk, confirmed_at=None)
        if mine.exclude(confirmation_wished_at__gt=now - self.TRIED_FOR).update(confirmation_wished_at=now):
            announce(events.follow_begun, self, follow=self)

    def claim_confirmation(self) -> bool:
        """Whether it is this process that asks the address now."""
        mine = Follow.objects.filter(pk=self.pk, confirmation_wished_at=self.confirmation_wished_at)
        return bool(mine.update(confirmation_wished_at=None))

    def want_confirmation_still(self) -> None:
        """The letter could not be sent."""
        mine = Follow.objects.filter(pk=self.pk, confirmation_wished_at=None)
        mine.update(confirmation_wished_at=self.confirmation_wished_at)

    @transaction.atomic
    def confirm(self) -> None:
        """The address says yes. What was said since it was asked is news. Safe to repeat."""
        if self.is_active:
            return
        if self.ended_at:
            self.begin_anew()
        self.confirmed_at, self.confirmation_wished_at = timezone.now(), None
        self.save(update_fields=["confirmed_at", "confirmation_wished_at"])
        self.writer.confirm()
        announce(events.follow_confirmed, self, follow=self)

    def end(self) -> None:
        """No more letters. Safe to repeat."""
        Follow.objects.lasting().filter(pk=self.pk).update(ended_at=timezone.now())
        self.refresh_from_db(fields=["ended_at"])
