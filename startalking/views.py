"""What belongs to no app: search, the map for robots, and the page for what is not there."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from blog.paging import page_of
from blog.sitemaps import Authors, Categories, Overviews, Pages, Posts
from knowledgebase.sitemaps import Articles, Sections
from startalking.core import pages, search

INDEX_BEGINS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
"""

SITEMAPS: dict[str, type[Sitemap[Any]]] = {
    "overviews": Overviews,
    "posts": Posts,
    "pages": Pages,
    "articles": Articles,
    "sections": Sections,
    "categories": Categories,
    "authors": Authors,
}


class Hits(Sequence[Any]):
    """What a query finds, each with the words for its kind; read a page at a time."""

    def __init__(self, query: str) -> None:
        language = get_language() or settings.LANGUAGE_CODE
        self._hits = search.hits(query, language) if query else search.Hits()

    def __len__(self) -> int:
        return len(self._hits)

    def __getitem__(self, part: Any) -> Any:
        return [(apps.get_model(text.kind)._meta.verbose_name, text) for text in self._hits[part]]


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    query = " ".join(request.GET.get("q", "").split())[: search.LONGEST_QUERY]
    return render(
        request, "search.html", {"query": query, "page_obj": page_of(Hits(query), request), "page_kind": "search"}
    )


@pages.kept()
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        f"Disallow: {reverse('search')}",
        "",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@pages.kept("posts", "articles", by=["p"])
@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    return sitemap(request, {**SITEMAPS}, section)


@pages.kept("posts", "articles")
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Written without a template: a large site has hundreds of files."""
    maps = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in _maps())
    return HttpResponse(f"{INDEX_BEGINS}{maps}</sitemapindex>\n", content_type="application/xml")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For those who ask without having read the page."""
    return redirect(static("icons/icon-32.png"), permanent=True)


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    """404 with ways on: texts whose addresses look like this one, and the search."""
    near = search.near_addresses(request.path, get_language() or settings.LANGUAGE_CODE)
    return render(request, "404.html", {"near": near, "page_kind": "error"}, status=404)


def _maps() -> Iterator[str]:
    """The addresses of all files of the map."""
    for name, kind in SITEMAPS.items():
        address = f"{settings.SITE_URL}{reverse('sitemap_section', args=[name])}"
        yield from (f"{address}?p={page}" for page in kind().paginator.page_range)
