"""Long lists in pages: `?seite=2`."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from blog.models import Site

PARAMETER = "seite"


def page_of(items: QuerySet[Any] | Sequence[Any], request: HttpRequest) -> Page[Any]:
    """The page of the list that the address asks for. Raises `Http404` for one that is not there."""
    paginator = Paginator(items, Site.objects.current().posts_per_page)
    try:
        return paginator.page(request.GET.get(PARAMETER, "1"))
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404(_("This list has no such page.")) from error
