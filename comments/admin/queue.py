import re
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from blog.models import Author, Site
from comments.admin.acts import ACTS
from comments.admin.answer import AnswerForm
from comments.admin.entries import Entry, entries_of
from comments.admin.tabs import A_PAGE, LONGEST_KEY, TABS, View, numbers
from comments.admin.undo import UndoAdmin
from comments.models import Comment

ANCHOR: Final = re.compile(r"comment-\d+")


class QueueAdmin(UndoAdmin):
    """One page to judge from: each comment with all that has to be known of it, and everything that can be done."""

    def get_urls(self) -> list[URLPattern]:
        queue = self.admin_site.admin_view(self.queue)
        return [path("queue/", queue, name="comments_comment_queue"), *super().get_urls()]

    def queue(self, request: HttpRequest) -> HttpResponse:
        """Shown by GET; by POST something is done with the comments that the form names, and shown again."""
        if request.method == "POST":
            return self._act(request)
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._table(request)

    def _act(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        chosen = self._chosen(request)
        name = request.POST.get("verb", "")
        verb = next((verb for verb in self.verbs if verb.name == name), None)
        failed = None
        if not chosen:
            self.message_user(request, _("Choose at least one comment."))
        elif verb is not None:
            self.carry_out(verb, request, chosen)
        elif name in ACTS:
            failed = ACTS[name](self, request, chosen)
        return self._table(request, failed) if failed else _back(request)

    def _chosen(self, request: HttpRequest) -> list[Comment]:
        keys = [key for key in request.POST.getlist("comment") if key.isdecimal() and len(key) < LONGEST_KEY][:A_PAGE]
        return list(Comment.objects.for_list().filter(pk__in=keys, erased_at=None))

    def _table(self, request: HttpRequest, failed: AnswerForm | None = None) -> TemplateResponse:
        view, counted = View.asked(request.GET), numbers()
        page = view.comments()
        entries = entries_of(list(page.object_list))
        facts = {
            **self.admin_site.each_context(request),
            "title": _("Moderate comments"),
            "opts": self.opts,
            "view": view,
            "tabs": [(tab, counted.get(tab.name)) for tab in TABS],
            "page": page,
            "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
            "rows": [(entry, self._form(entry, failed), self.offered(entry.comment)) for entry in entries],
            "bulk": [verb for verb in self.verbs if verb.name != view.tab.done],
            "speaks_as": Author.objects.name_for(request.user),
            "may_change": self.has_change_permission(request),
            "comments_site": Site.objects.current(),
        }
        return TemplateResponse(request, "admin/comments/comment/queue.html", facts, status=422 if failed else 200)

    def _form(self, entry: Entry, failed: AnswerForm | None) -> Any:
        return failed if failed and failed.to == entry.comment else AnswerForm(to=entry.comment)


def _back(request: HttpRequest) -> HttpResponse:
    """To the same page, at the comment that comes next."""
    then = request.POST.get("then", "")
    anchor = f"#{then}" if ANCHOR.fullmatch(then) else ""
    return HttpResponseRedirect(request.get_full_path() + anchor)
