from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comments.admin.filter import FilterAdmin
from comments.admin.queue import QueueAdmin
from comments.models import Comment
from comments.verdicts import sentence
from startalking.core import text


@admin.register(Comment)
class CommentAdmin(FilterAdmin, QueueAdmin):
    list_display = ["said", "state", "writer", "where", "moment"]
    list_select_related = ["post", "page", "article__section", "author", "parent"]
    search_fields = ["name", "email", "website", "body"]
    readonly_fields = ["state", "where", "answer_to", "created_at", "markup", "verdict_in_words", "moves", "versions"]
    autocomplete_fields = ["author"]
    fieldsets = [
        (None, {"fields": ["version", "body"]}),
        (_("Writer"), {"fields": ["name", "email", "website", "author"]}),
        (_("Place"), {"fields": ["state", "where", "answer_to", "created_at", "markup"]}),
        (_("History"), {"fields": ["verdict_in_words", "moves", "versions"]}),
    ]

    class Media:
        css = {"all": ["admin/comments/queue.css"]}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Only what was corrected, with how it read before: the thread around it may have grown meanwhile."""
        if form.changed_data:
            was = Comment.objects.get(pk=obj.pk)
            was.edit(by=request.user, **{name: form.cleaned_data[name] for name in form.changed_data})

    def response_post_save_change(self, request: HttpRequest, obj: Comment) -> HttpResponseRedirect:
        """Back to the queue, where one came from there."""
        back = request.GET.get("back", "")
        if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
            return HttpResponseRedirect(back)
        return super().response_post_save_change(request, obj)

    def view_on_site(self, thing: Comment) -> str:
        return thing.get_absolute_url()

    @admin.display(description=_("comment"))
    def said(self, comment: Comment) -> str:
        return text.excerpt(comment.html, 120) or str(_("(without a text)"))

    @admin.display(description=_("writer"), ordering="name")
    def writer(self, comment: Comment) -> SafeString:
        return format_html("{}<br><small>{}</small>", comment.name, comment.email)

    @admin.display(description=_("answer to"))
    def answer_to(self, comment: Comment) -> str:
        return str(comment.parent or "")

    @admin.display(description=_("verdict of the filter"))
    def verdict_in_words(self, comment: Comment) -> str:
        found = [(sentence(finding), finding["points"]) for finding in comment.verdict.get("findings", [])]
        return _shown("_verdict.html", verdict=comment.verdict, findings=found)

    @admin.display(description=_("decisions"))
    def moves(self, comment: Comment) -> str:
        return _shown("_moves.html", decisions=comment.decisions.select_related("by").newest_first())

    @admin.display(description=_("earlier versions"))
    def versions(self, comment: Comment) -> str:
        return _shown("_versions.html", revisions=comment.revisions.select_related("by"))


def _shown(component: str, **facts: Any) -> str:
    return render_to_string(f"admin/comments/comment/{component}", facts)
