"""Where every post and page of the export will be: settled before the first text is written, because texts link to
each other.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.models import Page, Post
from blog.targets import may_be_an_entry
from startalking.wordpress import records
from startalking.wordpress.items import TRASHED
from startalking.wordpress.load import formers, slugs
from startalking.wordpress.load.intake import Intake
from startalking.wordpress.load.subjects import Subjects
from startalking.wordpress.survey import Sketch
from startalking.wordpress.threads import untangle


class Places:
    def __init__(self, intake: Intake, subjects: Subjects) -> None:
        self.slugs: dict[int, str] = {}
        self.paths: dict[int, str] = {}
        """Our addresses by the old numbers."""
        self.notes: defaultdict[int, list[str]] = defaultdict(list)
        self._intake, self._subjects = intake, subjects
        self._settle_posts()
        self._settle_pages()
        self._by_old_path = self._old_paths()

    def find(self, address: str) -> str | None:
        """Our address for one of the old site's, with its fragment; None for all that is not known."""
        path = self._intake.origin.path(address)
        found = self._known(path)
        fragment = urlsplit(address).fragment if found else ""
        return f"{found}#{fragment}" if found and fragment else found

    def formers(self, sketch: Sketch, old_slugs: tuple[str, ...]) -> Iterator[str]:
        """The paths that led to a post or page: its link, its number, and the links it had before."""
        yield f"/?p={sketch.id}"
        path = self._intake.origin.path(sketch.link).replace(TRASHED, "")
        if not path or path.startswith("/?"):
            return
        yield path
        before = path.rstrip("/").rpartition("/")[0]
        yield from (f"{before}/{slug}/" for slug in old_slugs)

    def note_archives(self) -> None:
        """The old archives of years, months and days lead to ours."""
        days = {
            timezone.localtime(sketch.published_at).date()
            for sketch in self._intake.survey.sketches.values()
            if sketch.kind == records.POST and sketch.published_at and sketch.status == "publish"
        }
        for day in sorted(days):
            for pattern, name in (("%Y", "year"), ("%Y/%m", "month"), ("%Y/%m/%d", "day")):
                formers.note([f"{self._intake.origin.folder}/{day.strftime(pattern)}/"], _archive(name, day))

    def _settle_posts(self) -> None:
        rows = Post.objects.only("slug", "import_ref", "published_at", "created_at")
        present = {row.import_ref: row for row in rows.exclude(import_ref="").iterator()}
        taken = set(Post.objects.values_list("slug", flat=True))
        for sketch in self._of_kind(records.POST):
            row = present.get(self._intake.ref(records.POST, sketch.id)) or self._new_post(sketch, taken)
            taken.add(row.slug)
            self.slugs[sketch.id], self.paths[sketch.id] = row.slug, row.get_absolute_url()

    def _new_post(self, sketch: Sketch, taken: set[str]) -> Post:
        row = Post(published_at=sketch.published_at, created_at=sketch.written_at or self._intake.started)

        def is_taken(slug: str) -> bool:
            row.slug = slug
            return slug in taken or not may_be_an_entry(row.get_absolute_url())

        row.slug = slugs.free(slugs.plain(sketch.slug, f"{sketch.kind}-{sketch.id}"), is_taken)
        self._note_slug(sketch, row.slug)
        return row

    def _settle_pages(self) -> None:
        pages = {sketch.id: sketch for sketch in self._of_kind(records.PAGE)}
        tree = untangle({id_: sketch.parent_id for id_, sketch in pages.items()})
        self.parents = tree.parents
        for id_ in tree.lifted:
            self.notes[id_].append(_("The page above it is missing; it stands on the first level."))
        for id_ in tree.cut:
            self.notes[id_].append(_("It stood below itself; it stands on the first level."))
        present = dict(Page.objects.exclude(import_ref="").values_list("import_ref", "path"))
        taken = {*Page.objects.values_list("path", flat=True), *self.paths.values()}
        waiting = dict(pages)
        while waiting:
            for id_ in [id_ for id_ in waiting if self.parents[id_] not in waiting]:
                self._settle_page(waiting.pop(id_), present, taken)

    def _settle_page(self, sketch: Sketch, present: dict[str, str], taken: set[str]) -> None:
        parent = self.parents[sketch.id]
        above = self.paths[parent] if parent else "/"
        path = present.get(self._intake.ref(records.PAGE, sketch.id))
        if path is None:
            wanted = slugs.plain(sketch.slug, f"{sketch.kind}-{sketch.id}")
            slug = slugs.free(wanted, lambda slug: f"{above}{slug}/" in taken or not may_be_an_entry(f"{above}{slug}/"))
            self._note_slug(sketch, slug)
            path = f"{above}{slug}/"
        taken.add(path)
        self.slugs[sketch.id], self.paths[sketch.id] = path.rstrip("/").rpartition("/")[2], path

    def _note_slug(self, sketch: Sketch, slug: str) -> None:
        if sketch.slug and slug != sketch.slug:
            self.notes[sketch.id].append(_("Its address part is %(slug)s now.") % {"slug": slug})

    def _of_kind(self, kind: str) -> Iterator[Sketch]:
        return (sketch for sketch in self._intake.survey.sketches.values() if sketch.kind == kind)

    def _old_paths(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for id_, path in self.paths.items():
            for former in self.formers(self._intake.survey.sketches[id_], ()):
                found.setdefault(former.rstrip("/"), path)
        return found

    def _known(self, path: str) -> str | None:
        folder = self._intake.origin.folder
        if not path or path.rstrip("/") == folder:
            return "/" if path else None
        for base, address in (("category", self._subjects.category_address), ("tag", self._subjects.tag_address)):
            if path.startswith(f"{folder}/{base}/"):
                return address(path.rstrip("/").rpartition("/")[2]) or None
        return self._by_old_path.get(path.rstrip("/"))


def _archive(name: str, day: date) -> str:
    parts = [f"{day:%Y}", f"{day:%m}", f"{day:%d}"]
    return reverse(f"blog:{name}", args=parts[: ("year", "month", "day").index(name) + 1])
