"""What is found out about texts once they are there: by which words, and to which others they are akin.

Each in one transaction, though it takes long: nobody else is at work, and a commit for each text would take longer.
"""

from collections.abc import Iterator

from django.db import transaction

from blog.models import Post, Site
from startalking.core import index


def search() -> Iterator[str]:
    with transaction.atomic(), Site.objects.remembered():
        yield from index.rebuild()


def related() -> Iterator[Post]:
    with transaction.atomic(), Site.objects.remembered():
        for post in Post.objects.searchable().defer("body", "html").iterator(chunk_size=200):
            post.relate_alone()
            yield post
