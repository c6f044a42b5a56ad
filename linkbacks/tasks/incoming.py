from datetime import timedelta
from typing import Final

from django.utils import timezone
from django_tasks import task

from linkbacks import verification
from linkbacks.models import Incoming

AT_ONCE: Final = 30
"""Sources handed to the workers by one tick; each may take ten seconds."""
UNTRUE_KEPT: Final = timedelta(days=90)
"""Calls that were checked to no avail may be asked about for so long."""


@task()
def verify(pk: int) -> None:
    """Look at the source of a linkback, if it is due; at all that is due of this source, with one visit."""
    source = Incoming.objects.filter(pk=pk).values_list("source", flat=True).first()
    if source is not None:
        verification.look_at(source)


def verify_due() -> None:
    """The minute's look after sources whose hour has come, and those whose task was lost."""
    for pk in Incoming.objects.due_sources(AT_ONCE):
        verify.enqueue(pk)


def forget_the_untrue() -> None:
    """Delete what links to nothing here and never did; nobody ever saw it but moderators who went looking."""
    Incoming.objects.never_true().looked_at_before(timezone.now() - UNTRUE_KEPT).delete()
