"""What `manage.py linkbacks` does, a line for each step."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from linkbacks import delivery, tasks
from linkbacks.models import Outgoing, Policy


def send() -> Iterator[str]:
    """Tell every page elsewhere that is due."""
    if not Policy.objects.current().sends:
        yield _("Sending is switched off in the rules for linkbacks.")
        return
    tasks.settle_left_behind()
    hosts = Outgoing.objects.due().hosts()
    for host in hosts:
        told = delivery.deliver(host)
        for row in told:
            yield _line(row)
        if not told:
            yield _("%(host)s is being told by another process just now.") % {"host": host}
    if not hosts:
        yield _("No page elsewhere is to be told just now.")


def status() -> Iterator[str]:
    """How many linkbacks are in which state, and what is due next."""
    counted = Outgoing.objects.counted()
    yield _("Outgoing linkbacks:")
    for state, label in Outgoing.State.choices:
        yield f"  {label}: {counted.get(state, 0)}"
    following = Outgoing.objects.waiting().first()
    if following is not None and following.due_at:
        yield _("Next: %(url)s, %(when)s.") % {"url": following.url, "when": _moment(following)}


def _line(row: Outgoing) -> str:
    facts = {"text": row.target, "url": row.url, "state": row.get_state_display(), "reason": row.reason}
    if row.due_at:
        return _("%(text)s → %(url)s: %(state)s, next try %(when)s. %(reason)s") % (facts | {"when": _moment(row)})
    return _("%(text)s → %(url)s: %(state)s. %(reason)s") % facts


def _moment(row: Outgoing) -> str:
    return date_format(localtime(row.due_at), "SHORT_DATETIME_FORMAT")
