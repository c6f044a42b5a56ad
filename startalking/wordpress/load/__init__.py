"""An export becomes rows. Each thing in a transaction of its own and known by its import reference, so that a run that
was broken off goes on where it was, and a second one changes nothing. Rows are written without the verbs that announce:
nobody hears of an import.
"""

from pathlib import Path
from time import monotonic

from django.utils.translation import gettext as _

from blog.models import Site
from startalking.wordpress import parse
from startalking.wordpress.load import aftermath, authors, linkbacks, site, subjects
from startalking.wordpress.load.entries import Entries
from startalking.wordpress.load.images import Pictures
from startalking.wordpress.load.intake import Intake
from startalking.wordpress.load.menus import Menus
from startalking.wordpress.load.places import Places
from startalking.wordpress.media import Media
from startalking.wordpress.origin import Origin
from startalking.wordpress.progress import Progress
from startalking.wordpress.report import Report, sentence
from startalking.wordpress.survey import Survey


def load(source: Path, media: Media, progress: Progress) -> Report:
    """Take over everything in the export that has a place here; the report accounts for all of it.

    The file is read to its end before anything is written: raises `ExportError` for a broken one, and leaves the site
    as it was. Safe to repeat.
    """
    began = monotonic()
    intake = survey(source, media, progress)
    with Site.objects.remembered():
        _take_over(intake)
    intake.report.seconds = monotonic() - began
    return intake.report


def survey(source: Path, media: Media, progress: Progress) -> Intake:
    found = Survey()
    for record in progress.through(parse.read(source), _("Reading the export"), 0):
        found.add(record)
    origin = Origin(found.site.base_url if found.site else "")
    return Intake(source, found, origin, media, progress)


def _take_over(intake: Intake) -> None:
    intake.report.notes += map(sentence, intake.survey.notices)
    site.settle(intake)
    names = authors.take_over(intake)
    filed = subjects.take_over(intake)
    places = Places(intake, filed)
    pictures = Pictures(intake, places)
    pictures.take_over()
    entries = Entries(intake, names, filed, places, pictures)
    entries.take_over()
    Menus(intake, filed, places, pictures, entries).take_over()
    _leave_out_the_rest(intake)
    places.note_archives()
    linkbacks.settle(intake)
    aftermath.settle(intake)


def _leave_out_the_rest(intake: Intake) -> None:
    """What plugins made, and items that have the number of another."""
    for id_, kind, title in intake.survey.others:
        reason = _("Things of the kind “%(kind)s” have no place here.") % {"kind": kind}
        intake.report.left_out("other", id_, title, reason)
    for id_, kind, title in intake.survey.repeated:
        ours = {"nav_menu_item": "menu_entry", "attachment": "attachment", "post": "post", "page": "page"}
        reason = _("The export has its number twice; the first counts.")
        intake.report.left_out(ours.get(kind, "other"), id_, title, reason)
