from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Post, Site
from startalking.core import index


class Command(BaseCommand):
    help = str(gettext_lazy("Fill the search and find related posts anew. Safe to repeat, also while the site runs."))

    def handle(self, *args: Any, **options: Any) -> None:
        with Site.objects.remembered():
            found = Counter(index.rebuild())
            for post in Post.objects.searchable().iterator(chunk_size=200):
                post.relate_alone()
        for kind, model in index.kinds().items():
            self.stdout.write(
                _("%(kind)s: %(count)s") % {"kind": model._meta.verbose_name_plural, "count": found[kind]}
            )
