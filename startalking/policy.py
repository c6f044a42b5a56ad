"""The Content-Security-Policy: a line that is the same on every page but those that ask for a nonce."""

from functools import lru_cache
from typing import Final

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

OF_ITS_OWN: Final = frozenset(
    f"_csp_{what}{kind}" for what in ("config", "update", "replace", "exempt") for kind in ("", "_ro")
)
"""Where the library's decorators leave what a view wants otherwise."""


class ContentPolicy(CSPMiddleware):
    """The library's, which writes the line anew for each answer; here it is written once for all that are alike."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        has_nonce = getattr(request, "_csp_nonce", None) is not None
        if settings.DEBUG or has_nonce or not OF_ITS_OWN.isdisjoint(vars(response)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _line())
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined] # too late
        return response


@lru_cache
def _line() -> str:
    return build_policy()
