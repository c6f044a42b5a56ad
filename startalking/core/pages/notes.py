"""What a page shows, noted while it is drawn, and which pages may be kept at all.

A view says that its answers may be kept (`kept`); whatever takes part in drawing notes the surrogate keys of what it
shows (`note`). Everything else is never kept.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, P], R]

SITE: Final = "site"
"""The key that every page has."""
KEPT_STATUSES: Final = frozenset({200, 301, 410})
"""404 is not among them: of addresses where nothing is there are too many."""
HEADER: Final = "Surrogate-Key"

_noted: ContextVar[set[str] | None] = ContextVar("surrogate_keys", default=None)


def note(*keys: str) -> None:
    """What is being drawn shows what these keys stand for."""
    noted = _noted.get()
    if noted is not None:
        noted.update(keys)


@contextmanager
def noting() -> Iterator[set[str]]:
    """The keys that are noted within this block, and that the block around it gets to know as well."""
    keys: set[str] = set()
    before = _noted.set(keys)
    try:
        yield keys
    finally:
        _noted.reset(before)
        note(*keys)


def kept(*keys: str, by: Collection[str] = ()) -> Callable[[View[P, R]], View[P, R]]:
    """The view's answers are the same for all anonymous readers, and show what these keys stand for, whatever else.

    `by` names the parameters that it looks at. With others the same page would be kept under addresses without end.
    """

    def decorated(view: View[P, R]) -> View[P, R]:
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            with noting() as noted:
                response = view(request, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
            if set(by).issuperset(request.GET) and _may_be_kept(request, response):
                response.headers[HEADER] = " ".join(sorted({SITE, *keys, *noted}))
                response.headers["Cache-Control"] = settings.PAGE_CACHE_CONTROL
            return response

        return answer

    return decorated


def _may_be_kept(request: HttpRequest, response: Any) -> bool:
    return (
        request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and response.status_code in KEPT_STATUSES
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
    )
