"""How a page elsewhere is told that we link to it: its door is looked for, the letter sent, the answer judged."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from types import ModuleType
from typing import Any, Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from blog.models import Site
from linkbacks import ledger
from linkbacks.discovery import Door, doors
from linkbacks.models import Incoming, Outgoing, Policy
from linkbacks.protocols import Call, Delivery, Letter, State, pingback, trackback, webmention
from linkbacks.protocols.words import by_status
from linkbacks.targets import Target, address_of, is_ours
from startalking.core import fetch
from startalking.core.fetch import FetchError, Response
from startalking.core.turns import turn

WAYS: Final[dict[str, ModuleType]] = {"webmention": webmention, "pingback": pingback, "trackback": trackback}
"""In the order in which they are tried. One success is enough."""

AT_ONCE: Final = 20
"""Pages of one host that are told in one go."""


def deliver(host: str) -> list[Outgoing]:
    """Tell every page of a host that is due, one after the other. Returns the rows with what came of them.

    Nothing happens while another process is at this host: it takes care of the rows that came in meanwhile, and what
    is left is found by the next minute's tick. Belongs into no transaction.
    """
    done: list[Outgoing] = []
    if not Policy.objects.current().sends:
        return done
    with suppress(TimeoutError), turn(f"linkbacks.{host}", wait=0):
        while len(done) < AT_ONCE and (row := Outgoing.objects.for_list().at(host).due().first()):
            if row.claim():
                with translation.override(Site.objects.current().language):
                    _tell(row)
                done.append(row)
    for text in {ledger.text_of(row): None for row in done if row.state == Outgoing.State.DELIVERED}:
        ledger.settle_again(text)  # it may have changed while the letters were on their way
    return done


def _tell(row: Outgoing) -> None:
    said = ledger.said_by(ledger.text_of(row))
    if not row.has_news(said):
        row.finish(row.state_at_rest, _("There is nothing to tell any more."))
        return
    found = _doors_of(row)
    if isinstance(found, Delivery):
        _end_without_door(row, found, said)
    elif fitting := _fitting(row, found, said):
        _knock(row, fitting, said)
    else:
        _end_without_door(row, Delivery(State.REFUSED, _("The page has no door for linkbacks.")), said)


def _doors_of(row: Outgoing) -> list[Door] | Delivery:
    """Where the page can be told, asked anew each time; or why that cannot be found out."""
    if row.is_extra:
        return [Door(protocol="trackback", address=row.url, found_in="")]
    try:
        page = _page_at(row.url)
    except FetchError as error:
        return Delivery(State.REFUSED if error.is_final else State.FAILED, str(error))
    if is_ours(ledger.page_of(page.url)):
        return Delivery(State.REFUSED, _("The address leads back to this site."))
    if page.status >= 400:
        sentence = _("The page answers with an error (%(status)d).") % {"status": page.status}
        return replace(by_status(page), words=sentence)
    return [
        door for door in doors(page.url, page.headers, page.body, row.url) if not is_ours(ledger.page_of(door.address))
    ]


def _page_at(url: str) -> Response:
    """The page; of a picture or a document, its headers alone may name a door. Raises `FetchError`."""
    try:
        return fetch.get(url)
    except FetchError as error:
        if not (error.is_final and error.status):
            raise
    return fetch.head(url)


def _fitting(row: Outgoing, found: list[Door], said: str) -> list[Door]:
    """The doors in the order of trying. Who was told already hears of changes by webmention alone."""
    is_new = row.told in {"", Outgoing.AGAIN} and row.is_linked and said != Outgoing.GONE
    order = list(WAYS) if is_new else ["webmention"]
    return sorted((door for door in found if door.protocol in order), key=lambda door: order.index(door.protocol))


def _knock(row: Outgoing, found: list[Door], said: str) -> None:
    """At one door after the other. Only a refusal leads to the next: who did not answer may have it nevertheless."""
    target = ledger.text_of(row)
    for door in found:
        delivery = _sent_to(row, door, target)
        if delivery.state != State.REFUSED or door is found[-1]:
            _end(row, door, delivery, said)
            return
        row.note(_sentence(door, delivery))


def _sent_to(row: Outgoing, door: Door, target: Target) -> Delivery:
    way = WAYS[door.protocol]
    letter = _letter(row, door, target)
    try:
        answer = fetch.post(door.address, letter.body, letter.content_type)
    except FetchError as error:
        return Delivery(State.REFUSED if error.is_final else State.FAILED, str(error))
    delivery: Delivery = way.delivery(answer)
    return delivery


def _letter(row: Outgoing, door: Door, target: Target) -> Letter:
    source = address_of(target)
    if door.protocol != "trackback":
        letter: Letter = WAYS[door.protocol].letter(source, row.url)
        return letter
    words = {"title": target.title, "excerpt": target.summary, "site_name": Site.objects.current().title}
    return trackback.letter(Call(protocol="trackback", source=source, **words))


def _end(row: Outgoing, door: Door, delivery: Delivery, said: str) -> None:
    facts: dict[str, Any] = {"protocol": door.protocol, "door": door.address[:2000]}
    sentence = _sentence(door, delivery)
    if delivery.state == State.FAILED:
        _try_later(row, sentence, delivery, **facts)
    elif delivery.state == State.REFUSED:
        row.finish(Outgoing.State.REFUSED, sentence, **facts)
    else:
        facts |= {"status_url": delivery.status_url[:2000], "delivered_at": timezone.now()}
        row.finish(Outgoing.State.DELIVERED, sentence, **facts, **_heard(row, said))


def _end_without_door(row: Outgoing, delivery: Delivery, said: str) -> None:
    """Whom we told before keeps what he knows: a door that was taken away is no reason to ask again."""
    if delivery.state == State.FAILED:
        _try_later(row, delivery.words, delivery)
    elif row.told:
        row.finish(Outgoing.State.DELIVERED, delivery.words, **_heard(row, said))
    else:
        row.finish(Outgoing.State.NO_DOOR, delivery.words)


def _heard(row: Outgoing, said: str) -> dict[str, Any]:
    """What the other side knows now; of a link that is gone there is nothing more to tell."""
    return {"told": said if row.is_linked else ""}


def _try_later(row: Outgoing, sentence: str, delivery: Delivery, **facts: Any) -> None:
    """With growing pauses, and not before they want to be asked again; after the last try it has failed."""
    due_at = row.next_pause()
    if due_at is None:
        row.finish(Outgoing.State.FAILED, sentence, **facts)
        return
    if delivery.retry_after:
        due_at = max(due_at, timezone.now() + timedelta(seconds=delivery.retry_after))
    row.finish(Outgoing.State.WAITING, sentence, due_at=due_at, **facts)


def _sentence(door: Door, delivery: Delivery) -> str:
    facts = {"protocol": Incoming.Protocol(door.protocol).label, "words": delivery.words}
    if delivery.state == State.DELIVERED:
        return (_("%(protocol)s: delivered. “%(words)s”") if delivery.words else _("%(protocol)s: delivered.")) % facts
    if delivery.state == State.REFUSED:
        return (
            _("%(protocol)s: refused. “%(words)s”") if delivery.words else _("%(protocol)s: refused, without a reason.")
        ) % facts
    return _("%(protocol)s: not delivered. “%(words)s”") % facts
