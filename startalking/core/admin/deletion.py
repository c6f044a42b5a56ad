from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest


class DeletionAdmin(admin.ModelAdmin):
    """Many are deleted as one is: by their own `delete()`, which announces it and leaves trees sound."""

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> None:
        for key in list(queryset.values_list("pk", flat=True)):
            self.model._default_manager.get(pk=key).delete()
