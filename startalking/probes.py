"""Addresses for machines that look after the site. They are answered before anything else is asked.

So a load balancer may call the host by its number, and a database that hangs holds up only the part that tells of it.
"""

import secrets
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from startalking.core import meters
from startalking.core.pages import door
from startalking.health import health
from startalking.metrics import figures


@never_cache
@require_safe
def lives(request: HttpRequest) -> HttpResponse:
    """The process answers. Says nothing about anything else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def is_ready(request: HttpRequest) -> HttpResponse:
    """The names of the parts and how they are, no more: anybody may ask. Why is in the log."""
    answer = health.answer()
    parts = {part.name: "ok" if is_well else "failed" for part, is_well in answer.parts}
    return JsonResponse(
        {"status": answer.status, "parts": parts}, status=503 if answer.status == "unavailable" else 200
    )


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not is_known(request):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    text, kind = meters.exposition(figures())
    return HttpResponse(text, content_type=kind)


def is_known(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and secrets.compare_digest(
        token.strip().encode(), settings.METRICS_TOKEN.encode()
    )


DOORS: Final = {"/healthz": lives, "/readyz": is_ready, "/metrics": metrics}


def probes(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Without METRICS_TOKEN nothing is at `/metrics`."""
    meters.follow(door.counted)

    def answer(request: HttpRequest) -> HttpResponseBase:
        told = DOORS.get(request.path_info)
        if told is None or (told is metrics and not meters.is_on()):
            return get_response(request)
        response = told(request)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response._has_been_logged = True  # type: ignore[attr-defined]  # or Django would log each question
        return response

    return answer
