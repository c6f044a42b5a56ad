from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from startalking.core import pages
from widgets.models import Widget


class Command(BaseCommand):
    help = str(
        gettext_lazy("Have all pages drawn anew, after templates or rows were changed without the site knowing of it.")
    )

    def handle(self, *args: Any, **options: Any) -> None:
        Widget.objects.all().forget_facts()
        pages.begin()
        self.stdout.write(_("Each page is drawn anew when it is asked for the next time."))
