from contextlib import nullcontext
from typing import Any, Final

from django.contrib import admin, messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from mptt.admin import DraggableMPTTAdmin
from mptt.exceptions import InvalidMove

from startalking.core import trees
from startalking.core.admin.deletion import DeletionAdmin

FOLDED: Final = 5000
"""Entries below others that can be folded away."""


@admin.action(description=_("Move one place up"), permissions=["change"])
def move_up(modeladmin: "TreeAdmin", request: HttpRequest, chosen: Any) -> None:
    for node in chosen.order_by("tree_id", "lft"):
        modeladmin.place(request, node, node.get_previous_sibling(), trees.Where.BEFORE)


@admin.action(description=_("Move one place down"), permissions=["change"])
def move_down(modeladmin: "TreeAdmin", request: HttpRequest, chosen: Any) -> None:
    for node in chosen.order_by("-tree_id", "-lft"):
        modeladmin.place(request, node, node.get_next_sibling(), trees.Where.AFTER)


@admin.action(description=_("Move below the one above"), permissions=["change"])
def move_in(modeladmin: "TreeAdmin", request: HttpRequest, chosen: Any) -> None:
    for node in chosen.order_by("tree_id", "lft"):
        modeladmin.place(request, node, node.get_previous_sibling(), trees.Where.BELOW)


@admin.action(description=_("Move out one level"), permissions=["change"])
def move_out(modeladmin: "TreeAdmin", request: HttpRequest, chosen: Any) -> None:
    for node in chosen.order_by("-tree_id", "-lft"):
        modeladmin.place(request, node, node.parent, trees.Where.AFTER)


class TreeAdmin(DeletionAdmin, DraggableMPTTAdmin):
    """A tree that is sorted by dragging, and by keyboard through its actions."""

    list_display: list[Any] = ["tree_actions", "indented_title"]
    list_display_links = ["indented_title"]
    actions = [move_up, move_down, move_in, move_out]
    expand_tree_by_default = True
    list_per_page = 200

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever moves something meanwhile is waited for before the form is looked at: so it is held against what is
        there, and rows are locked in one order everywhere, the tree first.
        """
        with trees.structure_lock() if request.method == "POST" else nullcontext():
            answer: HttpResponse = super().changeform_view(request, *args, **kwargs)
        return answer

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Django's own deletion: the library's renumbers whole trees without a lock, and trips over what is in use."""
        actions: dict[str, Any] = super().get_actions(request)
        if "delete_selected" in actions:
            actions["delete_selected"] = self.get_action("delete_selected")
        return actions

    def _build_tree_structure(self, queryset: Any) -> dict[int, list[int]]:
        """What folds: the library would send the whole table to the browser, however long it is."""
        below = queryset.exclude(parent=None).order_by("tree_id", "lft").values_list("parent", "pk")
        found: dict[int, list[int]] = {}
        for parent, pk in below[:FOLDED]:
            found.setdefault(parent, []).append(pk)
        return found

    @admin.display(description="")
    def tree_actions(self, item: Any) -> SafeString:
        return format_html(
            '<div class="drag-handle" title="{}"></div><div class="tree-node" data-pk="{}" data-level="{}"></div>',
            _("Drag to another place"),
            item.pk,
            item.level,
        )

    @admin.display(description=_("title"))
    def indented_title(self, item: Any) -> SafeString:
        """Indented by a class: the site's policy forbids inline styles."""
        return format_html('<span class="level level--{}">{}</span>', min(item.level, 9), item)

    def place(self, request: HttpRequest, node: Any, beside: Any, where: trees.Where) -> bool:
        """Move `node`; where that is not possible, say why. `beside` is None at an end of the list: nothing happens."""
        if beside is None:
            return False
        try:
            trees.place(node, beside, where)
        except InvalidMove:
            problem = _("“%(title)s” cannot be moved below itself.")
        except IntegrityError:
            problem = _("“%(title)s” cannot be moved there: its new address already belongs to another entry.")
        else:
            self.log_change(request, node, str(_("Moved.")))
            return True
        self.message_user(request, problem % {"title": node}, messages.ERROR)
        return False

    def _move_node(self, request: HttpRequest) -> HttpResponse:
        """What the list's script sends when something was dropped."""
        rows = self.get_queryset(request)
        try:
            where = trees.Where(request.POST.get("position", ""))
            node, beside = (rows.get(pk=request.POST.get(key, "")) for key in ("cut_item", "pasted_on"))
        except (ValueError, self.model.DoesNotExist):
            self.message_user(request, _("This entry is no longer where it was. Please try again."), messages.ERROR)
            return HttpResponse(status=409)
        if not self.has_change_permission(request, node):
            return HttpResponse(status=403)
        if not self.place(request, node, beside, where):
            return HttpResponse(status=409)
        self.message_user(request, _("“%(title)s” was moved.") % {"title": node}, messages.SUCCESS)
        return HttpResponse(status=204)
