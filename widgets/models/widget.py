from collections.abc import Sequence
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import Image
from startalking.core import text
from startalking.core.events import announce
from widgets import events, kinds
from widgets.addresses import begins_as_an_address, is_address

KEPT = frozenset({"data", "generation"})
"""Columns that only `forget` and `facts` write. A save that wrote them back would revive what was forgotten."""


def _needs(field: str, kind: Q, filled: Q) -> models.CheckConstraint:
    """What a kind cannot be shown without."""
    return models.CheckConstraint(name=f"widget_that_needs_it_has_{field}", condition=~kind | filled)


class WidgetQuerySet(models.QuerySet["Widget"]):
    def switched_on(self) -> Self:
        """Of a kind that there is, and wanted, be it at another time."""
        return self.filter(is_active=True, kind__in=list(kinds.KINDS))

    def active(self) -> Self:
        """Switched on, and within their time."""
        now = timezone.now()
        begun = Q(shown_from=None) | Q(shown_from__lte=now)
        not_over = Q(shown_until=None) | Q(shown_until__gt=now)
        return self.switched_on().filter(begun & not_over)

    def in_order(self) -> Self:
        return self.order_by("area", "position", "pk")

    def for_page(self) -> Self:
        """All that a page needs in one query: facts are kept, pictures come along, long texts stay where they are."""
        joined = self.select_related("picture", "post__picture")
        return joined.defer("text", "text_html", "post__body", "post__html", "post__teaser").in_order()

    def for_list(self) -> Self:
        """With what tells them apart where they have no title."""
        long = ("text", "text_html", "data", "post__body", "post__html")
        return self.select_related("menu", "post").defer(*long).in_order()

    def forget(self, *topics: kinds.Topic) -> None:
        """What is kept about these topics is collected anew by the next reader. Safe to repeat."""
        self.filter(kind__in=kinds.telling_of(topics)).forget_facts()

    def forget_facts(self) -> None:
        """Forget the facts of all these widgets, for example after an import. Safe to repeat."""
        self.update(data=None, generation=F("generation") + 1)

    @transaction.atomic
    def arrange(self, area: str, keys: Sequence[int]) -> None:
        """Put these widgets into the area, in this order, before whatever else is there. Safe to repeat."""
        rows = {widget.pk: widget for widget in self.select_for_update().only("area", "position")}
        others = [pk for pk, widget in rows.items() if widget.area == area and pk not in keys]
        others.sort(key=lambda pk: (rows[pk].position, pk))
        for position, pk in enumerate([key for key in keys if key in rows] + others, start=1):
            self.filter(pk=pk).update(area=area, position=position)
        announce(events.changed, self.model(), subject=None)


class Widget(models.Model):
    """Something that stands beside the text: in the header, in the sidebar, below a post or in the footer.

    It keeps what it shows (`data`), so that all widgets of a page cost one query. Null means: to be collected.
    `generation` counts how often that was forgotten: facts are stored only while it is what it was when
    collecting began, so a reader who began before a change cannot store what was true before it.
    """

    class Area(models.TextChoices):
        HEADER = "header", _("Header")
        SIDEBAR = "sidebar", _("Sidebar")
        AFTER_POST = "after_post", _("After each post")
        FOOTER_COLUMNS = "footer_columns", _("Footer, in columns")
        FOOTER_LINE = "footer_line", _("Footer, last line")

    class PageKind(models.TextChoices):
        HOME = "home", _("home page")
        POST = "post", _("posts")
        PAGE = "page", _("pages")
        LIST = "list", _("categories, tags, authors and archives")
        KNOWLEDGE = "knowledge", _("knowledge base")
        SEARCH = "search", _("search results")

    area = models.CharField(_("area"), max_length=20, choices=Area)
    kind = models.CharField(_("kind"), max_length=30, choices=kinds.choices, editable=False)
    title = models.CharField(_("title"), max_length=120, blank=True, help_text=_("The heading above it. May be empty."))
    position = models.PositiveIntegerField(
        _("position"), default=0, editable=False, help_text=_("Counted from 1; 0 puts it at the end.")
    )
    is_active = models.BooleanField(_("is shown"), default=True)
    shown_from = models.DateTimeField(_("shown from"), null=True, blank=True, help_text=_("Empty: at once."))
    shown_until = models.DateTimeField(_("shown until"), null=True, blank=True, help_text=_("Empty: without an end."))
    pages = models.JSONField(_("on which pages"), default=list, blank=True, help_text=_("None chosen: on every page."))

    text = models.TextField(_("text"), blank=True, max_length=20_000)
    text_html = models.TextField(editable=False, blank=True)
    menu = models.ForeignKey(
        "widgets.Menu",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="widgets",
        verbose_name=_("menu"),
    )
    post = models.ForeignKey(
        "blog.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("post")
    )
    picture = models.ForeignKey(
        "blog.Image", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    network = models.CharField(_("network"), max_length=20, choices=kinds.network_choices, blank=True)
    address = models.CharField(_("address"), max_length=500, blank=True, validators=[is_address])
    number = models.PositiveSmallIntegerField(
        _("how many"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    data = models.JSONField(null=True, editable=False)
    generation = models.PositiveBigIntegerField(default=0, editable=False)

    objects = WidgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("widget")
        verbose_name_plural = _("widgets")
        ordering = ["area", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="widget_ends_after_it_begins",
                condition=Q(shown_from=None) | Q(shown_until=None) | Q(shown_until__gt=F("shown_from")),
                violation_error_message=_("The end lies before the beginning. Choose a later end."),
            ),
            models.CheckConstraint(
                name="widget_address_is_a_link",
                condition=begins_as_an_address("address"),
                violation_error_message=is_address.message,
            ),
            models.CheckConstraint(
                name="header_holds_menus_only",
                condition=~Q(area="header") | Q(kind="menu"),
                violation_error_message=_("The header holds menus only. Choose another area."),
            ),
            _needs("text", Q(kind__in=["text", "newsletter"]), ~Q(text="")),
            _needs("address", Q(kind__in=["newsletter", "social_profile"]), ~Q(address="")),
            _needs("network", Q(kind="social_profile"), ~Q(network="")),
            _needs("menu", Q(kind="menu"), Q(menu__isnull=False)),
            _needs("post", Q(kind="featured_post"), Q(post__isnull=False)),
            _needs("picture", Q(kind="picture"), Q(picture__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title or str(self.menu or self.post or self.label)

    @transaction.atomic
    def save(self, **kwargs: Any) -> None:
        """Save what an editor filled in; what was kept is forgotten."""
        self.text_html = text.clean(self.text)
        if not self.position:
            self.position = self._end_of_area()
        fields = kwargs.pop("update_fields", None)
        if fields is not None:
            fields = {*fields, "text_html"} if "text" in fields else set(fields)
        elif not self._state.adding:
            fields = {field.name for field in self._meta.concrete_fields if not field.primary_key} - KEPT
        super().save(update_fields=fields, **kwargs)
        Widget.objects.filter(pk=self.pk).forget_facts()
        self.refresh_from_db(fields=KEPT)
        announce(events.changed, self, subject=self)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        announce(events.changed, self, subject=self)
        return deleted

    @property
    def what(self) -> kinds.Kind:
        return kinds.KINDS[self.kind]

    @property
    def label(self) -> str:
        """What kind of widget this is, in words; the bare name of a kind that is no longer there."""
        return str(self.what.label) if self.kind in kinds.KINDS else self.kind

    @property
    def anchor(self) -> str:
        return f"widget-{self.pk}"

    @property
    def shown_picture(self) -> Image | None:
        """The picture of this widget, or of the post it features; what is locked shows none."""
        if self.post is not None and not self.post.password:
            return self.post.picture
        return self.picture

    def is_for(self, page_kind: str) -> bool:
        """Whether an editor wants it on this kind of page."""
        return not self.pages or page_kind in self.pages

    def facts(self) -> kinds.Facts:
        """What the template shows; empty if there is nothing. Collected by the first reader, then kept."""
        if self.data is None:
            self.data = self.what.collect(self)
            unchanged = Widget.objects.filter(pk=self.pk, generation=self.generation, data__isnull=True)
            unchanged.update(data=self.data)
        facts: kinds.Facts = self.data
        return facts

    @transaction.atomic
    def move(self, *, up: bool) -> None:
        """Change places with the neighbour above or below; at the end of an area nothing happens."""
        keys = list(Widget.objects.filter(area=self.area).in_order().values_list("pk", flat=True))
        here = keys.index(self.pk)
        there = here - 1 if up else here + 1
        if 0 <= there < len(keys):
            keys[here], keys[there] = keys[there], keys[here]
            Widget.objects.arrange(self.area, keys)
            self.refresh_from_db(fields=["position"])

    def _end_of_area(self) -> int:
        last = Widget.objects.filter(area=self.area).aggregate(last=models.Max("position"))["last"]
        return (last or 0) + 1
