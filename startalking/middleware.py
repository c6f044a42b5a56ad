"""What every answer passes through and no library brings along."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.forms import Media as DjangoMedia
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from js_asset.media import Media


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


def no_null_characters(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refuse addresses with a null character: nobody types one, and PostgreSQL stores and compares none."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path or "%00" in request.META["QUERY_STRING"]:
            raise SuspiciousOperation("null character in the address")
        return get_response(request)

    return answer
