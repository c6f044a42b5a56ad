"""The ledger of a text: which pages elsewhere it links to, and which of them are to be told. Nothing is sent here."""

from collections.abc import Collection, Iterable
from hashlib import sha256
from typing import Any, Final, cast
from urllib.parse import urljoin

from django.db import transaction
from django.utils.translation import gettext as _

from blog.models import Entry
from comments.models.targeted import key_of
from linkbacks import addresses
from linkbacks.models import Outgoing, Policy
from linkbacks.protocols import Refusal
from linkbacks.targets import Target, address_of, is_ours
from startalking.core import text

State = Outgoing.State

LONGEST: Final = 1000
UNHEARD: Final = (State.PLANNED, State.REFUSED, State.NO_DOOR, State.FAILED)
"""States in which a row may be forgotten when its link is gone: nobody was told, and nobody decided anything."""


def text_of(row: Outgoing) -> Target:
    """The text in whose ledger a row stands."""
    return cast(Target, row.target)


def said_by(target: Target) -> str:
    """A digest of what everybody can read there; `GONE` when nobody can, or only who knows the password.

    Of the body, not of the HTML made of it: another rendition of a picture is no news.
    """
    if not target.is_public or (isinstance(target, Entry) and target.password):
        return Outgoing.GONE
    return sha256(f"{target.title}\n{target.body}".encode()).hexdigest()


def links_of(target: Target) -> dict[str, str]:
    """The pages elsewhere that a text links to, each once: its address in the one spelling, and as it is written."""
    base, found = address_of(target), dict[str, str]()
    for link in text.links_in(target.html):
        if link.element == "a" and (page := _page_elsewhere(base, link.href)):
            found.setdefault(page, urljoin(base, link.href))
    return found


def lines(target: Target) -> list[Outgoing]:
    """What stands in the ledger, and what will when the text is saved the next time. Writes nothing."""
    if not target.pk:
        return []
    rows = [row for row in Outgoing.objects.on(target).in_order() if row.is_kept]
    known = {page_of(row.url) for row in rows if not row.is_extra}
    state = State.NEVER if said_by(target) != Outgoing.GONE else State.PLANNED
    fresh = [url for page, url in links_of(target).items() if page not in known]
    return [*rows, *(Outgoing(**key_of(target), url=url, state=state) for url in fresh)]


@transaction.atomic
def know(target: Target) -> None:
    """Enter what a text has linked to since before there was a ledger: an old text that is edited is no news.

    `target` is the text before the edit. Safe to repeat.
    """
    if said_by(target) != Outgoing.GONE:
        for row in _entered(target):
            row.leave_alone(_("The link is older than this list."))


@transaction.atomic
def enter(target: Target) -> None:
    """Bring the ledger up to date with the text: new links are planned, lost ones marked. Safe to repeat."""
    target.lock()
    links = links_of(target)
    for row in Outgoing.objects.on(target).links():
        if page_of(row.url) in links:
            _mark_there(row, links[page_of(row.url)])
        else:
            _mark_lost(row)
    _entered(target)


@transaction.atomic
def choose(target: Target, *, seen: Collection[str], ticked: Collection[str]) -> None:
    """What an editor ticked among the links that he saw. Safe to repeat."""
    for row in Outgoing.objects.on(target):
        if row.url in seen and row.url in ticked:
            row.plan()
        elif row.url in seen and row.state == State.PLANNED:
            row.leave_alone()


@transaction.atomic
def add_extras(target: Target, urls: Iterable[str]) -> None:
    """Trackback addresses that an editor knows and no page shows. Safe to repeat."""
    for url in urls:
        facts: dict[str, Any] = {**key_of(target), "url": url, "is_extra": True}
        Outgoing.objects.get_or_create(**facts)


@transaction.atomic
def settle(target: Target) -> None:
    """Queue whoever has to hear something now, call back who was not to hear it. Safe to repeat."""
    sends = Policy.objects.current().sends
    target.lock()
    said = said_by(target)
    for row in Outgoing.objects.on(target):
        if row.is_to_be_queued(said):
            _queue(row, sends=sends)
        elif row.state == State.WAITING and not row.has_news(said):
            row.call_back()


def settle_again(target: Target) -> None:
    """The same for a text that may have changed since `target` was loaded."""
    settle(type(target)._default_manager.get(pk=target.pk))


def page_of(url: str) -> str:
    """An address in its one spelling, without fragment; empty for what is no page of the web."""
    try:
        return addresses.normal(url)
    except Refusal:
        return ""


def _queue(row: Outgoing, *, sends: bool) -> None:
    """What came out in silence stays so: who switches sending on again does not want years of texts to be told."""
    if sends:
        row.queue()
    elif row.state == State.PLANNED:
        row.leave_alone(_("Sending was switched off when the text came out."))


def _page_elsewhere(base: str, href: str) -> str:
    try:
        url = urljoin(base, href)
    except ValueError:
        return ""
    page = page_of(url)
    return "" if not page or len(url) > LONGEST or is_ours(page) else page


def _entered(target: Target) -> list[Outgoing]:
    """New rows for the links that have none yet."""
    known = {page_of(row.url) for row in Outgoing.objects.on(target).links()}
    fresh = [url for page, url in links_of(target).items() if page not in known]
    return [Outgoing.objects.create(**key_of(target), url=url) for url in fresh]


def _mark_there(row: Outgoing, url: str) -> None:
    """The same page may be linked at another place now, or again after a while."""
    if row.is_linked and row.url == url:
        return
    if not row.is_linked and row.state == State.DELIVERED and not row.told:
        row.state = State.PLANNED
    row.is_linked, row.url = True, url
    row.save(update_fields=["is_linked", "url", "host", "state"])


def _mark_lost(row: Outgoing) -> None:
    if not row.told and row.state in UNHEARD:
        row.delete()
    elif row.is_linked:
        row.is_linked = False
        row.save(update_fields=["is_linked"])
