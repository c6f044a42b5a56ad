from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from linkbacks import addresses
from linkbacks.protocols import Call, Reason, Refusal


class SourceField(forms.CharField):
    """The address of a page elsewhere, in its one spelling."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": "The source is missing."}, **kwargs)

    def to_python(self, value: Any) -> str:
        given = super().to_python(value)
        try:
            return addresses.normal(given) if given else ""
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > CallForm.LONGEST:
            raise ValidationError(f"The source is longer than {CallForm.LONGEST} characters.")


class CallForm(forms.Form):
    """What a machine said by any of the protocols. Its words have no length: they are cut when they are kept."""

    LONGEST = 1000

    source = SourceField()
    title = forms.CharField(required=False)
    site_name = forms.CharField(required=False)
    excerpt = forms.CharField(required=False)


def checked(call: Call) -> Call:
    """`call` with its source in the one spelling and its words stripped. Raises `Refusal`."""
    form = CallForm({"source": call.source, "title": call.title, "site_name": call.site_name, "excerpt": call.excerpt})
    if not form.is_valid():
        raise Refusal(next(str(error) for errors in form.errors.values() for error in errors), reason=Reason.NO_SOURCE)
    return replace(call, **form.cleaned_data)


class AnnouncementForm(forms.Form):
    """Where a person names the own answer. What is sent is read as from any other server."""

    source = forms.CharField(
        label=_("Address of your page"),
        help_text=_("The page on which you link to us, such as https://example.org/my-answer/."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "maxlength": CallForm.LONGEST}),
    )
    target = forms.CharField(
        label=_("Address of our page"),
        help_text=_("The page here which you answer."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "maxlength": CallForm.LONGEST}),
    )
