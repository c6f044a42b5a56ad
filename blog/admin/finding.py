"""How editors find posts among very many."""

from typing import Any, Final

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from blog.models import Post, Tag, TaggedPost
from startalking.core import search

FEW: Final = 1000


def posts_with(words: str) -> Q:
    """Posts with all these words in title, address part, tags or a text that is not out, or whose public text the
    readers' search would find. Whole texts are not looked through for it.
    """
    everywhere = Q()
    for word in words.split():
        everywhere &= _with(word)
    found = search.hits(words, get_language() or settings.LANGUAGE_CODE)
    return everywhere | Q(pk__in=found.keys(Post._meta.label_lower))


def _with(word: str) -> Q:
    titled = Post.objects.filter(Q(title__icontains=word) | Q(slug__icontains=word)).order_by()
    tagged = TaggedPost.objects.filter(tag__in=Tag.objects.filter(name__icontains=word).order_by().values("pk"))
    unfinished = Q(out_at=None) & (Q(teaser__icontains=word) | Q(body__icontains=word))
    return Q(pk__in=_keys(titled)) | Q(pk__in=tagged.values("content_object")) | unfinished


def _keys(posts: QuerySet[Post]) -> Any:
    """Few are looked for once, though the list asks twice: for their number and for those of a page."""
    keys = list(posts.values_list("pk", flat=True)[: FEW + 1])
    return keys if len(keys) <= FEW else posts.values("pk")
