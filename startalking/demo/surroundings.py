"""What stands around the demo's texts: menus and widgets, on a site that has none yet."""

from collections.abc import Mapping

from blog.models import Category, Image, Page, Post
from startalking.demo import texts
from startalking.demo.texts import Record
from widgets.models import Menu, MenuEntry, Widget


def load(addresses: Mapping[str, str]) -> None:
    """Each menu that is missing; and all widgets, if there are none: nobody wants a second sidebar."""
    for record in texts.read("menus")["menu"]:
        menu, is_new = Menu.objects.get_or_create(slug=record["slug"], defaults={"name": record["name"]})
        if is_new:
            _entries(menu, record["entry"], parent=None)
    if not Widget.objects.exists():
        newest = list(Post.objects.published().unlocked().newest_first()[:2])
        for record in texts.read("widgets")["widget"]:
            _widget(record, addresses, newest)


def _entries(menu: Menu, records: list[Record], parent: MenuEntry | None) -> None:
    for record in records:
        entry = MenuEntry(menu=menu, parent=parent, label=record["label"], address=record.get("address", ""))
        entry.page = Page.objects.filter(import_ref=f"demo:{record.get('page')}").first()
        entry.post = Post.objects.filter(import_ref=f"demo:{record.get('post')}").first()
        entry.category = Category.objects.filter(slug=record.get("category", "")).first()
        entry.save()
        _entries(menu, record.get("children", []), entry)


def _widget(record: Record, addresses: Mapping[str, str], newest: list[Post]) -> None:
    featured = record.get("post", "")
    Widget.objects.create(
        text=texts.linked(record.get("text", ""), addresses),
        address=texts.address(record.get("address", ""), addresses),
        menu=Menu.objects.filter(slug=record.get("menu", "")).first(),
        post=newest[int(featured.removeprefix("NEWEST-")) - 1] if featured else None,
        picture=Image.objects.filter(import_ref=f"demo:{record.get('picture')}").first(),
        **{key: record[key] for key in ("area", "kind", "title", "position", "network", "number") if key in record},
    )
