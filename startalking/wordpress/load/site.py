"""The settings of an empty site: title, tagline, language and addresses as they were."""

from collections import Counter

from django.conf import settings
from django.utils.translation import gettext as _

from blog.models import Page, Post, Site
from startalking import starter
from startalking.core import text
from startalking.wordpress import records
from startalking.wordpress.load.intake import Intake
from startalking.wordpress.survey import Sketch


def settle(intake: Intake) -> None:
    """Take the old site's settings over where nothing has been written or set yet, and say so in the report."""
    _make_room(intake)
    given, site = intake.survey.site, Site.objects.current()
    if given is None or site.tagline or _has_content():
        return
    site.title = text.shorten(given.title, 120) or site.title
    site.tagline = text.shorten(given.description, 200)
    language = given.language[:2].lower()
    if language in dict(settings.LANGUAGES):
        site.language = language
    site.permalinks = permalinks(intake) or site.permalinks
    site.save()
    facts = {"title": site.title, "permalinks": site.get_permalinks_display()}
    intake.report.notes.append(
        _("The site was empty: title “%(title)s”, tagline, language and addresses (%(permalinks)s) are the old ones.")
        % facts
    )


def _make_room(intake: Intake) -> None:
    """Legal pages that come in take the place of the templates to fill in."""
    sketches = intake.survey.sketches.values()
    starter.step_aside({one.slug for one in sketches if one.kind == records.PAGE and one.status == "publish"})


def _has_content() -> bool:
    pages = Page.objects.exclude(import_ref__startswith=starter.REF)
    return bool(Post.objects.exists() or pages.exists())


def permalinks(intake: Intake) -> str:
    """The pattern that more than half of the published posts have; empty when it is none of ours."""
    posts = [
        sketch
        for sketch in intake.survey.sketches.values()
        if sketch.kind == records.POST and sketch.status == "publish" and sketch.slug
    ]
    found = Counter(_pattern(intake.origin.path(sketch.link), sketch) for sketch in posts)
    pattern, count = found.most_common(1)[0] if found else ("", 0)
    return pattern if pattern in Site.Permalinks.values and count * 2 > len(posts) else ""


def _pattern(path: str, sketch: Sketch) -> str:
    """A post's address with names in the places of its parts."""
    before, slash, slug = path.rstrip("/").rpartition("/")
    if not slash or slug != sketch.slug or not path.endswith("/"):
        return ""
    digits = [("year", 4), ("month", 2), ("day", 2)]
    parts = before.split("/")[1:]
    if parts and all(
        part.isdecimal() and len(part) == length for part, (_name, length) in zip(parts, digits, strict=False)
    ):
        before = "".join(f"/{{{name}}}" for name, _length in digits[: len(parts)])
    return f"{before}/{{slug}}/"
