from dataclasses import dataclass

from django.http import QueryDict
from django.utils.safestring import SafeString

from linkbacks import ledger
from linkbacks.admin.outgoing import LEAVE_ALONE, SEND_AGAIN
from linkbacks.models import Incoming, Outgoing
from linkbacks.targets import Target
from startalking.core.admin.marks import badge
from startalking.core.admin.verbs import Verb

State = Outgoing.State


@dataclass(frozen=True)
class Line:
    """A line of the ledger as an editor sees it: to be ticked before anything was sent, with buttons afterwards."""

    row: Outgoing
    is_ticked: bool

    @property
    def is_to_be_chosen(self) -> bool:
        return self.row.state in {State.PLANNED, State.NEVER}

    @property
    def mark(self) -> SafeString:
        return badge(self.row.state, self.row.get_state_display())

    @property
    def protocol(self) -> str:
        return dict(Incoming.Protocol.choices).get(self.row.protocol, "")

    @property
    def verbs(self) -> list[Verb]:
        return [verb for verb in (SEND_AGAIN, LEAVE_ALONE) if verb.when(self.row)]


def lines_of(target: Target, typed: QueryDict) -> list[Line]:
    """The ledger of a text; where a form comes back with an error, with the ticks that were set in it."""
    return [Line(row, _is_ticked(row, typed)) for row in ledger.lines(target)]


def _is_ticked(row: Outgoing, typed: QueryDict) -> bool:
    if row.url in typed.getlist("ledger_seen"):
        return row.url in typed.getlist("ledger_ticked")
    return row.state == State.PLANNED
