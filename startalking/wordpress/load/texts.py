"""Their texts as ours: converted, with addresses of today, and cleaned."""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from startalking.core import text
from startalking.core.linking import linked
from startalking.wordpress.html import Converted, to_html, with_addresses
from startalking.wordpress.load.images import Pictures
from startalking.wordpress.load.places import Places
from startalking.wordpress.paragraphs import paragraphs
from startalking.wordpress.records import Post
from startalking.wordpress.report import sentence

LONGEST_TEASER: Final = 600
LONGEST_TITLE: Final = 250
LONGEST_COMMENT: Final = 100_000
OTHER_SIZES: Final = re.compile(r"""\s(?:srcset|sizes)\s*=\s*(?:"[^"]*"|'[^']*')""", re.IGNORECASE)
IMG: Final = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Written:
    """A text as it is stored. `notes` are sentences for the report, `images` numbers of the attachments it shows."""

    body: str
    teaser: str
    notes: list[str] = field(default_factory=list)
    images: tuple[int, ...] = ()


class Texts:
    def __init__(self, places: Places, pictures: Pictures) -> None:
        self._places, self._pictures = places, pictures

    def of(self, post: Post) -> Written:
        """The text of a post or page. What is longer than a text may be is cut."""
        attached = self._pictures.hanging_on.get(post.id, ())
        converted = to_html(post.content, resolve=self._pictures.resolve, attached=attached)
        markup = IMG.sub(lambda found: OTHER_SIZES.sub("", found[0]), converted.html)
        markup = with_addresses(markup, self.swap)
        teaser = text.plain(post.excerpt) or text.plain(converted.teaser)
        notes = [*map(sentence, converted.warnings), *_embeds(converted), *_foreign(markup)]
        if len(teaser) > LONGEST_TEASER:
            notes.append(_("The teaser was longer than %(count)s characters.") % {"count": LONGEST_TEASER})
        if len(markup) > text.MAX_BODY:
            notes.append(_("The text was longer than a million characters and has been cut."))
        body = _cleaned(markup)
        return Written(body, text.shorten(teaser, LONGEST_TEASER), notes, converted.image_ids)

    def of_comment(self, content: str) -> str:
        """A comment's text with paragraphs, and bare addresses as links; still to be cleaned."""
        markup = paragraphs(content[:LONGEST_COMMENT].replace("\r\n", "\n").replace("\r", "\n"))
        return linked(with_addresses(markup, self.swap))

    def swap(self, address: str) -> str | None:
        """Our address for one of the old site's; None where there is none."""
        return self._pictures.find(address) or self._pictures.page(address) or self._places.find(address)

    def shows_what_arrived(self, post: Post) -> bool:
        """Whether a picture whose file came late belongs into this text."""
        arrived = self._pictures.arrived
        if not arrived:
            return False
        of_this = arrived.intersection(self.of(post).images, self._pictures.hanging_on.get(post.id, ()))
        return bool(of_this) or any(
            self._pictures.find(link.href) for link in text.links_in(post.content) if link.element != "blockquote"
        )


def title(post: Post, body: str) -> tuple[str, list[str]]:
    """A title that can be read out, and what was done for it."""
    if post.title:
        cut = text.shorten(post.title, LONGEST_TITLE)
        return cut, [_("Its title was too long and has been cut.")] if cut != " ".join(post.title.split()) else []
    return text.excerpt(body, 60) or _("Untitled"), [_("It had no title: the beginning of the text is its title now.")]


def _cleaned(markup: str) -> str:
    """Clean HTML that is short enough to be cleaned again; cleaning writes `&` out, so it may grow."""
    body = text.clean(markup[: text.MAX_BODY])
    while len(body) > text.MAX_BODY:
        body = text.clean(body[: text.MAX_BODY * 9 // 10])
    return body


def _embeds(converted: Converted) -> list[str]:
    hosts = dict.fromkeys(urlsplit(address).netloc for address in converted.embeds)
    return [_("What was embedded from %(host)s is a link now.") % {"host": host or "?"} for host in hosts]


def _foreign(markup: str) -> list[str]:
    """Pictures and sounds of other sites: readers' browsers ask nobody else, so they are links."""
    media = {link.href for link in text.links_in(markup) if link.element in {"img", "audio", "video"}}
    count = sum(1 for address in media if "//" in address[:8])
    said = ngettext(
        "%(count)d picture or sound of another site is a link now.",
        "%(count)d pictures or sounds of other sites are links now.",
        count,
    )
    return [said % {"count": count}] if count else []
