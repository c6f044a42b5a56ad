from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blog.models import Author, Image, Page, Post
from startalking.core.admin.deletion import DeletionAdmin
from startalking.core.admin.marks import link
from startalking.core.admin.versions import VersionForm


def thumbnail(image: Image) -> SafeString | str:
    """The lightest copy there is; nothing for a record without a file."""
    if not image.file:
        return ""
    copies = [copy for copy in image.renditions if copy["type"] == "image/webp"]
    lightest = min(copies, key=lambda copy: copy["width"], default={"name": image.file.name})
    address = image.file.storage.url(lightest["name"])
    return format_html('<img class="thumbnail" src="{}" alt="{}" loading="lazy">', address, image.alt)


@admin.register(Image)
class ImageAdmin(DeletionAdmin):
    form = VersionForm
    list_display = ["shown", "named", "alt", "credit", "licence"]
    list_display_links = ["shown", "named"]
    list_filter = [("alt", admin.EmptyFieldListFilter), ("credit", admin.EmptyFieldListFilter), "created_at"]
    list_select_related = False
    list_per_page = 50
    search_fields = ["title", "alt", "caption", "credit", "file"]
    readonly_fields = ["shown", "address", "size", "problem", "used_in", "created_at"]
    fieldsets = [
        (None, {"fields": ["version", "shown", "file", "title", "alt", "caption"]}),
        (_("Rights"), {"fields": ["credit", "source", "licence"]}),
        (_("Use"), {"fields": ["address", "size", "used_in", "problem", "created_at"]}),
    ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        super().save_related(request, form, formsets, change)
        if change:
            form.instance.record_edit()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, list[Any]]:
        """Texts protect the pictures they show, as keys do."""
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, missing, [*protected, *(_way_to(text) for image in objs for text in image.texts())]

    @admin.display(description=_("picture"))
    def shown(self, image: Image) -> str:
        return thumbnail(image) or gettext("Picture without a file")

    @admin.display(description=_("title"), ordering="title")
    def named(self, image: Image) -> str:
        return str(image)

    @admin.display(description=_("address for texts"))
    def address(self, image: Image) -> SafeString | str:
        return link(image.file.url, image.file.url) if image.file else ""

    @admin.display(description=_("size"), ordering="width")
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}" if image.width else ""

    @admin.display(description=_("used in"))
    def used_in(self, image: Image) -> str:
        """Where it stands, each with the way to its form."""
        holders = [thing for model in (Post, Page, Author) for thing in model._default_manager.filter(picture=image)]
        places = {(type(thing), thing.pk): thing for thing in [*holders, *image.texts()]}
        found = format_html_join("", "<li>{}</li>", ((_way_to(thing),) for thing in places.values()))
        return format_html("<ul>{}</ul>", found) if found else gettext("Not used so far.")


def _way_to(thing: Model) -> SafeString | str:
    options = thing._meta
    try:
        return link(reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[thing.pk]), thing)
    except NoReverseMatch:
        return str(thing)
