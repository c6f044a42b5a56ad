"""Kinds that show what the editor typed or chose, and nothing else."""

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from startalking.core import text
from widgets.kinds.kind import Facts, WidgetLike

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NETWORKS: Final["dict[str, str | _StrPromise]"] = {
    "linkedin": "LinkedIn",
    "xing": "XING",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "threema": "Threema",
    "youtube": "YouTube",
    "instagram": "Instagram",
    "facebook": "Facebook",
    "github": "GitHub",
    "piqd": "piqd",
    "email": _("E-mail"),
    "link": _("Another site"),
}
"""Networks with an icon of our own in `templates/icons/`; what has none takes the plain link."""


def typed(widget: WidgetLike) -> Facts:
    return {"html": widget.text_html} if widget.text_html else {}


def newsletter(widget: WidgetLike) -> Facts:
    return {"html": widget.text_html, "url": widget.address}


def profile(widget: WidgetLike) -> Facts:
    """`label` is what the editor calls the profile; empty: the network's own name."""
    if not widget.address:
        return {}
    return {"network": widget.network, "url": widget.address, "label": text.plain(widget.text)}


def picture(widget: WidgetLike) -> Facts:
    """The picture itself comes with the widget: its renditions are made later than these facts."""
    if widget.picture is None or not widget.picture.file:
        return {}
    return {"url": widget.address}


def search(_widget: WidgetLike) -> Facts:
    return {"url": reverse("search")}


def feed(_widget: WidgetLike) -> Facts:
    return {"url": reverse("blog:feed")}


def menu(widget: WidgetLike) -> Facts:
    return widget.menu.facts() if widget.menu else {}
