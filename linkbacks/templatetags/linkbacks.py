from typing import Any

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from blog import readers
from linkbacks import middleware, response
from linkbacks.protocols import trackback
from linkbacks.targets import Target, address_of

register = template.Library()


@register.simple_tag
def linkbacks(target: Target) -> SafeString:
    """What others say of a page on their own sites, and where pages of this site mention it."""
    is_open = target.takes_linkbacks

    def drawn() -> SafeString:
        return _html("linkbacks/_linkbacks.html", response.to(target), address=address_of(target) if is_open else "")

    return readers.kept(f"linkbacks {target.surrogate_key} {is_open:d}", ("site", target.surrogate_key), drawn)


@register.simple_tag
def linkback_replies(target: Target) -> SafeString:
    """The replies on other sites that stand in the conversation of a page."""
    found = response.to(target)
    return _html("linkbacks/_replies.html", found, replies=found.replies)


@register.simple_tag(takes_context=True)
def linkback_doors(context: template.Context, target: Target) -> SafeString:
    """Where other servers may tell of their links to a page: belongs into its head; empty while it takes none."""
    if not target.takes_linkbacks:
        return SafeString()
    if request := context.get("request"):
        middleware.note_open(request)
    return readers.kept(f"doors {target.surrogate_key}", ("site", target.surrogate_key), lambda: _doors(target))


def _doors(target: Target) -> SafeString:
    ping = settings.SITE_URL + target.trackback_url
    rdf = trackback.rdf(about=address_of(target), title=target.title, ping=ping)
    facts = {
        "pingback": middleware.pingback_address(),
        "webmention": middleware.webmention_address(),
        "rdf": mark_safe(rdf),  # noqa: S308 (escaped there, as XML inside a comment asks for)
    }
    return SafeString(get_template("linkbacks/_doors.html").render(facts))


def _html(name: str, found: response.Response, **facts: Any) -> SafeString:
    return SafeString(get_template(name).render({"response": found, **facts}))
