from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from startalking.core.admin.deletion import DeletionAdmin
from startalking.core.admin.versions import VersionForm
from widgets.models import Menu, MenuEntry


@admin.register(Menu)
class MenuAdmin(DeletionAdmin):
    """A menu and, below its form, the tree of its entries with the four steps that build it."""

    form = VersionForm
    list_display = ["name", "slug", "number_of_entries"]
    list_select_related = False
    search_fields = ["name"]
    fields = ["version", "name", "slug"]
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        menus: QuerySet[Any] = super().get_queryset(request).annotate(entries_there=Count("entries"))
        return menus

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        entries = MenuEntry.objects.filter(menu=int(object_id)).for_menu() if object_id.isdecimal() else []
        return super().change_view(request, object_id, form_url, {"entries": entries, **(extra_context or {})})

    def response_post_save_add(self, request: HttpRequest, obj: Menu) -> HttpResponseRedirect:
        """A new menu is empty: go where its entries are added."""
        return HttpResponseRedirect(reverse("admin:widgets_menu_change", args=[obj.pk]))

    @admin.display(description=_("entries"), ordering="entries_there")
    def number_of_entries(self, menu: Any) -> int:
        return int(menu.entries_there)
