"""Following a conversation by mail: the form, the question that is answered from a letter, and the end."""

from urllib.parse import urlencode

from django.core.signing import BadSignature, SignatureExpired
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.models import Discussed
from comments import keys, targets, wishes
from comments.models import Comment, Follow
from comments.views.doors import is_from_here, unseen
from comments.views.keys import address_form, with_form


@csrf_exempt  # readers have no cookie to check against: see origins.py
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Ask for letters about a page, or with `?strang=` about one thread. The answer is the same for every address."""
    target = targets.public_target(kind, pk, key=request.GET.get("token", ""))
    thread = _thread(request, target)
    query = urlencode({name: request.GET[name] for name in ("strang", "token") if name in request.GET})
    form = address_form(request)
    if form.is_valid():
        wishes.follow(form.cleaned_data["email"], target, thread)
        return redirect(f"{request.path}?{query}&gesendet=1")
    facts = {"form": form, "target": target, "thread": thread, "query": query, "sent": "gesendet" in request.GET}
    return with_form(render(request, "comments/follow.html", facts), form)


@unseen
def follow_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The address is asked whether it wants to; the button says yes."""
    try:
        asked = keys.asked(token)
    except SignatureExpired:
        asked = None
    except BadSignature:
        raise Http404 from None
    if asked is None or not asked.target.is_public:
        return render(request, "comments/follow_gone.html", status=410)
    if request.method == "POST" and is_from_here(request):
        asked.confirm()
    facts = {"follow": asked, "target": asked.target, "end": keys.ending(asked)}
    return render(request, "comments/follow_confirm.html", facts)


@unseen
def follow_end(request: HttpRequest, token: str) -> HttpResponse:
    """The end of the letters. Mail programs send the POST themselves, from anywhere and without asking (RFC 8058)."""
    try:
        ending = keys.ended(token)
    except BadSignature:
        raise Http404 from None
    if ending and request.method == "POST":
        ending.end()
    return render(request, "comments/follow_end.html", _of_end(ending))


def _of_end(ending: Follow | None) -> dict[str, object]:
    target = ending.target if ending and ending.target.is_public else None
    return {
        "follow": ending,
        "is_over": ending is None or ending.ended_at is not None,
        "target": target,
        "kind": target and targets.kind_of(target),
    }


def _thread(request: HttpRequest, target: Discussed) -> Comment | None:
    """The thread that was asked for by the number of its first comment; None for the whole page."""
    if "strang" not in request.GET:
        return None
    number = request.GET["strang"]
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    return get_object_or_404(Comment.objects.on(target).roots().shown_or_needed(), pk=int(number))
