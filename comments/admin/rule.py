from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments import lists
from comments.models import Rule
from startalking.core.admin.versions import VersionForm

SHOWN: Final = 50
"""Of the comments that an entry would have caught; their number says the rest."""
LEAST: Final = 2
"""Characters that a pattern needs besides its stars: one that fits everything would hold everything."""


class RuleForm(VersionForm):
    def is_valid(self) -> bool:
        """What is only tested is shown again and not saved."""
        return super().is_valid() and "_test" not in self.data

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        text = cleaned.get("text", "").strip()
        if cleaned.get("form") == Rule.Form.PATTERN and len(text.replace("*", "").replace("?", "")) < LEAST:
            self.add_error("text", ValidationError(_("That fits nearly everything. Please be more specific.")))
        return cleaned


@admin.register(Rule)
class RuleAdmin(admin.ModelAdmin):
    """The moderators' lists. "Test" shows what an entry would have caught, before it is saved."""

    form = RuleForm
    list_display = ["text", "kind", "form", "effect", "is_active", "note"]
    list_filter = ["kind", "effect", "form", "is_active"]
    list_select_related = False
    list_per_page = 100
    search_fields = ["text", "note"]
    fields = ["version", "kind", "form", "text", "effect", "note", "is_active"]
    radio_fields = {"kind": admin.HORIZONTAL, "form": admin.HORIZONTAL, "effect": admin.HORIZONTAL}

    class Media:
        css = {"all": ["admin/comments/queue.css"]}

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        form = context["adminform"].form
        if "_test" in request.POST and form.is_bound and not form.errors:
            if not request.user.has_perm("comments.view_comment"):
                raise PermissionDenied
            caught = lists.would_have_caught(form.instance)
            context |= {"catch": caught, "shown": caught.comments[:SHOWN]}
        return super().render_change_form(request, context, *args, **kwargs)
