from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments import origins, tokens
from comments.fields import LinesField
from comments.models import Comment, Report
from startalking.core import limits, senders

HOUR = 3600
PER_HOUR = 10
"""Reports that are taken from one connection; behind it may be a whole office."""


class ReportForm(forms.Form):
    """A reader says what is wrong with a comment. Nothing about the reader is asked or kept."""

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Your reason"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a reason."), "invalid_choice": _("Please choose a reason.")},
    )
    words = LinesField(
        label=_("What should we know?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Please use at most %(limit_value)d characters.")},
    )
    trap = forms.CharField(
        label=_("Please leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None, *, comment: Comment, from_here: bool = True, wait: int = 0):
        super().__init__(data, initial={"token": tokens.issue(comment.target)}, auto_id="report-%s")
        self.comment, self.from_here, self.wait = comment, from_here, wait

    def clean(self) -> dict[str, Any]:
        for error in self._objections():
            self.add_error(None, ValidationError(error))
        data = cast(QueryDict, self.data).copy()
        data["token"], data["trap"] = tokens.issue(self.comment.target), ""
        self.data = data
        return self.cleaned_data

    def submit(self) -> None:
        Report(comment=self.comment, reason=self.cleaned_data["reason"], words=self.cleaned_data["words"]).submit()

    def _objections(self) -> Iterator[str]:
        """What speaks against the form as a whole, in the order in which it should be read."""
        if self.wait:
            yield gettext("Many reports have come from your network. Please send this one again in a while.")
        if not self.from_here:
            yield gettext("The form was sent from another website. Please check it and send it from here.")
        verdict = tokens.judge(self.cleaned_data.get("token", ""), self.comment.target)
        if verdict is not tokens.Verdict.GOOD:
            yield gettext("The form had been open for a long time. Please send it once more.")
        if self.cleaned_data.get("trap"):
            yield gettext("A field that people do not see was filled in. Please send the form once more.")


def sent(request: HttpRequest, comment: Comment) -> ReportForm:
    """The form as it was sent; counts it. Of the sender nothing is kept, see `core/senders.py`."""
    wait = limits.allow(f"comments.report.{senders.mark_of(request)}", PER_HOUR, HOUR)
    return ReportForm(request.POST, comment=comment, from_here=origins.is_ours(request), wait=wait)
