from contextlib import suppress
from typing import Any, Final
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from linkbacks import reception, targets, tokens
from linkbacks.forms import AnnouncementForm
from linkbacks.models import Incoming
from linkbacks.protocols import Reason, Refusal
from linkbacks.protocols import webmention as webmentions
from linkbacks.views.posting import content_type, posted

PLAIN: Final = "text/plain; charset=utf-8"
UNCLEAR: Final = _("Please give two addresses: that of your page, and that of the page here which it links to.")
PROBLEMS: Final = {
    Reason.NO_TARGET: _("There is no page at this address here that others can link to."),
    Reason.CLOSED_TARGET: _("This page takes no answers from other sites."),
    Reason.NO_SOURCE: _("At this address of our own site there is no page that could link here."),
    Reason.NO_LINK: _("That page of our own site does not link here."),
    Reason.TOO_MANY: _("Too many have come lately. Please try again in an hour."),
}
"""For people; programs get to hear the same in English."""


@csrf_exempt  # other servers call; they carry no cookie, and nobody's rights hang on one
@vary_on_headers("Accept")
@require_http_methods(["GET", "HEAD", "POST"])
def webmention(request: HttpRequest) -> HttpResponse:
    """The door for webmentions; for people it is a page where they can name their answer themselves."""
    if request.method != "POST":
        form = AnnouncementForm(initial={"target": request.GET.get("target", "")})
        return render(request, "linkbacks/webmention.html", {"form": form})
    body = b""
    try:
        body = posted(request, webmentions.LARGEST)
        call = webmentions.read(body, content_type(request))
        incoming = reception.receive(call, targets.path_at(call.target))
    except Refusal as refusal:
        return _refused(request, refusal, body)
    return _taken(request, incoming)


@never_cache
@require_safe
def status(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a webmention, for who sent it."""
    incoming = tokens.read(token)
    if incoming is None:
        raise Http404
    return render(request, "linkbacks/status.html", _told(incoming))


def _taken(request: HttpRequest, incoming: Incoming) -> HttpResponse:
    """The address of the status page; people see that page at once."""
    place = settings.SITE_URL + reverse("linkbacks:status", args=[tokens.issue(incoming)])
    if _is_browser(request):
        response = render(request, "linkbacks/status.html", _told(incoming), status=201)
    else:
        response = HttpResponse(f"{place}\n", content_type=PLAIN, status=201)
    response["Location"] = place
    return response


def _refused(request: HttpRequest, refusal: Refusal, body: bytes) -> HttpResponse:
    status = webmentions.status(refusal)
    if _is_browser(request):
        said = {"problem": PROBLEMS.get(refusal.reason, UNCLEAR), "form": AnnouncementForm(initial=_typed(body))}
        response = render(request, "linkbacks/webmention.html", said, status=status)
    else:
        response = HttpResponse(f"{refusal}\n", content_type=PLAIN, status=status)
    if refusal.retry_after:
        response["Retry-After"] = str(refusal.retry_after)
    return response


def _is_browser(request: HttpRequest) -> bool:
    return "text/html" in request.headers.get("Accept", "")


def _typed(body: bytes) -> dict[str, str]:
    """What somebody had typed into the form."""
    with suppress(ValueError):
        pairs = parse_qsl(body[: webmentions.LARGEST].decode(errors="replace"), max_num_fields=webmentions.MOST_FIELDS)
        return {name: value for name, value in pairs if name in {"source", "target"}}
    return {}


def _told(incoming: Incoming) -> dict[str, Any]:
    """What may be told of it to who sent it: its state without the reasons, its page as far as all may read it."""
    target = incoming.target
    is_open = target.is_public and not getattr(target, "password", "")
    return {"incoming": incoming, "target": target if is_open else None, "stage": _stage(incoming)}


def _stage(incoming: Incoming) -> str:
    if incoming.is_set_aside:
        return "aside"
    if incoming.is_believed:
        return "shown" if incoming.is_shown else "held"
    return str(incoming.proof)
