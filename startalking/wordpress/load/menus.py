"""Menus with what is nested in them, each in one transaction. A menu that is here stays as it is."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from startalking import starter
from startalking.core import text
from startalking.wordpress.load import slugs
from startalking.wordpress.load.entries import Entries
from startalking.wordpress.load.images import Pictures
from startalking.wordpress.load.intake import Intake
from startalking.wordpress.load.places import Places
from startalking.wordpress.load.subjects import Subjects
from startalking.wordpress.records import MenuEntry as Record
from startalking.wordpress.threads import untangle
from widgets.addresses import BEGINNINGS
from widgets.models import Menu, MenuEntry

LONGEST_LABEL: Final = 80
LONGEST_ADDRESS: Final = 500
MAIN: Final = re.compile("haupt|main|primary|header|navi", re.IGNORECASE)
"""What themes and editors call the menu at the top of the page."""
NOWHERE: Final = gettext_lazy("What it leads to is not in the export, or was left out.")
Goal = Mapping[str, Any]


class Menus:
    def __init__(
        self, intake: Intake, subjects: Subjects, places: Places, pictures: Pictures, entries: Entries
    ) -> None:
        self._intake, self._subjects, self._places = intake, subjects, places
        self._pictures, self._keys = pictures, entries.keys
        self._made: list[Menu] = []

    def take_over(self) -> None:
        by_menu: dict[str, list[Record]] = {slug: [] for slug in self._intake.survey.menus}
        for record in self._intake.survey.entries.values():
            by_menu.setdefault(record.menu_slug, []).append(record)
        for slug, records in by_menu.items():
            if slug:
                self._menu(slug, sorted(records, key=lambda record: (record.position, record.id)))
            else:
                self._leave_out(records, _("It belongs to no menu."))
        self._settle_navigation()
        self._settle_legal_pages()

    def _menu(self, slug: str, records: list[Record]) -> None:
        name = text.shorten(self._intake.survey.menus.get(slug, slug), 80)
        ref = self._intake.ref("menu", slug)
        if Menu.objects.filter(import_ref=ref).exists():
            self._intake.report.present("menu", slug, name)
            self._tell_present(records)
            return
        with transaction.atomic():
            ours = slugs.free(slugs.plain(slug, "menu", 70), lambda slug: Menu.objects.filter(slug=slug).exists())
            menu = Menu.objects.create(name=name, slug=ours, import_ref=ref)
            told = self._entries(menu, records)
        self._made.append(menu)
        self._intake.report.taken("menu", slug, name)
        for record, notes in told:
            self._intake.report.taken("menu_entry", record.id, record.title, notes)

    def _settle_navigation(self) -> None:
        """The main menu becomes the navigation of a site that has none of its own: by its name, else the largest."""
        filled = [menu for menu in self._made if menu.entries.exists()]
        by_name = [menu for menu in filled if MAIN.search(menu.slug)]
        main = by_name[0] if by_name else max(filled, key=lambda menu: menu.entries.count(), default=None)
        if main and starter.navigate_by(main):
            self._intake.report.notes.append(
                _("The menu “%(name)s” is the navigation in the header now.") % {"name": main.name}
            )

    def _settle_legal_pages(self) -> None:
        for page in starter.give_way():
            self._intake.report.notes.append(
                _("The page “%(title)s” takes the place of the template in the footer.") % {"title": page.title}
            )

    def _tell_present(self, records: list[Record]) -> None:
        for record in records:
            if self._goal(record):
                self._intake.report.present("menu_entry", record.id, record.title)
            else:
                self._leave_out([record], NOWHERE)

    def _entries(self, menu: Menu, records: list[Record]) -> list[tuple[Record, list[str]]]:
        """Parents first. What leads nowhere is left out, and what stood below it moves up."""
        by_id = {record.id: record for record in records}
        tree = untangle({record.id: record.parent_id for record in records})
        goals = {record.id: self._goal(record) for record in records}
        rows: dict[int, MenuEntry] = {}
        told = []
        for id_ in _parents_first(by_id, tree.parents):
            goal = goals[id_]
            if not goal:
                self._leave_out([by_id[id_]], NOWHERE)
                continue
            parent = _nearest(id_, tree.parents, rows)
            notes = self._notes(by_id[id_], goal)
            if parent != tree.parents[id_] or id_ in tree.lifted or id_ in tree.cut:
                notes.append(_("The entry above it is missing; it moved up."))
            label = text.shorten(by_id[id_].title or goal.get("name", ""), LONGEST_LABEL)
            above = MenuEntry.objects.get(pk=rows[parent].pk) if parent else None
            rows[id_] = MenuEntry.objects.create(menu=menu, parent=above, label=label, **_row(goal))
            told.append((by_id[id_], notes))
        return told

    def _goal(self, record: Record) -> Goal:
        """The one field that says where an entry leads; empty for nowhere."""
        if record.kind == "post_type":
            return self._goal_of_item(record)
        if record.kind == "taxonomy":
            return self._goal_of_term(record)
        address = record.url or (reverse("blog:archive") if record.object == "post" else "")
        ours = self._pictures.find(address) or self._pictures.page(address) or self._places.find(address) or address
        known = ours.startswith(BEGINNINGS) and not any(letter.isspace() for letter in ours)
        return {"address": ours, "name": ours[:LONGEST_LABEL]} if known and len(ours) <= LONGEST_ADDRESS else {}

    def _goal_of_item(self, record: Record) -> Goal:
        number = record.object_id or 0
        key = self._keys.get(number)
        if key is not None:
            is_page = self._intake.survey.sketches[number].kind == "page"
            return {"page_id": key} if is_page else {"post_id": key}
        held = self._pictures.held.get(number)
        name = self._intake.survey.attachments[number].title if held else ""
        return {"address": held.address, "name": name or held.address} if held and held.address else {}

    def _goal_of_term(self, record: Record) -> Goal:
        kind, slug = self._intake.survey.terms.get(record.object_id or 0, ("", ""))
        if kind == "category" and slug in self._subjects.categories:
            return {"category_id": self._subjects.categories[slug]}
        address = self._subjects.tag_address(slug) if kind == "post_tag" else ""
        return {"address": address, "name": self._intake.survey.tags[slug].name} if address else {}

    def _notes(self, record: Record, goal: Goal) -> list[str]:
        address = goal.get("address", "")
        if self._intake.origin.has(address):
            return [_("It leads to %(address)s, which the export does not have.") % {"address": address}]
        return []

    def _leave_out(self, records: list[Record], reason: str | Promise) -> None:
        for record in records:
            self._intake.report.left_out("menu_entry", record.id, record.title, str(reason))


def _row(goal: Goal) -> dict[str, Any]:
    return {field: value for field, value in goal.items() if field != "name"}


def _parents_first(records: Mapping[int, Record], parents: Mapping[int, int | None]) -> list[int]:
    """The entries in the order of the menu, each behind the one above it."""
    levels: dict[int, int] = {}
    for id_ in records:
        step, depth = parents[id_], 0
        while step is not None:
            step, depth = parents[step], depth + 1
        levels[id_] = depth
    return sorted(records, key=levels.__getitem__)


def _nearest(id_: int, parents: Mapping[int, int | None], rows: Mapping[int, MenuEntry]) -> int | None:
    parent = parents[id_]
    while parent is not None and parent not in rows:
        parent = parents[parent]
    return parent
