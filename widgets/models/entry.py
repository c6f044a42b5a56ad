from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from mptt.fields import TreeForeignKey
from mptt.managers import TreeManager
from mptt.models import MPTTModel
from mptt.querysets import TreeQuerySet

from blog.models import Category, Entry
from startalking.core import trees
from startalking.core.events import announce
from widgets import events
from widgets.addresses import begins_as_an_address, is_address
from widgets.models.widget import Widget

TARGETS = ("page", "post", "category", "address")


def _leads_to_only(target: str) -> Q:
    others = {name: "" if name == "address" else None for name in TARGETS if name != target}
    here = ~Q(address="") if target == "address" else Q(**{f"{target}__isnull": False})
    return here & Q(**others)


class MenuEntryQuerySet(TreeQuerySet["MenuEntry"]):
    def for_menu(self) -> Self:
        """In the order of the menu, with what the entries lead to."""
        targets = self.select_related("page", "post", "category")
        return targets.defer("page__body", "page__html", "post__body", "post__html").order_by("tree_id", "lft")


class MenuEntry(MPTTModel):
    """A link in a menu: to a page, a post, a category or an address, and to exactly one of them."""

    menu = models.ForeignKey("widgets.Menu", on_delete=models.CASCADE, related_name="entries", verbose_name=_("menu"))
    parent = TreeForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("below")
    )
    label = models.CharField(
        _("label"), max_length=80, blank=True, help_text=_("Empty: the title of what it leads to.")
    )
    page = TreeForeignKey(
        "blog.Page", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("page")
    )
    post = models.ForeignKey(
        "blog.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("post")
    )
    category = TreeForeignKey(
        "blog.Category", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    address = models.CharField(
        _("address"),
        max_length=500,
        blank=True,
        validators=[is_address],
        help_text=_("Of another site (https://…) or of a page of this one (/wissen/)."),
    )

    objects = TreeManager.from_queryset(MenuEntryQuerySet)()

    class Meta:
        verbose_name = _("menu entry")
        verbose_name_plural = _("menu entries")
        ordering = ["tree_id", "lft"]
        constraints = [
            models.CheckConstraint(
                name="menu_entry_leads_to_one_place",
                condition=_leads_to_only("page")
                | _leads_to_only("post")
                | _leads_to_only("category")
                | _leads_to_only("address"),
                violation_error_message=_("Choose one place to lead to: a page, a post, a category or an address."),
            ),
            models.CheckConstraint(
                name="menu_entry_address_is_a_link",
                condition=begins_as_an_address("address"),
                violation_error_message=is_address.message,
            ),
            models.CheckConstraint(
                name="menu_entry_to_an_address_has_a_label",
                condition=Q(address="") | ~Q(label=""),
                violation_error_message=_("An address has no title: give the entry a label."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        if self.parent is None:
            return
        if self.parent.menu_id != self.menu_id:
            raise ValidationError({"parent": _("This entry is in another menu. Choose one of the same menu.")})
        if self.pk and self.get_descendants(include_self=True).filter(pk=self.parent.pk).exists():
            raise ValidationError({"parent": _("An entry cannot stand below itself. Choose another one.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        with trees.structure_lock():
            super().save(*args, **kwargs)
            Widget.objects.forget("menus")
            announce(events.changed, self, subject=self)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take the entry out of its menu, and all that stands below it."""
        with trees.structure_lock():
            self.refresh_from_db()
            deleted: tuple[int, dict[str, int]] = super().delete(*args, **kwargs)
            Widget.objects.forget("menus")
            announce(events.changed, self, subject=self)
        return deleted

    @property
    def target(self) -> Entry | Category | None:
        """What it leads to; None for an address."""
        return self.page or self.post or self.category

    @property
    def text(self) -> str:
        return self.label or str(self.target or self.address)

    @property
    def url(self) -> str:
        return self.target.get_absolute_url() if self.target else self.address

    @property
    def is_shown(self) -> bool:
        """Whether everybody may go where it leads."""
        return self.target.is_public if isinstance(self.target, Entry) else True

    def move_up(self) -> None:
        """Change places with the entry above, on the same level; the first one stays."""
        with trees.structure_lock():
            self._place(self._neighbours().filter(self._earlier).last(), "left")

    def move_down(self) -> None:
        """Change places with the entry below, on the same level; the last one stays."""
        with trees.structure_lock():
            self._place(self._neighbours().exclude(self._earlier).first(), "right")

    def move_in(self) -> None:
        """Stand below the entry above, as its last one; the first one stays."""
        with trees.structure_lock():
            self._place(self._neighbours().filter(self._earlier).last(), "last-child")

    def move_out(self) -> None:
        """Stand behind the entry that it is below; one on the first level stays."""
        with trees.structure_lock():
            self.refresh_from_db()
            self._place(self.parent, "right")

    def _neighbours(self) -> MenuEntryQuerySet:
        """The other entries on the same level of the same menu, as they stand now."""
        self.refresh_from_db()
        neighbours: MenuEntryQuerySet = MenuEntry.objects.filter(menu=self.menu_id, parent=self.parent_id)
        return neighbours.exclude(pk=self.pk).order_by("tree_id", "lft")

    @property
    def _earlier(self) -> Q:
        return Q(tree_id__lt=self.tree_id) | Q(tree_id=self.tree_id, lft__lt=self.lft)

    def _place(self, beside: "MenuEntry | None", position: str) -> None:
        if beside is not None:
            MenuEntry.objects.move_node(self, beside, position)
