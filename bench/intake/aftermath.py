"""What is found out about texts once they are there: by which words, and to which others they are akin."""

from collections.abc import Iterator

from blog.models import Post, Site
from startalking.core import index


def search() -> Iterator[str]:
    with Site.objects.remembered():
        yield from index.rebuild()


def related() -> Iterator[Post]:
    with Site.objects.remembered():
        for post in Post.objects.searchable().defer("body", "html").iterator(chunk_size=200):
            post.relate_alone()
            yield post
