from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from mptt.forms import MPTTAdminForm

from blog.models import Category, Post
from startalking.core.admin.long import number_of
from startalking.core.admin.slugs import SlugForm
from startalking.core.admin.tree import TreeAdmin, move_in, move_out
from startalking.core.admin.versions import VersionForm


class CategoryForm(VersionForm, SlugForm, MPTTAdminForm):
    name_field = "name"


@admin.register(Category)
class CategoryAdmin(TreeAdmin):
    """Sorted by name within each level; dragging and its actions change the level."""

    form = CategoryForm
    list_display = ["tree_actions", "indented_title", "slug", "number_of_posts"]
    list_select_related = ["parent"]
    search_fields = ["name", "slug"]
    actions = [move_in, move_out]
    fields = ["version", "name", "slug", "parent", "description"]
    prepopulated_fields = {"slug": ["name"]}

    class Media:
        js = ["admin/startalking/slug.js"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = (
            super().get_queryset(request).annotate(posts_filed=number_of("category", Post.categories.through.objects))
        )
        return rows

    @admin.display(description=_("posts"), ordering="posts_filed")
    def number_of_posts(self, category: Any) -> int:
        return int(category.posts_filed)
