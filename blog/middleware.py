from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from blog import readers
from blog.models import Site
from startalking.core import pages


def current_site(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Read the site's settings once for each request, for readers even less often, and speak the site's language; the
    admin speaks the editor's.

    Files speak none: they cost no query.
    """
    elsewhere = (reverse("admin:index"), settings.MEDIA_URL)

    def answer(request: HttpRequest) -> HttpResponse:
        with readers.answering(request), Site.objects.remembered():
            if request.path.startswith(elsewhere):
                language = translation.get_language_from_request(request)
            else:
                site = readers.kept("site", ("site",), _settings)
                Site.objects.remember(site)
                language = site.language
            with translation.override(language):
                response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer


def _settings() -> Site:
    site = Site.objects.current()
    if site.picture is not None:
        pages.note(site.picture.surrogate_key)
    return site
