from collections.abc import Callable
from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from startalking.core.admin.long import shown_by_name
from widgets.forms import MenuEntryForm
from widgets.models import MenuEntry

STEPS: Final[dict[str, Callable[[MenuEntry], None]]] = {
    "up": MenuEntry.move_up,
    "down": MenuEntry.move_down,
    "in": MenuEntry.move_in,
    "out": MenuEntry.move_out,
}


@admin.register(MenuEntry)
class MenuEntryAdmin(admin.ModelAdmin):
    """The form of one entry. Its list is the page of its menu, so every way leads back there."""

    form = MenuEntryForm
    autocomplete_fields = ["post"]  # posts are many; pages and categories show their tree
    list_select_related = ["menu"]
    fields = ["version", "menu", "parent", "label", "page", "post", "category", "address"]

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return [*self.autocomplete_fields, *shown_by_name(MenuEntry, "page", "category")]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        move = self.admin_site.admin_view(self.move)
        return [path("<int:pk>/move/", move, name="widgets_menuentry_move"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("admin:widgets_menu_changelist")

    @method_decorator(require_POST)
    def move(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One of the four steps, for keyboards and for browsers without a script."""
        entry = get_object_or_404(MenuEntry, pk=pk)
        if not self.has_change_permission(request, entry):
            raise PermissionDenied
        step = STEPS.get(request.POST.get("direction", ""))
        if step is not None:
            step(entry)
            self.log_change(request, entry, _("Moved."))
            self.message_user(request, _("“%(entry)s” was moved.") % {"entry": entry})
        return _page_of(entry.menu_id, entry)

    def response_post_save_add(self, request: HttpRequest, obj: MenuEntry) -> HttpResponseRedirect:
        return _page_of(obj.menu_id, obj)

    def response_post_save_change(self, request: HttpRequest, obj: MenuEntry) -> HttpResponseRedirect:
        return _page_of(obj.menu_id, obj)

    def delete_model(self, request: HttpRequest, obj: MenuEntry) -> None:
        vars(request)["menu_of_deleted"] = obj.menu_id
        super().delete_model(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        super().response_delete(request, obj_display, obj_id)
        return _page_of(vars(request)["menu_of_deleted"])


def _page_of(menu: int, entry: MenuEntry | None = None) -> HttpResponseRedirect:
    address = reverse("admin:widgets_menu_change", args=[menu])
    return HttpResponseRedirect(f"{address}#entry-{entry.pk}" if entry else f"{address}#entries")
