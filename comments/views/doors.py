"""Pages behind a signed link from a letter: who may enter, and what is never said of them.

The link stands in their addresses. So they are kept nowhere, are told to no other page, and act by POST alone.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.core.paginator import Paginator
from django.core.signing import BadSignature, SignatureExpired
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments import belongings, keys, origins
from comments.correspondence import CorrectionForm
from comments.models import Comment, Follow, Writer

View = Callable[..., HttpResponse]

PER_PAGE: Final = 30
DONE: Final = {
    "bestaetigt": _("Thank you: your address is confirmed."),
    "korrigiert": _("Your new text is stored."),
    "zurueckgezogen": _("Your comment was withdrawn."),
    "gefolgt": _("From now on you get a letter for each new answer."),
    "beendet": _("You get no more letters about this conversation."),
}


def unseen(view: View) -> View:
    """Whoever is sent on from the page does not say where it stood; nobody keeps it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponse:
        response = view(request, *args, **rest)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    # Readers have no cookie to check against: see origins.py.
    return csrf_exempt(never_cache(require_http_methods(["GET", "HEAD", "POST"])(answer)))


def opened(view: View) -> View:
    """Let in whoever has a key. Who acts with it has got it by mail, so the address is confirmed."""

    @unseen
    @wraps(view)
    def enter(request: HttpRequest, token: str, **rest: Any) -> HttpResponse:
        try:
            writer = keys.owner(token)
        except SignatureExpired:
            return render(request, "comments/key_worn.html", {"token": token}, status=410)
        except BadSignature:
            raise Http404 from None
        if request.method == "POST":
            if not is_from_here(request):
                return key_page(request, writer, token, refused=True)
            writer.confirm()
        return view(request, writer, token, **rest)

    return enter


def acting(view: View) -> View:
    """As `opened`, for an address that only acts: who opens it by a link gets to the key's page, and no further."""

    @opened
    @wraps(view)
    def act(request: HttpRequest, writer: Writer, token: str, **rest: Any) -> HttpResponse:
        return view(request, writer, token, **rest) if request.method == "POST" else back(token)

    return act


def is_from_here(request: HttpRequest) -> bool:
    """As `origins.is_ours`. But a page that is told to nobody makes older browsers say that they come from nowhere:
    there the signed address has to do, which no other website knows.
    """
    from_nowhere = request.headers.get("Origin") == "null" and "Sec-Fetch-Site" not in request.headers
    return from_nowhere or origins.is_ours(request)


def key_page(
    request: HttpRequest, writer: Writer, token: str, *, form: CorrectionForm | None = None, refused: bool = False
) -> HttpResponse:
    """What a key opens; `form` is a correction that failed, `refused` says that another website sent something."""
    comments = Comment.objects.by(writer.email).for_list().newest_first()
    follows = list(Follow.objects.lasting().filter(writer=writer).for_list().order_by("-created_at"))
    page_obj = Paginator(comments, PER_PAGE).get_page(request.GET.get("seite"))
    facts = {
        "writer": writer,
        "token": token,
        "page_obj": page_obj,
        "comments": list(belongings.own(page_obj.object_list, follows, form)),
        "follows": [belongings.followed(follow) for follow in follows],
        "form": form,
        "refused": refused,
        "done": DONE.get(request.GET.get("getan", "")),
    }
    return render(request, "comments/key.html", facts, status=403 if refused else 422 if form else 200)


def back(token: str, done: str = "", anchor: str = "") -> HttpResponse:
    """To the key's page, which says what was `done`."""
    address = reverse("comments:key", args=[token])
    return redirect(f"{address}{done and f'?getan={done}'}{anchor and f'#{anchor}'}")
