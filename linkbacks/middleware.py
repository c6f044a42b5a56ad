"""Tells other servers in the headers where they may tell of their links; most look there first."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


def doors(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Name the doors of a page that takes linkbacks. Which one that is, its template says: `note_open`."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if getattr(request, "linkbacks_are_open", False) and response.status_code == 200:
            response.headers["X-Pingback"] = pingback_address()
            given = response.headers.get("Link")
            link = f'<{webmention_address()}>; rel="webmention"'
            response.headers["Link"] = f"{given}, {link}" if given else link
        return response

    return answer


def note_open(request: HttpRequest) -> None:
    """The page that is drawn for this request takes linkbacks."""
    request.linkbacks_are_open = True  # type: ignore[attr-defined]


def pingback_address() -> str:
    return settings.SITE_URL + reverse("linkbacks:pingback")


def webmention_address() -> str:
    return settings.SITE_URL + reverse("linkbacks:webmention")
