import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from startalking.preparation import EDITOR, Editor, PreparationError, one_at_a_time, prepare
from startalking.serving import ServingError, ensure_free, serve


class Command(BaseCommand):
    help = str(gettext_lazy("Serve the site: pages, background tasks and the minute's tick in one process tree."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--workers", type=int, default=1, help=_("web worker processes"))
        parser.add_argument(
            "--prepare",
            action="store_true",
            help=_("first bring the database and the static files up to date"),
        )
        parser.add_argument(
            "--no-background",
            action="store_true",
            help=_("leave tasks and the minute's tick to others, who run “run_huey”"),
        )
        parser.add_argument(
            "--no-demo", action="store_true", help=_("start with an empty site, without the demo's texts")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with ExitStack() as starting:
            editor = None
            try:
                starting.enter_context(one_at_a_time())
                ensure_free(settings.HOST, settings.PORT)
                if options["prepare"]:
                    editor = prepare(demo=not options["no_demo"])
            except (PreparationError, ServingError) as error:
                sys.exit(str(error))

            def welcome() -> None:
                starting.close()
                self.tell(editor)

            serve(
                settings.HOST,
                settings.PORT,
                workers=options["workers"],
                background=not options["no_background"],
                when_ready=welcome,
            )
            self.stdout.write(_("Stopped."))

    def tell(self, editor: Editor | None) -> None:
        facts = {_("Site"): f"{settings.SITE_URL}/", _("Administration"): f"{settings.SITE_URL}/admin/"}
        if editor:
            facts |= {_("User name"): EDITOR, _("Password, shown this once"): editor.password}
        width = max(map(len, facts)) + 2
        for name, value in facts.items():
            self.stdout.write(f"{name}:".ljust(width) + value)
        if editor and editor.warning:
            self.stderr.write(editor.warning)
        self.stdout.write(_("Stop with Ctrl-C."))
        self.stdout.flush()
