from collections.abc import Iterable
from typing import Final

from django.apps import apps
from django_tasks import task

from linkbacks import delivery, ledger
from linkbacks.models import Outgoing
from linkbacks.targets import Target
from startalking.core import waiting

AT_ONCE: Final = 30
"""Hosts, or texts, that one tick looks after."""


@task()
@waiting.work
def begin_ledger(model: str, pk: int) -> None:
    """A text came out: enter its links and queue whom it links to. Safe to repeat."""
    for text in _text(model, pk):
        ledger.enter(text)
        ledger.settle(text)


@task()
@waiting.work
def keep_ledger(model: str, pk: int) -> None:
    """A text was edited or taken down: whoever was told of it is to hear that. Safe to repeat.

    Where there is no ledger yet none is begun: it may be an old text that an import or the demo brought.
    """
    for text in _text(model, pk):
        if Outgoing.objects.on(text).exists():
            ledger.enter(text)
            ledger.settle(text)


@task()
def deliver(host: str) -> None:
    """Tell the pages of a host that are due."""
    delivery.deliver(host)


def deliver_due() -> None:
    """The minute's look after pages whose hour has come, and those whose task was lost."""
    for host in Outgoing.objects.due().hosts()[:AT_ONCE]:
        deliver.enqueue(host)


def settle_left_behind() -> None:
    """The minute's look after texts that came out or went away, and the hint of it got lost."""
    for text in {ledger.text_of(row): None for row in Outgoing.objects.left_behind().for_list()[:AT_ONCE]}:
        ledger.settle_again(text)


def _text(model: str, pk: int) -> "Iterable[Target]":
    """The text, unless it was deleted meanwhile."""
    texts: Iterable[Target] = apps.get_model(model)._default_manager.filter(pk=pk)
    return texts
