from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from linkbacks import limits, reception, targets
from linkbacks.protocols import Refusal
from linkbacks.protocols import trackback as trackbacks


@csrf_exempt  # other servers call; they carry no cookie, and nobody's rights hang on one
@require_http_methods(["GET", "HEAD", "POST"])
def trackback(request: HttpRequest, path: str) -> HttpResponse:
    """The door at each page's own trackback address; who only visits it is led to the page."""
    if request.method != "POST":
        return _to_the_page(f"/{path}")
    try:
        limits.check_sender(request)
        call = trackbacks.read(_body(request), request.headers.get("Content-Type", ""))
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


def _body(request: HttpRequest) -> bytes:
    """What was posted, and one byte more than is taken, so that too much shows as too much without being read."""
    try:
        return bytes(request.read(trackbacks.LARGEST + 1))
    except UnreadablePostError:
        raise Refusal("The form did not arrive whole.") from None


def _xml(refusal: Refusal | None = None) -> HttpResponse:
    response = HttpResponse(trackbacks.answer(refusal), content_type="text/xml; charset=utf-8")
    if refusal is not None and refusal.retry_after:
        response["Retry-After"] = str(refusal.retry_after)
    return response
