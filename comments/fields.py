"""Form fields for what strangers type: without invisible characters, with an error that says what to do."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from startalking.core import text


class LineField(forms.CharField):
    """One line: a name."""

    def to_python(self, value: Any) -> str:
        return " ".join(text.typed(super().to_python(value) or "").split())


class LinesField(forms.CharField):
    """Some lines: a comment."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return text.typed(super().to_python(value) or "").strip()


class WebsiteField(forms.URLField):
    """The address of a website, with or without its scheme."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)

    def to_python(self, value: Any) -> str:
        address = super().to_python("".join(text.typed(str(value or "")).split())) or ""
        if "@" in urlsplit(address).netloc:
            raise ValidationError(_("Please leave out user name and password."), code="invalid")
        return address
