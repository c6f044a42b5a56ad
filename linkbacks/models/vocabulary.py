"""The words in which incoming linkbacks are asked for, noted and claimed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Self

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from blog.models import Discussed, entry
from comments.models.hand import Hand, Means
from comments.models.targeted import key_of
from knowledgebase.models import article
from linkbacks import events
from linkbacks.models.retrying import RetryingQuerySet
from linkbacks.models.verified import Verified
from linkbacks.protocols import Call
from startalking.core.events import announce

if TYPE_CHECKING:
    from linkbacks.models.incoming import Incoming

ORIGINS: Final = ("from_post", "from_page", "from_article")
"""The keys of an incoming linkback that name the page of ours it came from."""


UNDER_WAY: Final = timedelta(seconds=30)
"""A visit takes ten seconds at most, and settling what it found some more."""


@dataclass(frozen=True)
class Claim:
    """Rows of one source that are to be worked on; `not_before`: the source is not to be fetched again until then.

    `is_under_way`: somebody may be fetching it right now.
    """

    rows: list["Incoming"]
    not_before: datetime | None = None
    is_under_way: bool = False


class IncomingQuerySet(RetryingQuerySet["Incoming"]):
    def approved(self) -> Self:
        return self.filter(status=Verified.Status.APPROVED)

    def shown(self) -> Self:
        """What readers see now: approved, and the link is there as far as anybody knows.

        A page of ours speaks for itself, so it is silent while nobody may read it.
        """
        readable = entry.open_to_all("from_post") | entry.open_to_all("from_page") | article.open_to_all("from_article")
        return self.approved().believed().filter(Q(is_internal=False) | readable)

    def believed(self) -> Self:
        return self.filter(proof__in=Verified.BELIEVED)

    def held(self) -> Self:
        """The moderation queue: what has been checked, and waits for somebody to decide."""
        return self.filter(status=Verified.Status.HELD).believed()

    def unchecked(self) -> Self:
        return self.filter(status=Verified.Status.HELD, proof=Verified.Proof.WAITING)

    def lost(self) -> Self:
        return self.exclude(status__in=Verified.ASIDE).filter(proof=Verified.Proof.LOST)

    def failed(self) -> Self:
        return self.exclude(status__in=Verified.ASIDE).filter(proof=Verified.Proof.FAILED)

    def spam(self) -> Self:
        return self.filter(status=Verified.Status.SPAM)

    def trashed(self) -> Self:
        return self.filter(status=Verified.Status.TRASH)

    def unproven(self) -> Self:
        """Not checked yet, or checked without finding the link."""
        return self.filter(status=Verified.Status.HELD).exclude(proof__in=Verified.BELIEVED)

    def pending(self) -> Self:
        """What somebody still has to look at, we or the moderators."""
        return self.filter(status=Verified.Status.HELD).exclude(proof__in=[Verified.Proof.LOST, Verified.Proof.FAILED])

    def never_true(self) -> Self:
        """Calls that were checked to no avail and that no moderator ever touched."""
        return self.unproven().filter(proven_at=None, decided_at=None, due_at=None)

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
        texts = [f"{origin}__{column}" for origin in ORIGINS for column in ("body", "html")]
        return self.select_related(*ORIGINS).defer(*texts)

    def untold(self) -> Self:
        """Waiting, and no moderator has heard of it yet. What an import brought is no news."""
        return self.held().filter(told_at=None, import_ref="")

    def undecided(self) -> Self:
        """Taken for references within the site, but nobody has looked yet which page it is."""
        return self.filter(is_internal=True, **dict.fromkeys(ORIGINS))

    def of_known(self, host: str) -> Self:
        """What was approved of a site elsewhere."""
        return self.from_host(host).approved().believed().filter(is_internal=False)

    def condemned(self, host: str) -> Self:
        return self.from_host(host).spam()

    def looked_at_before(self, moment: datetime) -> Self:
        return self.filter(checked_at__lt=moment)

    def due_sources(self, most: int) -> list[int]:
        """One row of each source that is due, at most so many, the longest waiting first."""
        first = dict[str, int]()
        for pk, source in self.due().values_list("pk", "source")[: 10 * most]:
            first.setdefault(source, pk)
        return [*first.values()][:most]

    def counted(self) -> list[tuple[str, int]]:
        """How many there are in each state, then with each result of the check; (words, number)."""
        states, proofs = (dict(self.order_by().values_list(name).annotate(Count("pk"))) for name in ("status", "proof"))
        choices = ((Verified.Status.choices, states), (Verified.Proof.choices, proofs))
        return [(str(label), found.get(value, 0)) for kind, found in choices for value, label in kind]

    @transaction.atomic
    def claim_source(self, source: str) -> Claim:
        """The due rows of a source, for this process alone to work on, whatever others do meanwhile.

        Within an hour a source is fetched again by our own schedule only, not because somebody asked; and never twice
        within minutes, however many rows have a schedule.
        """
        rows = list(self.of_source(source).select_for_update().order_by("pk"))
        mine = [row for row in rows if row.is_due and row.claim()]
        looked_at = max((row.checked_at for row in rows if row.checked_at), default=None)
        apart = Verified.LEASE if any(row.tries for row in mine) else Verified.APART
        if looked_at and looked_at + apart > timezone.now():
            under_way = looked_at + UNDER_WAY > timezone.now()
            return Claim(mine, not_before=looked_at + apart, is_under_way=under_way)
        self.filter(pk__in=[row.pk for row in mine]).update(checked_at=timezone.now())
        return Claim(mine)

    def since(self, moment: datetime) -> Self:
        return self.filter(created_at__gte=moment)

    def receive(self, call: Call, target: Discussed, *, origin: Discussed | None = None) -> "Incoming":
        """Note a call: one row for each source and target, whatever came how often by which protocol.

        What a moderator decided stays decided. References within the site, those with an `origin`, are shown at once;
        of all others the source is to be looked at. Safe when the same call comes many times at once.
        """
        facts = self.model.as_told_by(call) | self.model.as_said_by(origin)
        return self._note(call, target, facts)

    @transaction.atomic
    def _note(self, call: Call, target: Discussed, facts: dict[str, Any]) -> "Incoming":
        incoming, is_new = self.get_or_create(source=call.source, **key_of(target), defaults=facts)
        if not is_new:
            incoming.is_repeat = call.protocol in incoming.protocols
            incoming.hear_again(call.protocol)
        elif incoming.is_internal:
            incoming.approve(Hand(means=Means.RULE))
        announce(events.received, incoming, incoming=incoming)
        return incoming
