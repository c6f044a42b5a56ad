"""What an import leaves to be done: widgets forget, the search learns, posts find their kin. Nobody is told."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from blog.models import Post
from startalking.core import index, pages
from startalking.core.models import Document
from startalking.wordpress.load.intake import Intake
from widgets.models import Widget


def settle(intake: Intake) -> None:
    """Only where something came in, now or in a run that was broken off."""
    total = sum(index.searchable(model).count() for model in index.kinds().values())
    if not intake.report.changed_anything and total == Document.objects.count():
        return
    Widget.objects.all().forget_facts()
    pages.revoke("site")
    for _kind in intake.progress.through(index.rebuild(), _("Search"), total):
        pass
    posts = Post.objects.searchable()
    for _post in intake.progress.through(_related(), _("Related posts"), posts.count()):
        pass


def _related() -> Iterator[Post]:
    for post in Post.objects.searchable().defer("body", "html").iterator(chunk_size=200):
        post.relate_alone()
        yield post
