"""Which page of ours an address means, and whether it may be linked back to."""

from typing import Final, TypeAlias
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from django.conf import settings

from blog import targets
from blog.models import Address, Discussed, Entry, Post, Site
from knowledgebase.models import Article
from knowledgebase.targets import article_at
from linkbacks import addresses
from linkbacks.protocols import Reason, Refusal
from startalking.core import text

Target: TypeAlias = Entry | Article

MOST_FIELDS: Final = 20


def target_at(path: str) -> Target | None:
    """The public page at an address of today, at a former one, or at one that very probably means it."""
    found = _page_at(path)
    if found is None:
        known = Address.objects.follow(path)
        found = _page_at(known.to) if known and known.to else targets.entry_meant_by(path)
    return found if found is not None and found.is_public else None


def unlocked_at(path: str) -> Target | None:
    """The page at an address, if everybody may read it."""
    page = target_at(path)
    return None if isinstance(page, Entry) and page.password else page


def open_target(path: str) -> Target:
    """The page a call is about. Raises `Refusal`, with equal words for drafts, private and missing pages."""
    target = target_at(path)
    if target is None:
        raise Refusal("There is no page at this address.", reason=Reason.NO_TARGET)
    if not target.takes_linkbacks:
        raise Refusal("This page does not take linkbacks.", reason=Reason.CLOSED_TARGET)
    return target


def address_of(target: Target) -> str:
    return settings.SITE_URL + target.get_absolute_url()


def is_ours(address: str) -> bool:
    """Whether an address (in its one spelling) lies on this site, by http or https, with or without `www.`."""
    return urlsplit(addresses.meaning(address)).netloc == urlsplit(addresses.meaning(settings.SITE_URL)).netloc


def path_at(address: str) -> str:
    """The path of an address of this site, in whatever form somebody wrote it, as `target_at` knows it.

    Raises `Refusal` for what is no address of ours. WordPress' short addresses keep their number.
    """
    try:
        spelled = addresses.normal(address)
    except Refusal:
        raise Refusal("The target is not a valid address.", reason=Reason.NO_TARGET) from None
    if not is_ours(spelled):
        raise Refusal("The target does not belong to this site.", reason=Reason.CLOSED_TARGET)
    parts = urlsplit(spelled)
    numbers = dict(parse_qsl(parts.query, max_num_fields=MOST_FIELDS)) if parts.query.count("&") < MOST_FIELDS else {}
    number = numbers.get("p") or numbers.get("page_id") or ""
    return f"/?p={number}" if parts.path == "/" and number.isdecimal() else unquote(parts.path)


def addresses_of(target: Discussed) -> set[str]:
    """All addresses of a page that a link elsewhere may carry: today's, the former and the short ones."""
    paths = {target.get_absolute_url()}
    if isinstance(target, Post):
        paths |= {target.address_as(form) for form in Site.Permalinks.values}
    former = Address.objects.filter(to__in=paths).values_list("path", flat=True)
    return {settings.SITE_URL + path for path in (*paths, *former)}


def page_linking(source: str, target: Target) -> Target:
    """The page of ours at `source`, which has a link to `target`. Raises `Refusal` when that is not so.

    Our own pages we can read here and now; a stranger who makes calls in their name learns nothing and shows nothing.
    """
    page = unlocked_at(unquote(urlsplit(source).path))
    if page is None or page == target:
        raise Refusal("The source is no page of this site that can link here.", reason=Reason.NO_SOURCE)
    if target.get_absolute_url() not in _own_paths_in(page):
        raise Refusal("The source has no link to this page.", reason=Reason.NO_LINK)
    return page


def _page_at(path: str) -> Target | None:
    entry = targets.entry_at(path)
    return entry if entry is not None else article_at(path)


def _own_paths_in(page: Target) -> set[str]:
    """The addresses of this site that a page links to, each former one followed to where it leads today."""
    base = address_of(page)
    paths = {path for link in text.links_in(page.html) if (path := _own_path(base, link.href))}
    return paths | set(Address.objects.filter(path__in=paths).values_list("to", flat=True))


def _own_path(base: str, href: str) -> str:
    """The path of a link to this site; empty for all others."""
    try:
        address = addresses.normal(urljoin(base, href))
    except (Refusal, ValueError):
        return ""
    return unquote(urlsplit(address).path) if is_ours(address) else ""
