import os
from typing import Any, Final

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from startalking.core.charsets import is_charset

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "startalking.settings")

UNREADABLE: Final = (LookupError, TypeError, ValueError)


class Request(WSGIRequest):
    """A request whose Content-Type may say anything: what cannot be understood in it counts as not said.

    Django reads it before the first middleware, so whatever it raises there nobody answers. `META` keeps the words.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]  # the stubs leave it out
        except UNREADABLE:
            self.content_type, self.content_params = meta["CONTENT_TYPE"].partition(";")[0].strip().lower(), {}
        if not is_charset((self.content_params or {}).get("charset", "utf-8")):
            self._encoding = None


class Handler(WSGIHandler):
    request_class = Request


django.setup(set_prefix=False)
application = Handler()
