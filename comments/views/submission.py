from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from comments import circumstances, origins, targets
from comments.circumstances import Circumstances
from comments.forms import CommentForm
from comments.models import Comment
from comments.speakers import speaker


@csrf_exempt  # readers have no cookie to check against: see origins.py
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take a comment; a form that fails, or one that is only asked for, is shown on a page of its own."""
    key = request.POST.get("token", "")
    try:
        target = targets.public_target(kind, pk, key=key)
    except Http404:
        if not targets.was_read(kind, pk, key=key):
            raise
        return _too_late(request, kind, pk)
    author = speaker(request)
    if request.method != "POST":
        return _form_page(request, CommentForm(target=target, author=author))
    around = Circumstances(origins.is_ours(request)) if author else circumstances.of(request)
    form = CommentForm(request.POST, target=target, author=author, circumstances=around)
    if form.is_valid():
        return redirect(_acknowledgement(form.submit()))
    form.keep_aside()
    return _form_page(request, form)


@never_cache
@require_safe
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for answering one comment, below that comment."""
    parent = get_object_or_404(Comment.objects.approved().for_list(), pk=pk)
    target = targets.seen(parent.target, key=request.GET.get("token", ""))
    return _form_page(request, CommentForm(target=target, author=speaker(request), parent=parent))


def _acknowledgement(comment: Comment) -> str:
    """Where the writer goes next. Behind a password the conversation would ask for it anew."""
    return comment.receipt_url if targets.is_locked(comment.target) else comment.acknowledgement_url


def _too_late(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The page is gone; the text goes back to its writer, and into quarantine where the page still has a row."""
    if target := targets.row_of(kind, pk):
        form = CommentForm(request.POST, target=target)
        form.is_valid()
        form.keep_aside()
    return render(request, "comments/gone.html", {"body": request.POST.get("body", "")}, status=410)


def _form_page(request: HttpRequest, form: CommentForm) -> HttpResponse:
    facts = {"form": form, "target": form.target, "parent": form.quoted}
    wait = form.circumstances.wait
    response = render(request, "comments/form_page.html", facts, status=429 if wait else 422 if form.is_bound else 200)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
