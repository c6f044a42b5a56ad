from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from comments import origins, targets
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
        return render(request, "comments/gone.html", {"body": request.POST.get("body", "")}, status=410)
    data = request.POST if request.method == "POST" else None
    form = CommentForm(data, target=target, author=speaker(request), from_here=origins.is_ours(request))
    if not form.is_valid():
        return _form_page(request, form)
    return redirect(form.submit().acknowledgement_url)


@never_cache
@require_safe
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for answering one comment, below that comment."""
    parent = get_object_or_404(Comment.objects.approved().for_list(), pk=pk)
    target = targets.seen(parent.target, key=request.GET.get("token", ""))
    return _form_page(request, CommentForm(target=target, author=speaker(request), parent=parent))


@never_cache
@require_safe
def received(request: HttpRequest, token: str) -> HttpResponse:
    """What happens next, for the writer's eyes only."""
    try:
        comment = Comment.objects.for_list().by_receipt(token)
    except (BadSignature, Comment.DoesNotExist):
        raise Http404 from None
    if not comment.target.is_public:
        raise Http404
    return render(request, "comments/received.html", {"comment": comment, "target": comment.target})


def _form_page(request: HttpRequest, form: CommentForm) -> HttpResponse:
    facts = {"form": form, "target": form.target, "parent": form.quoted}
    return render(request, "comments/form_page.html", facts, status=422 if form.is_bound else 200)
