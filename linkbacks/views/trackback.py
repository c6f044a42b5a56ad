from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from linkbacks import reception, targets
from linkbacks.protocols import Refusal
from linkbacks.protocols import trackback as trackbacks
from linkbacks.views.posting import content_type, posted


@csrf_exempt  # other servers call; they carry no cookie, and nobody's rights hang on one
@require_http_methods(["GET", "HEAD", "POST"])
def trackback(request: HttpRequest, path: str) -> HttpResponse:
    """The door at each page's own trackback address; who only visits it is led to the page."""
    if request.method != "POST":
        return _to_the_page(f"/{path}")
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


def _to_the_page(path: str) -> HttpResponse:
    target = targets.target_at(path)
    if target is None:
        raise Http404
    return redirect(target)


def _xml(refusal: Refusal | None = None) -> HttpResponse:
    response = HttpResponse(trackbacks.answer(refusal), content_type="text/xml; charset=utf-8")
    if refusal is not None and refusal.retry_after:
        response["Retry-After"] = str(refusal.retry_after)
    return response
