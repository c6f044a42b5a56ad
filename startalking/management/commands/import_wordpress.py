import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from startalking.demo.load import is_loaded
from startalking.wordpress.load import load
from startalking.wordpress.media import Media, MediaError
from startalking.wordpress.problems import ExportError
from startalking.wordpress.progress import Progress
from startalking.wordpress.report import Report, sentence


class Command(BaseCommand):
    help = str(
        gettext_lazy(
            "Take over a WordPress export. Safe to repeat: what is here stays as it is. Nobody is told of anything."
        )
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=_("the export, an .xml file from Tools > Export"))
        parser.add_argument(
            "--media",
            type=Path,
            metavar=_("FOLDER|ZIP"),
            help=_("wp-content/uploads, as a folder or a zip file"),
        )
        parser.add_argument("--report", type=Path, metavar=_("FILE"), help=_("write what became of each thing as JSON"))
        parser.add_argument(
            "--no-fetch", action="store_true", help=_("do not ask the old site for files that are not in --media")
        )
        parser.add_argument("--beside-demo", action="store_true", help=_("do so although the demo is on this site"))

    def handle(self, *args: Any, **options: Any) -> None:
        if is_loaded() and not options["beside_demo"]:
            raise CommandError(
                _(
                    "The demo is on this site, and its posts would stand among yours. Begin without it in an empty "
                    "folder: “make run DEMO=no” with another DATA_DIR. Or say --beside-demo."
                )
            )
        progress = Progress(sys.stderr if options["verbosity"] else None)
        report = self._loaded(options, progress)
        if options["report"]:
            self._write(report, options["report"])
        if options["verbosity"]:
            self._show(report)

    def _loaded(self, options: dict[str, Any], progress: Progress) -> Report:
        try:
            media = Media(options["media"], may_fetch=not options["no_fetch"])
        except MediaError as error:
            raise CommandError(str(error)) from error
        try:
            return load(options["file"], media, progress)
        except ExportError as error:
            raise CommandError(f"{sentence(error.notice)} {_('Nothing was changed.')}") from error
        except KeyboardInterrupt as error:
            raise CommandError(_("Broken off. The next run goes on from here."), returncode=130) from error
        finally:
            media.close()

    def _write(self, report: Report, place: Path) -> None:
        try:
            place.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=1), encoding="utf-8")
        except OSError as error:
            raise CommandError(
                _("Everything was taken over, but the report cannot be written: %(reason)s.")
                % {"reason": error.strerror or error}
            ) from error

    def _show(self, report: Report) -> None:
        for note in report.notes:
            self.stdout.write(note)
        self.stdout.write("")
        for line in report.table():
            self.stdout.write(line)
        reasons = report.reasons()
        if reasons:
            self.stdout.write(f"\n{_('Left out:')}")
        for kind, reason, count in reasons:
            self.stdout.write(f"  {count} × {kind}: {reason}")
