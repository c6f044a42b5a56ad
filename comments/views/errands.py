from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments import errands, origins
from comments.models import Comment


@csrf_exempt  # the signed address is known from a letter only, and acts once
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def errand(request: HttpRequest, token: str) -> HttpResponse:
    """A moderator comes from a letter: shows what will happen, and does it when the button is pressed."""
    try:
        asked = errands.read(token)
    except (BadSignature, Comment.DoesNotExist):
        return _page(request, {"asked": None}, status=404)
    acted = request.method == "POST" and origins.is_ours(request) and asked.run()
    return _page(request, {"asked": asked, "acted": acted, "target": asked.comment.target})


def _page(request: HttpRequest, facts: dict[str, object], *, status: int = 200) -> HttpResponse:
    response = render(request, "comments/errand.html", facts, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
