import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from startalking.moving import MoveError, move, open_source
from startalking.preparation import PreparationError, one_at_a_time, reach_database


class Command(BaseCommand):
    help = str(
        gettext_lazy(
            "Move everything from another database into the one that DATABASE_URL names, and check that it arrived."
            " Stop the site before. The old database stays as it is."
        )
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "old",
            nargs="?",
            default=str(settings.DATA_DIR / "startalking.sqlite3"),
            help=_("an SQLite file, or an address as in DATABASE_URL; without it the file in DATA_DIR"),
        )

    def handle(self, *args: Any, old: str, **options: Any) -> None:
        try:
            with one_at_a_time():
                open_source(old)
                reach_database()
                for name, number in move():
                    self.stdout.write(_("%(kind)s: %(count)s") % {"kind": name, "count": number})
        except (MoveError, PreparationError) as error:
            sys.exit(str(error))
        self.stdout.write(
            _("Everything was moved, and read back and compared. Start the site with the same DATABASE_URL.")
        )
        call_command("check_trees", stdout=self.stdout)
        call_command("check_lists", stdout=self.stdout)
