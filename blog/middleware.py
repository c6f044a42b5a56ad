from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from blog.models import Site


def current_site(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Read the site's settings once for each request, and speak the site's language; the admin speaks the editor's.

    Files speak none: they cost no query.
    """
    elsewhere = (reverse("admin:index"), settings.MEDIA_URL)

    def answer(request: HttpRequest) -> HttpResponse:
        with Site.objects.remembered():
            language = (
                translation.get_language_from_request(request)
                if request.path.startswith(elsewhere)
                else Site.objects.current().language
            )
            with translation.override(language):
                response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer
