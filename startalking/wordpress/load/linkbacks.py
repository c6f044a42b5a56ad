"""Trackbacks, pingbacks and webmentions, which WordPress keeps among the comments."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from blog.models import Entry
from linkbacks import targets
from linkbacks.models import Incoming
from startalking.core import text
from startalking.wordpress import discussion, records
from startalking.wordpress.load.intake import Intake
from startalking.wordpress.load.told import Told
from startalking.wordpress.report import Outcome

WEB: Final = URLValidator(schemes=["http", "https"])
LONGEST_SOURCE: Final = 1000
STRONG: Final = re.compile(r"\s*<strong>(.*?)</strong>\s*", re.DOTALL | re.IGNORECASE)
ELLIPSIS: Final = r"[\[(]?(?:…|\.{3})[\])]?"
ENDS: Final = re.compile(rf"^\s*{ELLIPSIS}\s*|\s*{ELLIPSIS}\s*$")


class Linkbacks:
    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    def take_over(self, entry: Entry, post: records.Post, told: Told) -> None:
        """One row for each source, whatever came how often; within the caller's transaction."""
        said = [comment for comment in post.comments if discussion.fate(comment) is discussion.Fate.LINKBACK]
        if not said:
            return
        present = {row.source: row for row in Incoming.objects.on(entry)}
        for comment in said:
            outcome, notes = self._take(comment, entry, present)
            told.add("linkback", comment, outcome, notes)
        approved = Incoming.objects.on(entry).approved().count()
        type(entry)._default_manager.filter(pk=entry.pk).update(linkback_count=approved)

    def _take(self, comment: records.Comment, entry: Entry, present: dict[str, Incoming]) -> tuple[Outcome, list[str]]:
        source = _source(comment.url)
        if not source:
            return Outcome.LEFT_OUT, [_("It names no page that links here.")]
        protocol = discussion.PROTOCOLS[comment.type]
        twin = present.get(source)
        if twin is None:
            present[source] = self._create(comment, entry, source)
            return Outcome.TAKEN, []
        if twin.import_ref == self._intake.ref("comment", comment.id) or protocol in twin.protocols:
            return Outcome.PRESENT, []
        twin.add_channel(protocol)
        return Outcome.CHANGED, [_("The same page had linked here by another protocol: they are one entry now.")]

    def _create(self, comment: records.Comment, entry: Entry, source: str) -> Incoming:
        title, site_name, excerpt = words(comment)
        status = discussion.state(comment)
        return Incoming.objects.create(
            **{entry._meta.model_name or "": entry},
            source=source,
            protocols=[discussion.PROTOCOLS[comment.type]],
            title=text.shorten(title, 250),
            site_name=text.shorten(site_name, 250),
            excerpt=text.shorten(excerpt, 252),
            is_internal=self._intake.origin.has(source),
            status=status,
            told_at=self._intake.started if status == Incoming.Status.HELD else None,
            created_at=comment.date or entry.published_at or self._intake.started,
            import_ref=self._intake.ref("comment", comment.id),
            proof=Incoming.Proof.IMPORTED,
        )


def settle(intake: Intake) -> None:
    """Find the pages of ours that link to others, now that all are here. Goes on where a run was broken off."""
    for row in Incoming.objects.undecided().filter(import_ref__startswith=intake.ref("comment", "")):
        row.settle_origin(targets.unlocked_at(intake.origin.path(row.source)))


def words(comment: records.Comment) -> tuple[str, str, str]:
    """Title, site and excerpt of a linkback.

    WordPress keeps a trackback's title in the text and the blog's name as its author; of a pingback it keeps the
    page's whole title as the author, in which blogs put both: “Title « Site”, “Site » Title”.
    """
    named = STRONG.match(comment.content)
    excerpt = text.plain(comment.content[named.end() :] if named else comment.content)
    excerpt = ENDS.sub("", ENDS.sub("", excerpt)).strip()
    if named and text.plain(named[1]):
        return text.plain(named[1]), comment.author, excerpt
    for mark, title_first in ((" « ", True), (" » ", False), (" | ", True)):
        first, found, second = comment.author.partition(mark)
        if found:
            return (first, second, excerpt) if title_first else (second, first, excerpt)
    return comment.author, "", excerpt


def _source(address: str) -> str:
    try:
        WEB(address)
    except ValidationError:
        return ""
    return address if len(address) <= LONGEST_SOURCE else ""
