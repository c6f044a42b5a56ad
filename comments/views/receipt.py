from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments import belongings
from comments.models import Comment


@never_cache
@require_safe
def received(request: HttpRequest, token: str) -> HttpResponse:
    """What happens next, or what has become of the comment since; for the writer's eyes only."""
    try:
        comment = Comment.objects.for_list().by_receipt(token)
    except (BadSignature, Comment.DoesNotExist):
        raise Http404 from None
    if not comment.target.is_public:
        raise Http404
    facts = {
        "comment": comment,
        "target": comment.target,
        "parent": _shown_above(comment),
        "waits": _waits(comment),
        "link": belongings.link_to(comment),
    }
    return render(request, "comments/received.html", facts)


def _waits(comment: Comment) -> bool:
    """Whether people have still to look. That a program took it for spam is for them to know."""
    return comment.status == Comment.Status.HELD or (
        comment.status == Comment.Status.SPAM and comment.decided_at is None
    )


def _shown_above(comment: Comment) -> Comment | None:
    return Comment.objects.approved().filter(pk=comment.parent_id or 0).first()
