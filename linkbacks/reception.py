"""The one room behind the doors: whatever protocol brought a call, it is judged and noted here. Nothing is fetched."""

from dataclasses import replace

from blog.models import Site
from linkbacks import limits, targets
from linkbacks.forms import checked
from linkbacks.models import Incoming
from linkbacks.protocols import Call


def receive(call: Call, path: str) -> Incoming:
    """Note that `call.source` says it links to the page at `path`. Raises `Refusal`."""
    call = checked(call)
    target = targets.open_target(path)
    limits.check(call.source)
    if targets.is_ours(call.source):
        call = _in_our_own_words(call, targets.page_linking(call.source, target))
    return Incoming.objects.receive(call, target)


def _in_our_own_words(call: Call, page: targets.Target) -> Call:
    """A reference within this site, told by the page itself: what the caller says of it may be anybody's words."""
    source = targets.address_of(page)
    return replace(
        call,
        source=source,
        title=page.title,
        site_name=Site.objects.current().title,
        excerpt=page.summary,
        is_internal=True,
    )
