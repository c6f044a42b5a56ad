"""Who speaks: a guest, or one of the site's own authors."""

from django.http import HttpRequest

from blog.models import Author
from blog.readers import is_editor


def speaker(request: HttpRequest) -> Author | None:
    """The author behind the account of an editor who is logged in."""
    if not is_editor(request):
        return None
    return Author.objects.filter(user_id=request.user.pk or 0).first()
