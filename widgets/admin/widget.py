from collections import defaultdict
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from widgets.forms import WidgetForm
from widgets.kinds import KINDS, Kind
from widgets.models import Widget


@admin.register(Widget)
class WidgetAdmin(admin.ModelAdmin):
    """All areas on one page, sorted by dragging or with buttons; a kind is chosen first, then its form is filled in."""

    form = WidgetForm
    autocomplete_fields = ["post", "picture"]
    list_select_related = ["menu", "post", "picture"]

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("<int:pk>/move/", self.admin_site.admin_view(self.move), name="widgets_widget_move"),
            path("arrange/", self.admin_site.admin_view(self.arrange), name="widgets_widget_arrange"),
        ]
        return own + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        rows = defaultdict(list)
        for widget in Widget.objects.for_list():
            rows[widget.area].append({"widget": widget, "where": self._where(widget)})
        areas = [{"name": area.value, "label": area.label, "rows": rows[area.value]} for area in Widget.Area]
        shown = {"areas": areas, "title": _("Widgets"), "may_change": self.has_change_permission(request)}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        kind = self._kind(request)
        if kind is None:
            return self._choose_kind(request)
        title = _("Add a widget: %(kind)s") % {"kind": kind.label}
        return super().add_view(request, form_url, {"title": title, **(extra_context or {})})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        kind = self._kind(request, obj)
        return [
            (
                kind.label if kind else None,
                {
                    "fields": ["version", "area", "title", *(kind.fields if kind else ())],
                    "description": kind.description if kind else None,
                },
            ),
            (_("When and where"), {"fields": ["is_active", ("shown_from", "shown_until"), "pages"]}),
        ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 (Django calls it so)
        form: Any = super().get_form(request, obj, change, **kwargs)
        return type("WidgetForm", (form,), {"kind": self._kind(request, obj)})

    def save_model(self, request: HttpRequest, obj: Widget, form: Any, change: bool) -> None:  # noqa: FBT001 (Django calls it so)
        if "area" in form.changed_data:
            obj.position = 0  # at the end of its new area
        super().save_model(request, obj, form, change)

    @method_decorator(require_POST)
    def move(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One step up or down, for keyboards and for browsers without a script."""
        widget = get_object_or_404(Widget, pk=pk)
        if not self.has_change_permission(request, widget):
            raise PermissionDenied
        up = request.POST.get("direction") == "up"
        widget.move(up=up)
        done = _("“%(widget)s” was moved up.") if up else _("“%(widget)s” was moved down.")
        self.log_change(request, widget, done % {"widget": widget})
        self.message_user(request, done % {"widget": widget})
        return redirect(f"{reverse('admin:widgets_widget_changelist')}#{widget.anchor}")

    @method_decorator(require_POST)
    def arrange(self, request: HttpRequest) -> HttpResponse:
        """What the page's script sends when a widget was dropped: an area and its widgets, in order."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        area, keys = request.POST.get("area", ""), request.POST.getlist("widget")
        chosen = Widget.objects.filter(pk__in=[key for key in keys if key.isdecimal()])
        only_menus = all(widget.kind == "menu" for widget in chosen)
        if area not in Widget.Area.values or (area == Widget.Area.HEADER and not only_menus):
            return HttpResponse(_("The header holds menus only. Choose another area."), status=409)
        Widget.objects.arrange(area, [int(key) for key in keys if key.isdecimal()])
        return HttpResponse(status=204)

    def _choose_kind(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        area = request.GET.get("area", "")
        kinds = [KINDS["menu"]] if area == Widget.Area.HEADER else list(KINDS.values())
        context = {"opts": self.opts, "title": _("What is the widget to show?"), "kinds": kinds, "area": area}
        template = "admin/widgets/widget/choose_kind.html"
        return TemplateResponse(request, template, {**self.admin_site.each_context(request), **context})

    @staticmethod
    def _kind(request: HttpRequest, widget: Widget | None = None) -> Kind | None:
        return KINDS.get(widget.kind if widget else request.GET.get("kind", ""))

    @staticmethod
    def _where(widget: Widget) -> str:
        return ", ".join(str(kind.label) for kind in Widget.PageKind if kind.value in widget.pages)
