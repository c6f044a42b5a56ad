from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from startalking.background import Background


class Command(BaseCommand):
    help = str(gettext_lazy("Run background tasks and the minute's tick in a process of their own."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--threads", type=int, default=2, help=_("tasks that run at the same time"))

    def handle(self, *args: Any, **options: Any) -> None:
        Background(options["threads"]).run()
