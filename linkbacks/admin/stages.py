from collections.abc import Callable
from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from linkbacks.models.vocabulary import IncomingQuerySet

STAGES: Final[dict[str, tuple[Any, Callable[[IncomingQuerySet], IncomingQuerySet]]]] = {
    "held": (_("waiting for a decision"), IncomingQuerySet.held),
    "unchecked": (_("to be checked"), IncomingQuerySet.unchecked),
    "shown": (_("shown"), IncomingQuerySet.shown),
    "lost": (_("the link is not there"), IncomingQuerySet.lost),
    "failed": (_("could not be checked"), IncomingQuerySet.failed),
    "spam": (_("spam"), IncomingQuerySet.spam),
    "trash": (_("trash"), IncomingQuerySet.trashed),
}


class Stage(admin.SimpleListFilter):
    """How far a linkback has come: what moderators look for, in the place of two columns."""

    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(stage, words) for stage, (words, _rows) in STAGES.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        found = STAGES.get(self.value() or "")
        return found[1](queryset) if found else None
