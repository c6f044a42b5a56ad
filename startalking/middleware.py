"""What every answer passes through and no library brings along."""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.forms import Media as DjangoMedia
from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseBase
from django.template import loader
from django.template.response import TemplateResponse
from js_asset.media import Media

from startalking.core import logs, meters, timing


class MediaNonce:
    """Gives the admin's inline import map (the editor's) a nonce. Django 5.2 has no way to ask for one.

    Only pages that carry an import map touch the nonce, so every other page keeps a policy without one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        context = response.context_data or {}
        media = context.get("media")
        if isinstance(media, DjangoMedia) and getattr(media, "_importmap", None):
            context["media"] = Media.from_media(media, nonce=str(request.csp_nonce))  # type: ignore[attr-defined]
        return response


def costs_are_counted(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Say what a page took: to editors in the answer, to operators in the log and in numbers, to readers not at all."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with timing.measured(partial(timing.route, request)) as costs:
            response = get_response(request)
        method, status = logs.method_of(request), response.status_code
        meters.note_page(costs.place(), method, status, seconds=costs.total, queries=costs.queries)
        timing.tell_if_slow(costs, method, status)
        if _is_an_editors(request, response):
            response.headers["Server-Timing"] = costs.header()
        return response

    return answer


def _is_an_editors(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Only who is signed in has a session: nobody else costs a query here, and of a signed-in one no file does."""
    is_page = response.get("Content-Type", "").startswith("text/html") and response.status_code < 500
    if not is_page or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return bool(getattr(getattr(request, "user", None), "is_staff", False))


def nobody_keeps_what_an_editor_sees(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """A page asked for with a session may hold a draft or the editor's name: no cache on its way keeps it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer


def no_null_characters(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refuse addresses with a null character: nobody types one, and PostgreSQL stores and compares none."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path or "%00" in request.META["QUERY_STRING"]:
            return HttpResponseBadRequest(loader.get_template("400.html").render())
        return get_response(request)

    return answer
