from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from blog.models import Address
from blog.targets import entry_at
from blog.views import entry
from comments import conversation, reporting, targets
from comments.models import Comment


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the page on which the comment stands today."""
    comment = get_object_or_404(Comment.objects.shown_or_needed().for_list(), pk=pk)
    targets.seen(comment.target, key=request.GET.get("token", ""))
    return redirect(conversation.address_of(comment))


@csrf_exempt  # readers have no cookie to check against: see origins.py
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a reader's word that something is wrong with a comment."""
    comment = get_object_or_404(Comment.objects.approved().for_list(), pk=pk)
    key = request.POST.get("token", "") or request.GET.get("token", "")
    target = targets.seen(comment.target, key=key)
    form = reporting.sent(request, comment) if request.method == "POST" else reporting.ReportForm(comment=comment)
    if form.is_valid():
        form.submit()
        return redirect("comments:reported", pk)
    facts = {"form": form, "comment": comment, "target": target}
    status = 429 if form.wait else 422 if form.is_bound else 200
    response = render(request, "comments/report.html", facts, status=status)
    if form.wait:
        response.headers["Retry-After"] = str(form.wait)
    return response


@never_cache
@require_safe
def reported(request: HttpRequest, pk: int) -> HttpResponse:
    """What happens next. Says nothing about the comment: it may stand where not everybody may read."""
    return render(request, "comments/reported.html", {"pk": pk})


@require_safe
def feed_below(request: HttpRequest, path: str) -> HttpResponse:
    """Where WordPress had the feed of a page's comments. Other addresses of this form are none of ours."""
    own = f"/{path}feed/"
    is_taken = entry_at(own) is not None or Address.objects.follow(own) is not None
    target = None if is_taken else targets.at(f"/{path}")
    if target is None:
        return entry(request, f"{path}feed/")
    return redirect("comments:feed_of", targets.kind_of(target), target.pk, permanent=True)
