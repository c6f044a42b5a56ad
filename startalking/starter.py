"""What a site that begins without the demo is given: a navigation, a sidebar, and the two legal pages that every German
site must lead to, as templates to fill in. It makes room for what an import brings, until somebody has worked on it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Page, Site
from blog.models.page import PageQuerySet
from startalking.core import trees
from widgets.kinds import KINDS
from widgets.models import Menu, MenuEntry, Widget

REF: Final = "starter:"
"""What the import references of its pages and menus begin with."""

NAVIGATION: Final = (
    (gettext_lazy("Blog"), "blog:home"),
    (gettext_lazy("Knowledge"), "knowledgebase:overview"),
    (gettext_lazy("Archive"), "blog:archive"),
)
SIDEBAR: Final = ("search", "categories", "archive", "recent_comments", "feed")
LEGAL: Final[Mapping[str, Collection[str]]] = {
    "impressum": {"impressum", "imprint", "legal-notice"},
    "datenschutz": {"datenschutz", "datenschutzerklaerung", "datenschutzhinweise", "privacy", "privacy-policy"},
}
"""The legal pages, and by which address parts other sites have them."""

LANGUAGE_OF_TEMPLATES: Final = "de"
LINK: Final = re.compile(r'<a href="demo:[^"]*">([^<]*)</a>')


@transaction.atomic
def lay(templates: Sequence[Mapping[str, Any]]) -> None:
    """Lay everything on a site that has no widgets; one that has some is left alone. Safe to repeat.

    `templates` are the texts of the pages in `LEGAL`, each with title, slug and body.
    """
    if Widget.objects.exists():
        return
    with translation.override(Site.objects.current().language):
        _widget("header", menu=Menu.objects.order_by("pk").first() or _navigation())
        for kind in SIDEBAR:
            _widget("sidebar", kind, title=str(KINDS[kind].label))
        _widget("footer_line", title=_("Legal"), menu=_legal([_page(template) for template in templates]))


def untouched() -> PageQuerySet:
    """The templates nobody has worked on, and nothing stands below."""
    pages: PageQuerySet = Page.objects.filter(import_ref__startswith=REF, changed_at=F("created_at"), children=None)
    return pages


def step_aside(slugs: Collection[str]) -> None:
    """Leave their addresses to pages with these address parts, which are about to come in. Safe to repeat."""
    for page in untouched().filter(slug__in=slugs):
        aside = page.import_ref.replace(":", "-")
        Page.objects.filter(pk=page.pk).update(slug=aside, path=f"/{aside}/")


def give_way() -> list[Page]:
    """Lead to the site's own legal pages instead of the templates, which go. Returns those pages. Safe to repeat."""
    found = []
    for name, slugs in LEGAL.items():
        template = untouched().filter(import_ref=f"{REF}{name}").first()
        own = Page.objects.published().exclude(import_ref__startswith=REF).filter(slug__in=slugs).first()
        if template and own:
            _replace(template, own)
            found.append(own)
    return found


@transaction.atomic
def navigate_by(menu: Menu) -> bool:
    """Put the menu into the header, in the place of the starter's own; any other that is there stays."""
    header = Widget.objects.filter(area=Widget.Area.HEADER)
    if header.exclude(menu__import_ref__startswith=REF).exists():
        return False
    widget = header.first() or Widget(area=Widget.Area.HEADER, kind="menu")
    widget.menu = menu
    widget.save()
    return True


@transaction.atomic
def clear_away() -> None:
    """Take away what still lies as it was laid, so that something better can take its place. Safe to repeat."""
    laid = [("footer_line", "menu"), ("header", "menu"), *(("sidebar", kind) for kind in SIDEBAR)]
    ours = Menu.objects.filter(import_ref__startswith=REF)
    if ours.count() != 2 or list(Widget.objects.in_order().values_list("area", "kind")) != laid:
        return
    Widget.objects.all().delete()
    with trees.structure_lock():
        ours.delete()
        for page in untouched():
            page.delete()


def _widget(area: str, kind: str = "menu", title: str = "", menu: Menu | None = None) -> None:
    Widget.objects.create(area=area, kind=kind, title=title, menu=menu)


def _navigation() -> Menu:
    menu = Menu.objects.create(name=_("Navigation"), slug="starter-navigation", import_ref=f"{REF}navigation")
    for label, view in NAVIGATION:
        MenuEntry.objects.create(menu=menu, label=str(label), address=reverse(view))
    return menu


def _legal(pages: Sequence[Page]) -> Menu:
    menu = Menu.objects.create(name=_("Legal"), slug="starter-legal", import_ref=f"{REF}legal")
    for page in pages:
        MenuEntry.objects.create(menu=menu, page=page)
    return menu


def _page(template: Mapping[str, Any]) -> Page:
    """The page that is there, else the template: public, because the law wants it to be reachable."""
    title, slug, now = template["title"], template["slug"], timezone.now()
    here = Page.objects.filter(path=f"/{slug}/").first()
    if here:
        return here
    is_foreign = Site.objects.current().language != LANGUAGE_OF_TEMPLATES
    page = Page(
        title=title,
        slug=slug,
        body=LINK.sub(
            lambda found: f"<mark>[{_('link here: %(name)s') % {'name': found[1]}}]</mark>", template["body"]
        ),
        language=LANGUAGE_OF_TEMPLATES if is_foreign else "",
        status=Page.Status.PUBLISHED,
        published_at=now,
        announced_at=now,
        comments_open=False,
        linkbacks_open=False,
        import_ref=f"{REF}{slug}",
    )
    page.save()
    page.record_edit()
    Page.objects.filter(pk=page.pk).update(changed_at=F("created_at"))
    return page


def _replace(template: Page, own: Page) -> None:
    with trees.structure_lock():
        MenuEntry.objects.filter(page=template).update(page=own)
        Page.objects.get(pk=template.pk).delete()
        Widget.objects.forget("menus")
