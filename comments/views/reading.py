from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from comments import targets
from comments.models import Comment


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the page on which the comment stands today."""
    comment = get_object_or_404(Comment.objects.shown_or_needed().for_list(), pk=pk)
    target = targets.seen(comment.target, key=request.GET.get("token", ""))
    return redirect(f"{target.get_absolute_url()}#{comment.anchor}")
