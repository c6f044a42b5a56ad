from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


class VersionForm(forms.ModelForm):
    """A form that does not write over what somebody else saved since it was opened.

    The text that was typed stays in the form. The error names the newer version, and the form carries that version from
    then on: who saves again does so knowingly.
    """

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self._named(self.instance.changed_at) if self.instance.pk else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        stored = self._stored_version()
        if stored and self._named(stored) != cleaned.get("version"):
            self._carry(stored)
            saved = date_format(timezone.localtime(stored), "TIME_FORMAT")
            self.add_error(
                None,
                _(
                    "Somebody else saved this text at %(time)s, after you opened it. Nothing of yours is lost: it is "
                    "still in this form, but not yet saved. Open this page in a second tab to compare, bring over what "
                    "you want to keep, and save again: your version then takes the place of the other one."
                )
                % {"time": saved},
            )
        return cleaned

    def _stored_version(self) -> datetime | None:
        """When the row was last saved; it is locked until this save is through."""
        if not self.instance.pk:
            return None
        rows = self._meta.model._default_manager.select_for_update(no_key=True).filter(pk=self.instance.pk)
        changed_at: datetime = rows.values_list("changed_at", flat=True).get()
        return changed_at

    def _carry(self, version: datetime) -> None:
        typed = cast(QueryDict, self.data).copy()
        typed[self.add_prefix("version")] = self._named(version)
        self.data = typed

    @staticmethod
    def _named(version: datetime) -> str:
        return version.isoformat()
