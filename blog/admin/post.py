from typing import Any

from django.contrib import admin
from django.db.models import Field, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.admin.entry import EntryAdmin
from blog.admin.filing import CategoryTree, HasTag, InCategory, KnownTags, WrittenBy
from blog.admin.finding import posts_with
from blog.models import Post


@admin.register(Post)
class PostAdmin(EntryAdmin):
    list_display = ["title", "state", "moment", "written_by", "filed_under", "comment_count"]
    list_filter = ["status", InCategory, HasTag, WrittenBy, "published_at"]
    list_select_related = False
    list_per_page = 50
    date_hierarchy = "published_at"
    ordering = ["-created_at"]
    search_fields = ["title"]
    autocomplete_fields = ["authors", "picture"]
    fieldsets = [
        (None, {"fields": ["version", "title", "slug", "teaser", "body"]}),
        (_("Publication"), {"fields": ["state", "published_at", "pinned", "authors", "language", "password"]}),
        (_("Filed under"), {"fields": ["categories", "tags"]}),
        (_("Picture"), {"fields": ["picture", "shown_picture"]}),
        (_("Conversation"), {"fields": ["comments_open", "linkbacks_open"]}),
    ]

    class Media:
        js = ["admin/startalking/tags.js"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("body", "html").prefetch_related("authors", "categories")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By title and address part, by tags, and by words of the text: of what is public the search knows them."""
        return queryset.filter(posts_with(search_term)) if search_term else queryset, False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        author = getattr(request.user, "author", None)
        mine = {"authors": [author.pk]} if author else {}
        return {**mine, **super().get_changeform_initial_data(request)}

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "categories":
            kwargs |= {"widget": CategoryTree, "level_indicator": ""}
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "authors" and field is not None:
            # No button that clears all: the library puts it into the list of those chosen, where only items may stand.
            field.widget.is_required = True
        return field

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: Any, **kwargs: Any) -> Any:
        if db_field.name == "tags":
            kwargs["widget"] = KnownTags(attrs={"class": "vTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("authors"))
    def written_by(self, post: Post) -> str:
        return ", ".join(author.name for author in post.authors.all())

    @admin.display(description=_("categories"))
    def filed_under(self, post: Post) -> str:
        return ", ".join(category.name for category in post.categories.all())
