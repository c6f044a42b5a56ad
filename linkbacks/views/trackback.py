from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.targets import entry_at
from blog.views import entry
from linkbacks import reception, targets
from linkbacks.protocols import Refusal
from linkbacks.protocols import trackback as trackbacks
from linkbacks.views.posting import content_type, posted


@csrf_exempt  # other servers call; they carry no cookie, and nobody's rights hang on one
@require_http_methods(["GET", "HEAD", "POST"])
def trackback(request: HttpRequest, path: str) -> HttpResponse:
    """The door at each page's own trackback address; who only visits it is led to the page."""
    if request.method != "POST":
        return _visit(request, f"/{path}")
    try:
        call = trackbacks.read(posted(request, trackbacks.LARGEST), content_type(request))
        reception.receive(call, f"/{path}")
    except Refusal as refusal:
        return _xml(refusal)
    return _xml()


@csrf_exempt
def numbered_trackback(request: HttpRequest) -> HttpResponse:
    """The same door where WordPress had numbers for addresses: `/wp-trackback.php?p=42`."""
    number = request.GET.get("p", "")
    return trackback(request, f"?p={number}" if number.isdecimal() else "")


def _visit(request: HttpRequest, path: str) -> HttpResponse:
    """To the page at `path`, unless this is the address of a page that is called so, or was once."""
    target = None if entry_at(request.path_info) else targets.target_at(path)
    return redirect(target) if target is not None else entry(request, request.path_info.removeprefix("/"))


def _xml(refusal: Refusal | None = None) -> HttpResponse:
    response = HttpResponse(trackbacks.answer(refusal), content_type="text/xml; charset=utf-8")
    if refusal is not None and refusal.retry_after:
        response["Retry-After"] = str(refusal.retry_after)
    return response
