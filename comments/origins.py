"""Where a form was sent from: the check that stands in for Django's CSRF cookie.

Readers carry no cookie, so there is none to compare a token with, and pages come out of a cache, so every reader has
the same token. What is left to guard against is another website that makes its visitors comment here, or the browser
of an editor, who does have a session (though SameSite keeps it at home). Browsers say themselves where a form stands:
`Sec-Fetch-Site` in all of today's, `Origin` on each POST before that, `Referer` in the oldest. Programs that say
nothing have nobody's cookie either.
"""

from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

OURS: Final = {"same-origin", "none"}


def is_ours(request: HttpRequest) -> bool:
    """Whether the form that was sent stood on a page of this site, as far as the browser says."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in OURS
    stated = request.headers.get("Origin") or request.headers.get("Referer")
    return not stated or _host(stated) in {request.get_host(), _host(settings.SITE_URL)}


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""
