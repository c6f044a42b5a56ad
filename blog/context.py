from typing import Any

from django.conf import settings
from django.http import HttpRequest

from blog.models import Site


def site(request: HttpRequest) -> dict[str, Any]:
    """What every template may use: the site's settings, and its address without a last slash."""
    return {"site": Site.objects.current, "site_url": settings.SITE_URL}
