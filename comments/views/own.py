"""What a reader with a key does to the own comments, and to what is followed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from comments import corrections
from comments.correspondence import CorrectionForm
from comments.models import Comment, Follow, Hand, Means, Writer
from comments.views.doors import acting, back, key_page


@acting
def key_correct(request: HttpRequest, writer: Writer, token: str, pk: int) -> HttpResponse:
    comment = _own(writer, pk)
    form = CorrectionForm(request.POST, number=pk, in_time=corrections.are_open(comment))
    if not form.is_valid():
        return key_page(request, writer, token, form=form)
    corrections.correct(comment, form.cleaned_data["body"])
    return back(token, "korrigiert", comment.anchor)


@acting
def key_withdraw(_request: HttpRequest, writer: Writer, token: str, pk: int) -> HttpResponse:
    """Out of sight, into the trash; where answers hang on it, its place stays."""
    comment = _own(writer, pk)
    comment.trash(Hand(means=Means.WRITER))
    return back(token, "zurueckgezogen", comment.anchor)


@acting
def key_follow(_request: HttpRequest, writer: Writer, token: str, pk: int) -> HttpResponse:
    """Follow the thread of an own comment. Who has the key need not be asked by mail once more."""
    comment = _own(writer, pk)
    if not comment.target.is_public:
        return back(token)
    thread = Comment.objects.get(pk=comment.tree_id)
    Follow.objects.begin(writer, comment.target, thread).confirm()
    return back(token, "gefolgt", "follows")


@acting
def key_follow_confirm(_request: HttpRequest, writer: Writer, token: str, pk: int) -> HttpResponse:
    follow = get_object_or_404(writer.follows.all().for_list(), pk=pk)
    follow.confirm()
    return back(token, "gefolgt", "follows")


@acting
def key_follow_end(_request: HttpRequest, writer: Writer, token: str, pk: int) -> HttpResponse:
    get_object_or_404(writer.follows.all(), pk=pk).end()
    return back(token, "beendet", "follows")


def _own(writer: Writer, pk: int) -> Comment:
    return get_object_or_404(Comment.objects.by(writer.email).for_list(), pk=pk)
