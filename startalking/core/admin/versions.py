import json
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _


class VersionForm(forms.ModelForm):
    """A form that does not write over what somebody else saved since it was opened.

    What was typed stays in the form. The error says that there is a newer version, and the form carries that version
    from then on: who saves again does so knowingly. A version is the moment of the last change where the model keeps
    it (`changed_at`), else a digest of what the fields of this form hold. The admin has to show the field `version`.
    """

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self._version_of(self.instance) if self.instance.pk else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        stored = self._stored()
        if stored is not None and self._version_of(stored) != cleaned.get("version"):
            self._carry(self._version_of(stored))
            self.add_error(None, _conflict_with(stored))
            if self.files:
                self.add_error(None, _("Please choose your file again: browsers do not keep it in a form."))
        return cleaned

    def _stored(self) -> Any:
        """The row as it is now; it is locked until this save is through."""
        if not self.instance.pk:
            return None
        return self._meta.model._default_manager.select_for_update(no_key=True).get(pk=self.instance.pk)

    def _version_of(self, thing: Any) -> str:
        changed_at = getattr(thing, "changed_at", None)
        return str(changed_at.isoformat()) if changed_at else self._digest_of(thing)

    def _digest_of(self, thing: Any) -> str:
        """Differs as soon as one of the form's own fields does. Keyed, so that it tells nothing of what is stored."""
        fields = [field for field in thing._meta.concrete_fields if field.name in self.base_fields]
        held = json.dumps({field.name: field.value_to_string(thing) for field in fields})
        return salted_hmac(f"version of {thing._meta.label}", held, algorithm="sha256").hexdigest()

    def _carry(self, version: str) -> None:
        typed = cast(QueryDict, self.data).copy()
        typed[self.add_prefix("version")] = version
        self.data = typed


def _conflict_with(stored: Any) -> str:
    """What happened and what to do, with the hour where it is known."""
    changed_at = getattr(stored, "changed_at", None)
    if changed_at is None:
        return _(
            "Somebody else saved a change here after you opened this form. Nothing of yours is lost: it is still in "
            "this form, but not yet saved. Open this page in a second tab to compare, bring over what you want to "
            "keep, and save again: your version then takes the place of the other one."
        )
    saved = date_format(timezone.localtime(changed_at), "TIME_FORMAT")
    return _(
        "Somebody else saved this text at %(time)s, after you opened it. Nothing of yours is lost: it is "
        "still in this form, but not yet saved. Open this page in a second tab to compare, bring over what "
        "you want to keep, and save again: your version then takes the place of the other one."
    ) % {"time": saved}
