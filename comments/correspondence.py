"""Forms of readers who have no account: an address for letters, and the words of a comment once more."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from comments.circumstances import Circumstances
from comments.fields import LinesField
from startalking.core import text


class AddressForm(forms.Form):
    """Where a letter shall go. Whether the address is known here makes no difference to the answer."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Please tell us the address for the letter."),
            "invalid": _("Please check your e-mail address; it should look like name@example.com."),
        },
    )

    def __init__(self, data: Any = None, *, circumstances: Circumstances | None = None) -> None:
        super().__init__(data, auto_id="letter-%s")
        self.circumstances = circumstances or Circumstances()

    def clean_email(self) -> str:
        return text.typed(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        if not self.circumstances.from_here:
            self.add_error(None, _("The form was sent from another website. Please send it from here."))
        if self.circumstances.wait:
            self.add_error(None, _("Many letters were asked for from your network. Please try again in an hour."))
        return self.cleaned_data


class CorrectionForm(forms.Form):
    """The words of a comment, as its writer wants them now."""

    body = LinesField(
        label=_("Your text"),
        widget=forms.Textarea(attrs={"rows": 6}),
        validators=[
            MaxLengthValidator(
                text.MAX_COMMENT,
                _("Your text has %(show_value)d characters; at most %(limit_value)d are possible. Please shorten it."),
            )
        ],
        error_messages={"required": _("Please write something. To take the comment away, withdraw it.")},
    )

    def __init__(self, data: Any = None, *, number: int, body: str = "", in_time: bool = True) -> None:
        super().__init__(data, initial={"body": body}, auto_id=f"correct-{number}-%s")
        self.number, self.in_time = number, in_time

    def clean(self) -> dict[str, Any]:
        if not self.in_time:
            self.add_error(None, _("The time for corrections is over. Here is your text, so that you can keep it."))
        return self.cleaned_data
