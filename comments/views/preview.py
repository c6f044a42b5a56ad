from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from blog.models import Discussed
from comments import origins, targets, tokens
from comments.forms import CommentForm
from comments.models import Comment
from comments.speakers import speaker
from startalking.core import text


@csrf_exempt  # nothing is stored
@never_cache
@require_POST
def preview(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """How a comment will look: above its form with all that was typed, or alone for the script on the page."""
    looks = _looks(request)
    if "alone" in request.POST:
        return render(request, "comments/_preview.html", looks)
    key = request.POST.get("token", "")
    try:
        target = targets.public_target(kind, pk, key=key)
    except Http404:
        if not targets.was_read(kind, pk, key=key):
            raise
        return render(request, "comments/gone.html", {"body": request.POST.get("body", "")}, status=410)
    facts = {"form": _form_with_all_that_was_typed(request, target), "target": target, "is_preview": True}
    return render(request, "comments/form_page.html", facts | looks | {"parent": _answered(request, target)})


def _looks(request: HttpRequest) -> dict[str, str]:
    """The text as it will be shown, or what is wrong with it. No other website uses us to show what it likes."""
    if not origins.is_ours(request):
        return {"error": _("The form was sent from another website. Please check your text and send it from here.")}
    try:
        body = CommentForm.base_fields["body"].clean(request.POST.get("body", ""))
    except ValidationError as error:
        return {"error": " ".join(error.messages)}
    return {"html": text.markdown(body)}


def _form_with_all_that_was_typed(request: HttpRequest, target: Discussed) -> CommentForm:
    """An unbound form: what else is missing is no error yet. Its token tells since when the writer has been at it."""
    form = CommentForm(target=target, author=speaker(request))
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in form.fields}
    reading = tokens.read(typed["token"], target)
    fresh = tokens.issue(target, after=reading)
    form.initial = typed | {"trap": "", "token": typed["token"] if reading.verdict is tokens.Verdict.GOOD else fresh}
    return form


def _answered(request: HttpRequest, target: Discussed) -> Comment | None:
    parent = request.POST.get("parent", "")
    if not parent.isdecimal() or len(parent) > 18:
        return None
    return Comment.objects.on(target).approved().filter(pk=parent).first()
