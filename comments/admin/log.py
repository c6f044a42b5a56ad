from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest


class WordlessLog(admin.ModelAdmin):
    """Notes in the admin's log which row was moved, not what it said or who wrote it: the log outlives both."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        return _without_words(super().log_addition(request, obj, message), obj)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        return _without_words(super().log_change(request, obj, message), obj)


def _without_words(entry: LogEntry, obj: Any) -> LogEntry:
    entry.object_repr = f"{obj._meta.verbose_name} {obj.pk}"
    entry.save(update_fields=["object_repr"])
    return entry
