from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.conf import settings
from django.core.signing import Signer
from django.db import models, transaction
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog import events
from blog.models.address import Address
from blog.models.discussed import Discussed
from blog.models.rendered import Rendered
from blog.models.site import Site
from startalking.core import text
from startalking.core.events import announce

if TYPE_CHECKING:
    pass


E = TypeVar("E", bound="Entry", covariant=True)


def open_to_all(relation: str = "") -> Q:
    """What everybody may read: public, and without a password. `relation` leads there from the rows that are asked."""
    before = f"{relation}__" if relation else ""
    return Q(**{f"{before}out_at__lte": timezone.now(), f"{before}password": ""})


class EntryQuerySet(models.QuerySet[E]):
    def published(self) -> Self:
        """What the public sees now. A scheduled entry is public from its hour on, whether or not a tick came by."""
        return self.filter(out_at__lte=timezone.now())

    def unlocked(self) -> Self:
        """Without a password: what may stand in lists, feeds and searches with more than its title."""
        return self.filter(password="")

    def searchable(self) -> Self:
        """What the search may find."""
        return self.filter(open_to_all())

    def due(self) -> Self:
        """Public, but nobody has been told yet: scheduled entries whose hour has come."""
        return self.published().filter(announced_at=None)

    def returning(self) -> Self:
        """Scheduled once more after they had been out, and their hour has come."""
        return self.published().filter(status=Entry.Status.SCHEDULED).exclude(announced_at=None)


class Entry(Rendered, Discussed):
    """What posts and pages have in common: a text with a state and an address that never dies."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "review", _("in review")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("published")
        PRIVATE = "private", _("for editors only")
        WITHDRAWN = "withdrawn", _("withdrawn")

    PUBLIC = (Status.PUBLISHED, Status.SCHEDULED)

    title = models.CharField(_("title"), max_length=250)
    teaser = models.TextField(
        _("teaser"),
        max_length=600,
        blank=True,
        help_text=_("One or two sentences for lists, feeds and search engines."),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    announced_at = models.DateTimeField(null=True, editable=False)
    out_at = models.GeneratedField(
        expression=Case(When(status__in=["published", "scheduled"], then="published_at")),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )
    """The moment from which the public sees it, kept by the database; empty for what is neither public nor planned."""
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
    password = models.CharField(
        _("password"),
        max_length=255,
        blank=True,
        help_text=_("Readers have to enter it. Empty: everybody may read."),
    )
    import_ref = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        self.title, self.teaser = text.typed(self.title), text.typed(self.teaser)
        former = self._as_stored()
        super().save(**kwargs)
        if former is not None:
            self._keep_address(former)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        pk, keys = self.pk, self.surrogates()
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            announce(events.removed, self, entry=self, pk=pk, keys=keys)
        return deleted

    @property
    def is_public(self) -> bool:
        return self.status in self.PUBLIC and self.published_at is not None and self.published_at <= timezone.now()

    @property
    def is_withdrawn(self) -> bool:
        return self.status == self.Status.WITHDRAWN

    @property
    def is_gone(self) -> bool:
        """Whether the public had it and is to know that it is gone: withdrawn, or kept for editors since."""
        return self.is_withdrawn or (self.status == self.Status.PRIVATE and self.announced_at is not None)

    @property
    def takes_linkbacks(self) -> bool:
        return super().takes_linkbacks and not self.password

    @property
    def lang(self) -> str:
        return self.language or Site.objects.current().language

    @property
    def summary(self) -> str:
        """The teaser, else the beginning of the text; nothing of a text behind a password."""
        if self.password:
            return ""
        return self.teaser or self.excerpt

    def surrogates(self) -> set[str]:
        """The keys of what has to be drawn anew when it comes, changes or goes: itself, and what stands beside it."""
        return {self.surrogate_key}

    def labels(self) -> list[str]:
        """What the entry should be found by besides title and text."""
        return [self.teaser] if self.teaser else []

    def opens_with(self, password: str) -> bool:
        """Whether a reader's password is the right one, compared in constant time."""
        signer = Signer()
        return bool(self.password) and signer.signature(password.strip()) == signer.signature(self.password)

    @transaction.atomic
    def publish(self, *, at: datetime | None = None) -> None:
        """Put the entry before the public now, or at a later hour. Safe to repeat."""
        now = timezone.now()
        self.published_at = at or self.published_at or now
        self.status = self.Status.SCHEDULED if self.published_at > now else self.Status.PUBLISHED
        self.save(update_fields=["status", "published_at"])
        if self.announced_at is None:
            self.announce()
        else:
            self.record_edit()

    @transaction.atomic
    def come_back(self) -> None:
        """Let the house know that the hour has come of an entry that was out before. Safe to repeat."""
        if self._all().returning().filter(pk=self.pk).update(status=self.Status.PUBLISHED):
            self.refresh_from_db(fields=["status"])
            self.record_edit()

    @transaction.atomic
    def announce(self) -> None:
        """Tell the house that the entry is out: once in its life, and only when its hour has come. Safe to repeat."""
        due = self._all().due().filter(pk=self.pk)
        if due.update(announced_at=timezone.now(), status=self.Status.PUBLISHED):
            self.refresh_from_db(fields=["announced_at", "status"])
            announce(events.published, self, entry=self)

    @transaction.atomic
    def submit_for_review(self) -> None:
        """Ask for a second pair of eyes. What is public stays public."""
        if not self.is_public:
            self._become(self.Status.IN_REVIEW)

    @transaction.atomic
    def return_to_draft(self) -> None:
        """Take the entry back to the desk; what was public is withdrawn instead."""
        if self.is_public:
            self.withdraw()
        else:
            self._become(self.Status.DRAFT)

    @transaction.atomic
    def keep_private(self) -> None:
        """Show the entry to editors only."""
        was_public = self.is_public
        self._become(self.Status.PRIVATE)
        if was_public:
            announce(events.withdrawn, self, entry=self)

    @transaction.atomic
    def withdraw(self) -> None:
        """Take the entry down: its address answers 410. Nothing is deleted. Safe to repeat."""
        was_public = self.is_public
        self._become(self.Status.WITHDRAWN)
        if was_public:
            announce(events.withdrawn, self, entry=self)

    def record_edit(self) -> None:
        """An editor saved: let the house renew what it keeps about this entry."""
        announce(events.edited, self, entry=self)

    def _all(self) -> EntryQuerySet["Self"]:
        """Every row of this one's kind."""
        rows: EntryQuerySet[Self] = type(self)._default_manager.all()  # type: ignore[assignment]
        return rows

    def _become(self, status: "Entry.Status") -> None:
        self.status = status
        self.save(update_fields=["status"])

    def _as_stored(self) -> Self | None:
        if self._state.adding:
            return None
        return self._all().defer("body", "html").filter(pk=self.pk).first()

    def _keep_address(self, former: Self) -> None:
        """Leave a redirect behind where the public may have seen the former address."""
        before, now = former.get_absolute_url(), self.get_absolute_url()
        if before == now:
            return
        if former.announced_at or former.is_public:
            Address.objects.moved(before, now)
        else:
            Address.objects.retarget(before, now)
