from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from blog.readers import is_editor
from blog.views import elsewhere, gone
from knowledgebase.models import Article, Section
from startalking.core import pages


@pages.kept("articles")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    sections = list(Section.objects.for_overview())
    return render(request, "knowledgebase/overview.html", {"sections": sections, "page_kind": "knowledge"})


@pages.kept("articles")
@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = Section.objects.for_overview().filter(slug=slug).first()
    if found is None:
        return elsewhere(request, request.path)
    context = {"section": found, "articles": found.shown_articles, "page_kind": "knowledge"}
    return render(request, "knowledgebase/section.html", context)


@pages.kept("articles", by=pages.OF_CONVERSATIONS)
@require_safe
def article(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    found = Article.objects.at(section, slug).for_page().first()
    if found is None:
        return elsewhere(request, request.path)
    pages.note(found.surrogate_key)
    if not (found.is_public or is_editor(request)):
        return gone(request) if found.is_withdrawn else elsewhere(request, request.path)
    siblings = list(Article.objects.published().beside(found).for_list())
    others = [sibling for sibling in siblings if sibling != found]
    context = {"article": found, "siblings": others, **found.neighbours(siblings), "page_kind": "knowledge"}
    return render(request, "knowledgebase/article.html", context)
