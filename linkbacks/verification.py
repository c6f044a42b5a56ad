"""Looks at the pages that are said to link here: one visit for all that waits for a page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from blog.models import Site
from linkbacks import judgement, memory, targets
from linkbacks.models import Incoming
from linkbacks.protocols import Refusal
from linkbacks.reading.microformats import Kind
from linkbacks.source import Mention, read_source
from startalking.core import charsets, fetch, text
from startalking.core.fetch import FetchError

GONE: Final = 410
LONGEST: Final = 1000
CORRECTED: Final = {"title", "site_name", "excerpt"}
"""Words that a moderator may have changed."""


@dataclass(frozen=True)
class Sight:
    """What was seen at a source: its page, where the redirects ended, or else the sentence that says why not.

    `is_final`: another look would end the same way. `is_gone`: the other side says that the page is gone for good.
    """

    page: memory.Page | None = None
    sentence: str = ""
    is_final: bool = False
    is_gone: bool = False


def look_at(source: str) -> list[Incoming]:
    """Fetch a source if it is due, and settle all that waits for it. Returns the linkbacks that were due.

    Belongs into no transaction. Safe to repeat, and to run several times at once.
    """
    claim = Incoming.objects.claim_source(source)
    with translation.override(Site.objects.current().language):
        rows = [incoming for incoming in claim.rows if not _is_blocked(incoming)]
        if rows and claim.not_before:
            _settle_from_memory(source, rows, timezone.now() if claim.is_under_way else claim.not_before)
        elif rows:
            sight = _seen(source)
            for incoming in rows:
                _settle(incoming, sight)
            _settle_latecomers(source)
    return claim.rows


def _settle_latecomers(source: str) -> None:
    """Those that called while the page was being fetched; whom this misses, the minute's tick finds."""
    claim = Incoming.objects.claim_source(source)
    if claim.not_before:
        _settle_from_memory(
            source, [incoming for incoming in claim.rows if not _is_blocked(incoming)], claim.not_before
        )


def _is_blocked(incoming: Incoming) -> bool:
    """Sites that the moderators' lists call spam are not even visited, unless a moderator wants to see this page."""
    if incoming.is_decided or not (hit := judgement.block_on(incoming.source)):
        return False
    incoming.condemn(_("Your lists say spam: “%(text)s”.") % {"text": hit.text})
    return True


def _seen(source: str) -> Sight:
    try:
        answer = fetch.get(source)
    except FetchError as error:
        return Sight(sentence=str(error), is_final=error.is_final)
    if answer.status == GONE:
        return Sight(sentence=_("The other site says that the page is gone for good (410)."), is_gone=True)
    if not 200 <= answer.status < 300:
        return Sight(sentence=_("The other site answered with an error (%(status)d).") % {"status": answer.status})
    if _leads_here(answer.url):
        return Sight(sentence=_("The address leads back to this site."), is_final=True)
    page = memory.Page(answer.url, answer.headers.get("content-type", ""), answer.body)
    memory.keep(source, page)
    return Sight(page)


def _leads_here(address: str) -> bool:
    try:
        return targets.is_ours(address)
    except Refusal:
        return False


def _settle(incoming: Incoming, sight: Sight) -> None:
    if sight.is_gone:
        incoming.lose(sight.sentence, for_good=True)
    elif sight.page is None:
        incoming.stumble(sight.sentence, is_final=sight.is_final)
    elif mention := _mention_of(incoming, sight.page):
        _prove(incoming, mention, sight.page.address)
    else:
        incoming.lose(_("The page has no link to this one."), for_good=False)


def _settle_from_memory(source: str, rows: list[Incoming], not_before: datetime) -> None:
    """A page that links to several of ours calls for each; what it said some minutes ago will do for new calls."""
    page = memory.recall(source)
    for incoming in rows:
        is_new = incoming.proof == Incoming.Proof.WAITING
        if page and is_new and (mention := _mention_of(incoming, page)):
            _prove(incoming, mention, page.address)
        else:
            incoming.postpone(not_before)


def _mention_of(incoming: Incoming, page: memory.Page) -> Mention | None:
    markup = charsets.decoded(page.body, page.content_type)
    return read_source(markup, page.address, targets.addresses_of(incoming.target))


def _prove(incoming: Incoming, mention: Mention, seen_at: str) -> None:
    said = _columns(incoming, mention)
    if incoming.is_corrected:
        said = {name: value for name, value in said.items() if name not in CORRECTED}
    for name, value in said.items():
        setattr(incoming, name, value)
    verdict = judgement.judged(incoming, seen_at=seen_at)
    incoming.prove(said, verdict.as_json(), judgement.STATUS[verdict.outcome])


def _columns(incoming: Incoming, mention: Mention) -> dict[str, Any]:
    """The page's own words in the place of whatever the caller had said."""
    return {
        "kind": mention.kind.value,
        "title": text.shorten(mention.title, 250),
        "site_name": text.shorten(mention.site_name or incoming.host, 250),
        "excerpt": text.shorten(mention.excerpt, 252),
        "author_name": text.shorten(mention.author.name, 100),
        "author_url": mention.author.url if len(mention.author.url) <= LONGEST else "",
        "reply": mention.content if mention.kind is Kind.REPLY else "",
    }
