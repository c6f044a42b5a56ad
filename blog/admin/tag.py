from typing import Any

import taggit.admin
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.models import Tag, TaggedPost
from startalking.core.admin.deletion import DeletionAdmin
from startalking.core.admin.long import number_of
from startalking.core.admin.versions import VersionForm

admin.site.unregister(taggit.admin.Tag)  # the library's own tags, which nothing of ours carries


@admin.register(Tag)
class TagAdmin(DeletionAdmin):
    form = VersionForm
    list_display = ["name", "slug", "number_of_posts"]
    list_select_related = False
    search_fields = ["name", "slug"]
    fields = ["version", "name", "slug", "description"]
    prepopulated_fields = {"slug": ["name"]}

    class Media:
        js = ["admin/startalking/slug.js"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).annotate(posts_tagged=number_of("tag", TaggedPost.objects))
        return rows

    @admin.display(description=_("posts"), ordering="posts_tagged")
    def number_of_posts(self, tag: Any) -> int:
        return int(tag.posts_tagged)
