"""Who reads: everybody, or one of the editors."""

from django.conf import settings
from django.http import HttpRequest


def is_editor(request: HttpRequest) -> bool:
    """Whether an editor is logged in.

    A session is looked at only where its cookie came along: asking would mark the page of every reader as one that
    depends on cookies, and tell a draft's address from one that leads nowhere.
    """
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_staff
