from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import mark_safe

from blog.models import Entry
from knowledgebase.models import Article
from linkbacks.models import Incoming
from linkbacks.protocols import trackback
from linkbacks.targets import address_of

register = template.Library()


@register.inclusion_tag("linkbacks/_linkbacks.html")
def linkbacks(target: Entry | Article) -> dict[str, Any]:
    """Who links to a page: others, and pages of this site."""
    shown = Incoming.objects.on(target).shown().with_origins().oldest_first() if target.linkback_count else []
    internal = [linkback for linkback in shown if linkback.is_internal]
    return {"outside": [linkback for linkback in shown if not linkback.is_internal], "internal": internal}


@register.inclusion_tag("linkbacks/_doors.html")
def linkback_doors(target: Entry | Article) -> dict[str, Any]:
    """Where other servers may tell of their links to a page: belongs into its head; empty while it takes none."""
    if not target.takes_linkbacks:
        return {"rdf": ""}
    ping = settings.SITE_URL + target.trackback_url
    rdf = trackback.rdf(about=address_of(target), title=target.title, ping=ping)
    return {"rdf": mark_safe(rdf)}  # noqa: S308 (escaped there, as XML inside a comment asks for)
