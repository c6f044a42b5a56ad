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
    if not targets.is_ours(call.source):
        return Incoming.objects.receive(call, target)
    page = targets.page_linking(call.source, target)
    return Incoming.objects.receive(_without_words(call, page), target, origin=page)


def _without_words(call: Call, page: targets.Target) -> Call:
    """A reference within this site: what the caller says of our page may be anybody's words, and it has its own."""
    site_name = Site.objects.current().title
    return replace(call, source=targets.address_of(page), title="", site_name=site_name, excerpt="")
