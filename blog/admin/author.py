from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from blog.models import Author, Post
from startalking.core.admin.deletion import DeletionAdmin
from startalking.core.admin.editor import TextEditorField
from startalking.core.admin.long import number_of
from startalking.core.admin.slugs import SlugForm
from startalking.core.admin.versions import VersionForm


class AuthorForm(VersionForm, SlugForm):
    name_field = "name"
    body = TextEditorField(label=capfirst(_("about this author")))


@admin.register(Author)
class AuthorAdmin(DeletionAdmin):
    form = AuthorForm
    list_display = ["name", "user", "number_of_posts"]
    list_select_related = ["user"]
    search_fields = ["name"]
    fields = ["version", "name", "slug", "user", "picture", "body"]
    autocomplete_fields = ["user", "picture"]
    prepopulated_fields = {"slug": ["name"]}

    class Media:
        js = ["admin/startalking/slug.js"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = (
            super().get_queryset(request).annotate(posts_written=number_of("author", Post.authors.through.objects))
        )
        return rows.defer("body", "html")

    def get_readonly_fields(self, request: HttpRequest, obj: Author | None = None) -> list[str]:
        """Accounts are chosen by those who may look them up."""
        return [] if request.user.has_perm("auth.view_user") else ["user"]

    @admin.display(description=_("posts"), ordering="posts_written")
    def number_of_posts(self, author: Any) -> int:
        return int(author.posts_written)
