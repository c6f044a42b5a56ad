from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from startalking.core.events import announce
from widgets import events
from widgets.kinds import Facts
from widgets.models.entry import MenuEntry
from widgets.models.widget import Widget


class Menu(models.Model):
    """A list of links with a name, shown wherever a widget shows it."""

    name = models.CharField(
        _("name"), max_length=80, help_text=_("Readers who listen to the page hear it: “Main menu”, “Services”.")
    )
    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    import_ref = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                name="menu_imported_once",
                fields=["import_ref"],
                condition=~models.Q(import_ref=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, **kwargs: Any) -> None:
        super().save(**kwargs)
        Widget.objects.forget("menus")
        announce(events.changed, self, subject=self)

    def facts(self) -> Facts:
        """The entries that everybody may follow, as a tree. Entries below a hidden one take its place."""
        shown: list[Facts] = []
        lists: dict[int | None, list[Facts]] = {None: shown}
        for entry in MenuEntry.objects.filter(menu=self).for_menu():
            siblings = lists[entry.parent_id]
            if entry.is_shown:
                siblings.append({"title": entry.text, "url": entry.url, "entries": []})
                siblings = siblings[-1]["entries"]
            lists[entry.pk] = siblings
        return {"name": self.name, "entries": shown} if shown else {}
