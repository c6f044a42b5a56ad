from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Filing


class Command(BaseCommand):
    help = str(gettext_lazy("Check what is kept of the lists of posts: which posts stand in them, and their numbers."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help=_("fill and count all lists anew"))

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        wrong = Filing.objects.differences()
        if not wrong:
            self.stdout.write(_("The lists of posts are right."))
            return
        self.stdout.write(_("%(number)d rows or numbers are wrong.") % {"number": wrong})
        if not repair:
            raise CommandError(_("The lists of posts are wrong. --repair fills and counts them anew."))
        Filing.objects.recount()
        self.stdout.write(_("All lists of posts were filled and counted anew."))
