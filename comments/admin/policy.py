from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from comments.models import Policy
from startalking.core.admin.versions import VersionForm


@admin.register(Policy)
class PolicyAdmin(admin.ModelAdmin):
    """One row, one form: its list leads straight to it; it is neither added nor deleted."""

    form = VersionForm
    list_select_related = False
    radio_fields = {"admission": admin.VERTICAL, "notice": admin.VERTICAL}
    fieldsets = [
        (_("Who is published"), {"fields": ["version", "admission", "links_held", "learns"]}),
        (
            _("Limits"),
            {
                "fields": ["per_sender", "per_minute"],
                "description": _("Who sends more is asked to wait; the text is kept in the form."),
            },
        ),
        (_("Letters to the moderators"), {"fields": ["notice", "digest_hours", "escalate_hours", "escalate_to"]}),
        (_("Clearing away"), {"fields": ["trash_days"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row is made on first use, and its form is one."""
        Policy.objects.current()
        return super().get_object(request, object_id, from_field)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        return redirect("admin:comments_policy_change", Policy.objects.current().pk)
