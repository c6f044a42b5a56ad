from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from startalking.demo.load import is_touched, load


class Command(BaseCommand):
    help = str(gettext_lazy("Fill an empty site with posts, pages, pictures and a knowledge base to try things with."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anyway", action="store_true", help=_("Do so on a site that has content of its own."))

    def handle(self, *args: Any, **options: Any) -> None:
        if is_touched() and not options["anyway"]:
            raise CommandError(
                _("This site has content of its own. Say “manage.py demo --anyway” to put the demo beside it.")
            )
        made: list[str] = []
        load(made.append)
        if options["verbosity"]:
            self.stdout.write(_("%(count)d things made; what was there stays as it was.") % {"count": len(made)})
