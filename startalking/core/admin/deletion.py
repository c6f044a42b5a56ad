from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from startalking.core.admin.long import LongAdmin


class DeletionAdmin(LongAdmin):
    """What is in use stays, and the page says what uses it. Many are deleted as one is: by their own `delete()`, which
    announces it and leaves trees sound."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, list[Any]]:
        """Where something is in use, no permission would help: the page names what uses it instead."""
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set() if protected else missing, protected

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> None:
        for key in list(queryset.values_list("pk", flat=True)):
            self.model._default_manager.get(pk=key).delete()
