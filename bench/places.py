"""Which pages of a loaded site are measured. Needs Django."""

from itertools import count
from urllib.parse import quote

from django.db.models import Count, F
from django.db.models.functions import Abs
from django.urls import reverse
from django.utils import timezone

from blog.models import Category, Post, Site, Tag
from blog.paging import PARAMETER
from knowledgebase.models import Article, Section
from startalking.core.models import Document

SECTIONS, ARTICLES = 5, 8
MOST = 1_000_000
DEEP = 5000
"""The page of the home list that is called deep; the last one where there are fewer."""


def lay_knowledge() -> None:
    """Five sections of eight articles, if there is no article: a corpus brings none."""
    if Article.objects.exists():
        return
    bodies = iter(list(Post.objects.order_by("pk").values_list("body", flat=True)[: SECTIONS * ARTICLES]))
    numbers = count(1)
    for place in range(1, SECTIONS + 1):
        section = Section(name=f"Fach {place}", slug=f"fach-{place}", position=place)
        section.save()
        for position in range(1, ARTICLES + 1):
            number, body = next(numbers), next(bodies, "<p>Ein Begriff, kurz erklärt.</p>")
            article = Article(section=section, term=f"Begriff {number}", slug=f"begriff-{number}", position=position)
            article.headline, article.body = f"Was ist Begriff {number}?", body
            article.save()
            article.publish()


def choose() -> dict[str, str]:
    """Addresses by kinds of page; no search where its index is empty."""
    posts = Post.objects.published()
    discussed = with_comments(MOST)
    category = Category.objects.annotate(number=Count("posts")).order_by("-number", "pk")[0]
    tag = Tag.objects.annotate(number=Count("tagged_posts")).order_by("-number", "pk")[0]
    article = Article.objects.published().select_related("section").order_by("pk")[0]
    year = timezone.localtime(discussed.published_at or discussed.created_at).year
    word = max(discussed.title.split(), key=len)
    last = -(-posts.count() // Site.objects.current().posts_per_page)
    return {
        "home": "/",
        "post": with_comments(8).get_absolute_url(),
        "post, 20 comments": with_comments(20).get_absolute_url(),
        "post, most comments": discussed.get_absolute_url(),
        "category": category.get_absolute_url(),
        "tag": tag.get_absolute_url(),
        "archive": reverse("blog:archive"),
        "archive, a year": reverse("blog:year", args=[year]),
        "deep page": f"/?{PARAMETER}={min(DEEP, last)}",
        **({"search": f"{reverse('search')}?q={quote(word)}"} if Document.objects.exists() else {}),
        "feed": reverse("blog:feed"),
        "knowledge base": reverse("knowledgebase:overview"),
        "an article of it": article.get_absolute_url(),
        "sitemap": reverse("sitemap"),
    }


def with_comments(number: int) -> Post:
    """The newest post with so many comments, or with the number that is next to it. One look at all of them."""
    nearest = Post.objects.published().order_by(Abs(F("comment_count") - number), "-published_at", "-pk")
    pk = nearest.values_list("pk", flat=True).first()
    if pk is None:
        raise SystemExit("There is no post to be measured. Load some.")
    return Post.objects.get(pk=pk)
