"""Which article an address means."""

from django.urls import Resolver404, resolve

from knowledgebase.models import Article


def article_at(path: str) -> Article | None:
    """The article at today's address, public or not."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    if found.view_name != "knowledgebase:article":
        return None
    return Article.objects.for_page().at(*found.kwargs.values()).first()
