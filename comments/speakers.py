"""Who speaks: a guest, or one of the site's own authors."""

from django.conf import settings
from django.http import HttpRequest

from blog.models import Author


def speaker(request: HttpRequest) -> Author | None:
    """The author behind the account of an editor who is logged in.

    A session is looked at only where its cookie came along: asking would mark the page of every reader as one that
    depends on cookies, and such pages cannot be kept in caches.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_staff:
        return None
    return Author.objects.filter(user_id=request.user.pk).first()
