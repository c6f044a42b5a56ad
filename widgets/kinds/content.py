"""Kinds that show what the site holds: posts, subjects, comments, knowledge."""

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from blog.lists import PostList
from blog.models import Category, Filing, Tag
from comments import targets
from comments.models import Comment
from knowledgebase.models import Article
from startalking.core import text
from widgets.kinds.kind import Facts, WidgetLike

COMMENTS: Final = 5
TAGS: Final = 30


def categories(_widget: WidgetLike) -> Facts:
    """A tree of subjects. The number is that of the posts on the subject's page, so what stands below counts too."""
    posts = Filing.objects.numbers("category")
    nodes: dict[int, Facts] = {}
    roots: list[Facts] = []
    for category in Category.objects.order_by("tree_id", "lft"):
        if not posts.get(category.pk):
            continue
        nodes[category.pk] = {
            "name": category.name,
            "url": category.get_absolute_url(),
            "count": posts[category.pk],
            "below": [],
        }
        siblings = nodes[category.parent_id]["below"] if category.parent_id else roots
        siblings.append(nodes[category.pk])
    return {"categories": roots} if roots else {}


def archive(_widget: WidgetLike) -> Facts:
    """Months, newest first, as the dropdown sends them: „2026-05“."""
    months = [{"value": f"{first:%Y-%m}", "count": count} for first, count in PostList().months()]
    return {"months": months} if months else {}


def recent_comments(widget: WidgetLike) -> Facts:
    """What everybody may read: approved, and not on a page that is hidden or locked."""
    newest = Comment.objects.approved().filter(targets.open_to_all()).for_list().newest_first()
    told = [
        {"name": comment.name, "title": str(comment.target), "url": comment.get_absolute_url()}
        for comment in newest[: widget.number or COMMENTS]
    ]
    return {"comments": told} if told else {}


def tags(widget: WidgetLike) -> Facts:
    """The most used tags, in the order of the alphabet."""
    posts = Filing.objects.numbers("tag")
    most_used = sorted(posts, key=lambda pk: (-posts[pk], pk))[: widget.number or TAGS]
    found = sorted(Tag.objects.filter(pk__in=most_used), key=lambda tag: text.slug(tag.name))
    told = [{"name": tag.name, "url": tag.get_absolute_url(), "count": posts[tag.pk]} for tag in found]
    return {"tags": told} if told else {}


def featured_post(widget: WidgetLike) -> Facts:
    """A post that is not public, or no longer, is not there. Its picture comes with the widget."""
    if widget.post is None or not widget.post.is_public:
        return {}
    return {"title": widget.post.title, "lang": widget.post.lang, "url": widget.post.get_absolute_url()}


def knowledge_overview(_widget: WidgetLike) -> Facts:
    """Sections in their order, in each the articles chosen for the overview in theirs."""
    chosen = Article.objects.published().in_overview().for_list()
    sections = [
        {"name": section.name, "url": section.get_absolute_url(), "articles": _lines(articles)}
        for section, articles in groupby(chosen, key=lambda article: article.section)
    ]
    return {"sections": sections} if sections else {}


def _lines(articles: Iterable[Article]) -> list[Facts]:
    return [
        {"term": article.term, "headline": article.headline, "url": article.get_absolute_url()} for article in articles
    ]
