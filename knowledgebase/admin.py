from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from mptt.forms import MPTTAdminForm

from knowledgebase.models import Article, Section
from startalking.core.admin.editor import TextEditorField
from startalking.core.admin.long import number_of
from startalking.core.admin.marks import badge
from startalking.core.admin.slugs import SlugForm
from startalking.core.admin.tree import TreeAdmin
from startalking.core.admin.verbs import Verb, VerbAdmin
from startalking.core.admin.versions import VersionForm


class SectionForm(VersionForm, SlugForm, MPTTAdminForm):
    name_field = "name"


@admin.register(Section)
class SectionAdmin(TreeAdmin):
    form = SectionForm
    list_display = ["tree_actions", "indented_title", "slug", "number_of_articles"]
    list_select_related = ["parent"]
    search_fields = ["name", "slug"]
    fields = ["version", "name", "slug", "parent", "position", "description"]
    prepopulated_fields = {"slug": ["name"]}

    class Media:
        js = ["admin/startalking/slug.js"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = (
            super().get_queryset(request).annotate(articles_within=number_of("section", Article.objects))
        )
        return rows

    @admin.display(description=_("articles"), ordering="articles_within")
    def number_of_articles(self, section: Any) -> int:
        return int(section.articles_within)


class ArticleForm(VersionForm, SlugForm):
    name_field = "term"
    body = TextEditorField(label=capfirst(_("text")))


@admin.register(Article)
class ArticleAdmin(VerbAdmin):
    """The number in the list is the place within the section."""

    form = ArticleForm
    verbs = [
        Verb(
            "publish",
            _("Publish now"),
            ngettext_lazy("The article is public now.", "%(count)d articles are public now.", "count"),
            do=lambda article: article.publish(),
            when=lambda article: not article.is_public,
        ),
        Verb(
            "withdraw",
            _("Withdraw"),
            ngettext_lazy(
                "The article was taken down. Its address says so.",
                "%(count)d articles were taken down. Their addresses say so.",
                "count",
            ),
            do=lambda article: article.withdraw(),
            when=lambda article: article.is_public,
        ),
    ]
    list_display = ["term", "headline", "section", "state", "position", "in_overview"]
    list_editable = ["position", "in_overview"]
    list_filter = ["status", ("section", admin.RelatedOnlyFieldListFilter), "in_overview"]
    list_select_related = ["section"]
    list_per_page = 200
    ordering = ["section__tree_id", "section__lft", "position", "term"]
    search_fields = ["term", "headline", "slug", "body"]
    autocomplete_fields = ["picture"]
    readonly_fields = ["state"]
    prepopulated_fields = {"slug": ["term"]}
    fieldsets = [
        (None, {"fields": ["version", "term", "headline", "slug", "body"]}),
        (_("Publication"), {"fields": ["state", "language"]}),
        (_("Place"), {"fields": ["section", "position", "in_overview"]}),
        (_("Picture"), {"fields": ["picture"]}),
        (_("Conversation"), {"fields": ["comments_open", "linkbacks_open"]}),
    ]

    class Media:
        js = ["admin/startalking/slug.js", "admin/startalking/keep.js"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("body", "html")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        super().save_related(request, form, formsets, change)
        form.instance.record_edit()

    def view_on_site(self, article: Article) -> str:
        return article.get_absolute_url()

    @admin.display(description=_("status"), ordering="status")
    def state(self, article: Article) -> SafeString:
        return badge(article.status, article.get_status_display())
