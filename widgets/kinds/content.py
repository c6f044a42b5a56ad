"""Kinds that show what the site holds: posts, subjects, comments, knowledge."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from django.db.models import Count, Q

from blog.models import Category, Page, Post, Tag
from comments.models import Comment
from knowledgebase.models import Article
from startalking.core import text
from widgets.kinds.kind import Facts, WidgetLike

COMMENTS: Final = 5
TAGS: Final = 30


def categories(_widget: WidgetLike) -> Facts:
    """A tree of subjects. The number is that of the posts on the subject's page, so what stands below counts too."""
    posts = _posts_by_category()
    nodes: dict[int, Facts] = {}
    roots: list[Facts] = []
    for category in Category.objects.order_by("tree_id", "lft"):
        if not posts[category.pk]:
            continue
        nodes[category.pk] = {
            "name": category.name,
            "url": category.get_absolute_url(),
            "count": len(posts[category.pk]),
            "below": [],
        }
        siblings = nodes[category.parent_id]["below"] if category.parent_id else roots
        siblings.append(nodes[category.pk])
    return {"categories": roots} if roots else {}


def _posts_by_category() -> defaultdict[int, set[int]]:
    """The public posts of each category and of all that stand below it."""
    parents = dict(Category.objects.values_list("pk", "parent_id"))
    filed = Post.categories.through.objects.filter(post__in=Post.objects.published())
    found: defaultdict[int, set[int]] = defaultdict(set)
    for category, post in filed.values_list("category", "post"):
        above: int | None = category
        while above:
            found[above].add(post)
            above = parents[above]
    return found


def archive(_widget: WidgetLike) -> Facts:
    """Months, newest first, as the dropdown sends them: „2026-05“."""
    months = [{"value": f"{first:%Y-%m}", "count": count} for first, count in Post.objects.published().months()]
    return {"months": months} if months else {}


def recent_comments(widget: WidgetLike) -> Facts:
    """What everybody may read: approved, and not on a page that is hidden or locked."""
    on_open_pages = (
        Q(post__in=Post.objects.published().unlocked())
        | Q(page__in=Page.objects.published().unlocked())
        | Q(article__in=Article.objects.published())
    )
    newest = Comment.objects.approved().filter(on_open_pages).for_list().newest_first()
    told = [
        {"name": comment.name, "title": str(comment.target), "url": comment.get_absolute_url()}
        for comment in newest[: widget.number or COMMENTS]
    ]
    return {"comments": told} if told else {}


def tags(widget: WidgetLike) -> Facts:
    """The most used tags, in the order of the alphabet."""
    public = Q(tagged_posts__content_object__in=Post.objects.published())
    used = Tag.objects.annotate(count=Count("tagged_posts", filter=public)).filter(count__gt=0)
    most_used = sorted(used.order_by("-count", "name")[: widget.number or TAGS], key=lambda tag: text.slug(tag.name))
    told = [{"name": tag.name, "url": tag.get_absolute_url(), "count": tag.count} for tag in most_used]
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
