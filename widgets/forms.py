from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from startalking.core.admin.editor import TextEditorField
from startalking.core.admin.versions import VersionForm
from widgets.kinds import Kind
from widgets.models import MenuEntry, Widget

MISSING = {
    "text": _("Write the text that the widget is to show."),
    "address": _("Enter the address that the link leads to, for example /kontakt/."),
    "network": _("Choose the network of your profile."),
    "menu": _("Choose a menu. If there is none yet, create it under “Menus” first."),
    "post": _("Choose the post to feature."),
    "picture": _("Choose a picture. New ones are added under “Pictures”."),
}
"""What to do about a field that this kind of widget cannot do without."""


class WidgetForm(VersionForm):
    """The fields that the widget's kind uses, and where and when it is shown. The admin sets `kind`."""

    kind: Kind | None = None
    COMMON = ("version", "area", "title", "is_active", "shown_from", "shown_until", "pages")

    pages = forms.MultipleChoiceField(
        label=_("On which pages"),
        choices=Widget.PageKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: on every page."),
    )

    class Meta:
        model = Widget
        fields = [
            "area",
            "title",
            "text",
            "menu",
            "post",
            "picture",
            "network",
            "address",
            "number",
            "is_active",
            "shown_from",
            "shown_until",
            "pages",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {*self.COMMON, *(self.kind.fields if self.kind else ())}
        self.fields = {name: field for name, field in self.fields.items() if name in kept}
        if self.kind is not None:
            self._fit(self.kind)

    def _fit(self, kind: Kind) -> None:
        self.instance.kind = kind.name
        if "text" in kind.fields:
            self.fields["text"] = TextEditorField(label=_("Text")) if "text" in kind.required else _profile_name()
        for name in kind.required:
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = MISSING[name]
        if kind.name != "menu" and "area" in self.fields:
            areas = [choice for choice in Widget.Area.choices if choice[0] != Widget.Area.HEADER]
            self.fields["area"] = forms.ChoiceField(label=_("Area"), choices=[("", "---------"), *areas])


def _profile_name() -> forms.CharField:
    return forms.CharField(
        label=_("Name of the profile"), max_length=120, required=False, help_text=_("Empty: the name of the network.")
    )


class MenuEntryForm(VersionForm):
    """An entry of one menu: it may stand below entries of the same menu only."""

    class Meta:
        model = MenuEntry
        fields = ["menu", "parent", "label", "page", "post", "category", "address"]
        widgets = {"menu": forms.HiddenInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        menu = self.instance.menu_id or self.data.get("menu") or self.initial.get("menu")
        parents = MenuEntry.objects.filter(menu=menu) if str(menu).isdecimal() else MenuEntry.objects.none()
        if self.instance.pk:
            below = self.instance.get_descendants(include_self=True)
            parents = parents.exclude(pk__in=[entry.pk for entry in below])
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
