from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import mark_safe

from linkbacks import middleware, response
from linkbacks.protocols import trackback
from linkbacks.targets import Target, address_of

register = template.Library()


@register.inclusion_tag("linkbacks/_linkbacks.html")
def linkbacks(target: Target) -> dict[str, Any]:
    """What others say of a page on their own sites, and where pages of this site mention it."""
    is_open = target.takes_linkbacks
    return {"response": response.to(target), "address": address_of(target) if is_open else ""}


@register.inclusion_tag("linkbacks/_replies.html")
def linkback_replies(target: Target) -> dict[str, Any]:
    """The replies on other sites that stand in the conversation of a page."""
    return {"replies": response.to(target).replies}


@register.inclusion_tag("linkbacks/_doors.html", takes_context=True)
def linkback_doors(context: template.Context, target: Target) -> dict[str, Any]:
    """Where other servers may tell of their links to a page: belongs into its head; empty while it takes none."""
    if not target.takes_linkbacks:
        return {}
    if request := context.get("request"):
        middleware.note_open(request)
    ping = settings.SITE_URL + target.trackback_url
    rdf = trackback.rdf(about=address_of(target), title=target.title, ping=ping)
    return {
        "pingback": middleware.pingback_address(),
        "webmention": middleware.webmention_address(),
        "rdf": mark_safe(rdf),  # noqa: S308 (escaped there, as XML inside a comment asks for)
    }
