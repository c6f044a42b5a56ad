from collections.abc import Sequence
from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from comments import figures
from comments.admin import chart
from comments.figures import Month
from comments.models import Knowledge, Policy

FIGURES: Final = {
    "precision": _("of what was called spam, really spam (precision)"),
    "recall": _("of all spam, found (recall)"),
    "f1": _("both together (F1)"),
    "ham_blocked": _("of honest comments, wrongly called spam"),
}
HUNDREDTHS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


class FilterAdmin(admin.ModelAdmin):
    """How well the spam filter has judged on this site."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.filter_page)
        return [path("filter/", page, name="comments_comment_filter"), *super().get_urls()]

    def filter_page(self, request: HttpRequest) -> TemplateResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        months = figures.by_month()
        facts = {
            **self.admin_site.each_context(request),
            "title": _("Spam filter"),
            "opts": self.opts,
            "knowledge": Knowledge.objects.defer("learned").filter(pk=1).first(),
            "learns": Policy.objects.current().learns,
            "alarms": figures.alarms(),
            "months": months,
            "judged": sum(month.outcome.rows for month in months),
            "spam": sum(month.outcome.spam for month in months),
            "drawing": _drawing(months),
        }
        return TemplateResponse(request, "admin/comments/comment/filter.html", facts)


def _drawing(months: Sequence[Month]) -> dict[str, Any]:
    return {
        "width": chart.WIDTH,
        "height": chart.HEIGHT,
        "left": chart.LEFT,
        "right": chart.WIDTH - chart.RIGHT,
        "foot": chart.HEIGHT - 8,
        "lines": [
            chart.line(name, str(label), [getattr(month.outcome, name) for month in months])
            for name, label in FIGURES.items()
        ],
        "heights": [(chart.up(share), round(share * 100)) for share in HUNDREDTHS],
        "months": [(chart.across(place, len(months)), month.month) for place, month in enumerate(months)],
    }
