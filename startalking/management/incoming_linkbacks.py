"""What `manage.py linkbacks` does with those that come in, a line for each step."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from linkbacks import verification
from linkbacks.models import Incoming

AT_ONCE = 10_000


def verify() -> Iterator[str]:
    """Look at every source that is due."""
    due = Incoming.objects.due_sources(AT_ONCE)
    for source in Incoming.objects.filter(pk__in=due).order_by("due_at").values_list("source", flat=True):
        for incoming in verification.look_at(source):
            yield _line(incoming)
    if not due:
        yield _("No page that links here is to be looked at just now.")


def status() -> Iterator[str]:
    """How many there are in which state, and what the checks have found."""
    yield _("Incoming linkbacks:")
    for label, number in Incoming.objects.counted():
        yield f"  {label}: {number}"


def _line(incoming: Incoming) -> str:
    facts = {"source": incoming.source, "text": incoming.target, "check": incoming.get_proof_display()}
    facts |= {"state": incoming.get_status_display(), "reason": incoming.reason}
    return _("%(source)s → %(text)s: %(check)s, %(state)s. %(reason)s") % facts
