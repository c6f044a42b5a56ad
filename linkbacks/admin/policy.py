from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from linkbacks.models import Policy
from startalking.core.admin.versions import VersionForm


@admin.register(Policy)
class PolicyAdmin(admin.ModelAdmin):
    """One row, one form: its list leads straight to it; it is neither added nor deleted."""

    form = VersionForm
    list_select_related = False
    radio_fields = {"admission": admin.VERTICAL}
    fieldsets = [
        (_("Who is published"), {"fields": ["version", "admission"]}),
        (_("How it is shown"), {"fields": ["replies_in_thread", "reply_words"]}),
        (_("Sending"), {"fields": ["sends"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        return redirect("admin:linkbacks_policy_change", Policy.objects.current().pk)
