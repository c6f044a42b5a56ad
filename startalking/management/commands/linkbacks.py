from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_lazy

from startalking.management import incoming_linkbacks, outgoing_linkbacks

WORK: Final[dict[str, Callable[[], Iterable[str]]]] = {
    "verify": incoming_linkbacks.verify,
    "send": outgoing_linkbacks.send,
    "status": lambda: chain(incoming_linkbacks.status(), outgoing_linkbacks.status()),
}


class Command(BaseCommand):
    help = str(
        gettext_lazy("Work on the linkbacks that wait, now instead of in the next minutes, and say what happens.")
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("work", choices=WORK)

    def handle(self, *args: Any, **options: Any) -> None:
        for line in WORK[options["work"]]():
            self.stdout.write(line)
