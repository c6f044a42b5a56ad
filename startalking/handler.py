"""How Django answers, whoever asks it: the server, or the page cache that draws ahead."""

from typing import Any, Final

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

from startalking.core.charsets import is_charset

UNREADABLE: Final = (LookupError, TypeError, ValueError)


class Request(WSGIRequest):
    """A request whose Content-Type may say anything: what cannot be understood in it counts as not said.

    Django reads it before the first middleware, so whatever it raises there nobody answers. `META` keeps the words.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        stated = meta.get("CONTENT_TYPE", "")
        try:
            kind, parameters = parse_header_parameters(stated)
        except UNREADABLE:
            kind, parameters = stated.partition(";")[0].strip().lower(), {}
        self.content_type, self.content_params = kind, parameters
        if is_charset(parameters.get("charset", "")):
            self._encoding = parameters["charset"]  # the public property would read the query right here


class Handler(WSGIHandler):
    request_class = Request
