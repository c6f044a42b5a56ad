import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linkbacks.discovery import doors
from startalking.core import fetch
from startalking.core.fetch import FetchError


class Command(BaseCommand):
    help = str(
        gettext_lazy("Print which doors for linkbacks a page offers, as JSON: protocol, address, where it was found.")
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help=_("the address of the page"))

    def handle(self, *args: Any, url: str, **options: Any) -> None:
        try:
            page = fetch.get(url)
        except FetchError as error:
            raise CommandError(str(error)) from error
        if page.status >= 400:
            raise CommandError(_("The page answered with an error (%(status)d).") % {"status": page.status})
        found = [asdict(door) for door in doors(page.url, page.headers, page.body)]
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
