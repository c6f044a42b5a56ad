from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from mptt.forms import MPTTAdminForm

from blog.admin.entry import EntryAdmin, EntryForm
from blog.models import Page
from startalking.core.admin.long import shown_by_name
from startalking.core.admin.tree import TreeAdmin


class PageForm(EntryForm, MPTTAdminForm):
    pass


@admin.register(Page)
class PageAdmin(EntryAdmin, TreeAdmin):
    form = PageForm
    list_display = ["tree_actions", "indented_title", "state", "address"]
    list_filter = ["status", "language"]
    list_select_related = ["parent"]
    search_fields = ["title", "slug", "teaser", "body"]
    autocomplete_fields = ["picture"]
    fieldsets = [
        (None, {"fields": ["version", "title", "slug", "teaser", "body"]}),
        (_("Publication"), {"fields": ["state", "published_at", "language", "password"]}),
        (_("Place"), {"fields": ["parent", "position"]}),
        (_("Picture"), {"fields": ["picture", "shown_picture"]}),
        (_("Conversation"), {"fields": ["comments_open", "linkbacks_open"]}),
    ]

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return [*self.autocomplete_fields, *shown_by_name(Page, "parent")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("body", "html")
