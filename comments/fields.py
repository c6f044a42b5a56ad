"""Form fields for what strangers type: without invisible characters, with an error that says what to do."""

from typing import Any
from unicodedata import category
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from startalking.core import text


def visible(source: Any) -> str:
    """What was typed, with nothing in it that cannot be seen; empty where nothing is left to see."""
    clean = text.typed(str(source or "")).strip()
    return clean if any(category(letter)[0] not in "CZ" for letter in clean) else ""


class LineField(forms.CharField):
    """One line: a name."""

    def to_python(self, value: Any) -> str:
        return " ".join(visible(value).split())


class LinesField(forms.CharField):
    """Some lines: a comment."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return visible(value)


class WebsiteField(forms.URLField):
    """The address of a website, with or without its scheme."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)

    def to_python(self, value: Any) -> str:
        try:
            address = super().to_python("".join(visible(value).split())) or ""
            has_user = "@" in urlsplit(address).netloc
        except ValueError:  # a bracket that opens no IPv6 address
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if has_user:
            raise ValidationError(_("Please leave out user name and password."), code="invalid")
        return address
