import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from startalking.preparation import EDITOR, PreparationError, one_at_a_time, prepare


class Command(BaseCommand):
    help = str(gettext_lazy("Bring the database and the static files up to date. Safe to repeat."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-demo", action="store_true", help=_("start with an empty site, without the demo's texts")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with one_at_a_time():
                editor = prepare(demo=not options["no_demo"])
        except PreparationError as error:
            sys.exit(str(error))
        if editor:
            self.stdout.write(_("User name") + f": {EDITOR}")
            self.stdout.write(_("Password, shown this once") + f": {editor.password}")
            if editor.warning:
                self.stderr.write(editor.warning)
