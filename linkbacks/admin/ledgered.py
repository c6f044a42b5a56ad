"""The ledger in the admin pages of posts, pages and articles.

These pages belong to floors that know nothing of linkbacks, so they are registered once more from here, each with one
section more: what it holds is saved together with the text, because what an editor unticks has to count when he
publishes in the same breath.
"""

from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.admin.entry import EntryForm
from blog.admin.page import PageAdmin, PageForm
from blog.admin.post import PostAdmin
from blog.models import Page, Post
from knowledgebase.admin import ArticleAdmin, ArticleForm
from knowledgebase.models import Article
from linkbacks import ledger
from linkbacks.admin.line import lines_of
from linkbacks.admin.outgoing import LEAVE_ALONE, SEND_AGAIN
from linkbacks.models import Outgoing, Policy
from linkbacks.targets import is_ours
from startalking.core.admin.verbs import VerbAdmin

MOST_EXTRAS: Final = 20
VERBS: Final = {verb.name: verb for verb in (SEND_AGAIN, LEAVE_ALONE)}


class LedgerForm(forms.ModelForm):
    trackbacks = forms.CharField(
        label=gettext_lazy("Further trackback addresses"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "ledger__extras", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One per line: addresses at which other pages take trackbacks, but which they do not name."
        ),
    )

    def clean_trackbacks(self) -> list[str]:
        typed = [line.strip() for line in self.cleaned_data["trackbacks"].splitlines() if line.strip()]
        if len(typed) > MOST_EXTRAS:
            raise ValidationError(_("At most %(count)d addresses at a time.") % {"count": MOST_EXTRAS})
        if wrong := [url for url in typed if not _is_page_elsewhere(url)]:
            raise ValidationError(
                [_("“%(url)s” is not the address of a page elsewhere.") % {"url": url} for url in wrong]
            )
        return list(dict.fromkeys(typed))


class Ledgered(VerbAdmin):
    """A text with its ledger below."""

    change_form_template = "admin/linkbacks/with_ledger.html"

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        target = context.get("original")
        context["ledger"] = lines_of(target, request.POST) if target else []
        context["sends"] = Policy.objects.current().sends
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        if change:
            ledger.know(self.model._default_manager.get(pk=obj.pk))
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        target, typed = form.instance, request.POST
        ledger.enter(target)
        ledger.add_extras(target, form.cleaned_data.get("trackbacks", []))
        ledger.choose(target, seen=typed.getlist("ledger_seen"), ticked=typed.getlist("ledger_ticked"))
        super().save_related(request, form, formsets, change)
        self._act(request, target)
        ledger.settle(target)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if request.POST.get("_ledger"):
            return HttpResponseRedirect(f"{request.path}#ledger")
        return super().response_change(request, obj)

    def _act(self, request: HttpRequest, target: Any) -> None:
        """The button of a line: which verb, and which row."""
        name, _sep, pk = request.POST.get("_ledger", "").partition("-")
        row = Outgoing.objects.on(target).filter(pk=pk).first() if pk.isdecimal() else None
        if row is not None and name in VERBS:
            VERBS[name].do(row)
            self.log_change(request, target, f"{VERBS[name].label}: {row.url}")
            self.message_user(request, VERBS[name].done % {"count": 1}, messages.SUCCESS)


class PostWithLedgerForm(LedgerForm, EntryForm):
    pass


class PageWithLedgerForm(LedgerForm, PageForm):
    pass


class ArticleWithLedgerForm(LedgerForm, ArticleForm):
    pass


admin.site.unregister([Post, Page, Article])


@admin.register(Post)
class PostWithLedger(Ledgered, PostAdmin):
    form = PostWithLedgerForm


@admin.register(Page)
class PageWithLedger(Ledgered, PageAdmin):
    form = PageWithLedgerForm


@admin.register(Article)
class ArticleWithLedger(Ledgered, ArticleAdmin):
    form = ArticleWithLedgerForm


def _is_page_elsewhere(url: str) -> bool:
    page = ledger.page_of(url)
    return bool(page) and len(url) <= ledger.LONGEST and not is_ours(page)
