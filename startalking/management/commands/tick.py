from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from startalking.tick import tick


class Command(BaseCommand):
    help = str(gettext_lazy("Do once what is done every minute. For a cron job where `serve` does not run."))

    def handle(self, *args: Any, **options: Any) -> None:
        failed = tick()
        if failed:
            raise CommandError(_("Failed: %(duties)s. The log says why.") % {"duties": ", ".join(failed)})
