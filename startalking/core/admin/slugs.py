from typing import Any, ClassVar

from django import forms

from startalking.core import text


class SlugForm(forms.ModelForm):
    """A form in which the address part may stay empty: it is made from the name, the German way, and free."""

    name_field: ClassVar[str] = "title"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "slug" in self.fields and "slug" not in self.errors and not cleaned.get("slug"):
            cleaned["slug"] = self._free_slug(str(cleaned.get(self.name_field, "")))
        return cleaned

    def _free_slug(self, name: str) -> str:
        """`name` as an address part, with the first number behind it that nobody else of this kind has."""
        field = self._meta.model._meta.get_field("slug")
        longest = (field.max_length or 80) - 5
        base = text.slug(name, length=min(80, longest)) or str(self._meta.model._meta.model_name)
        others = self._meta.model._default_manager.exclude(pk=self.instance.pk)
        taken = set(others.filter(slug__startswith=base).values_list("slug", flat=True))
        numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
        return next(slug for slug in (base, *numbered) if slug not in taken)
