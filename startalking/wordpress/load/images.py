"""Pictures and files: records of ours, their files where they are at hand, and where the old addresses lead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from secrets import token_hex
from typing import Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from blog.models import Address, Image
from startalking.core import text
from startalking.core.pictures import PictureError
from startalking.wordpress.conversion import Picture
from startalking.wordpress.load import formers
from startalking.wordpress.load.intake import Intake
from startalking.wordpress.load.places import Places
from startalking.wordpress.media import DOCUMENTS, MediaError, uploaded_path
from startalking.wordpress.php import unserialize
from startalking.wordpress.survey import Attachment

PICTURES: Final = {".jpg", ".jpeg", ".jpe", ".png", ".gif", ".webp", ".avif"}
VARIANT: Final = re.compile(r"-(?:\d{1,5}x\d{1,5}|scaled|rotated|e\d{10,14})(?=\.\w{2,5}$)")
"""What WordPress puts before the extension of a smaller, turned or edited copy."""


@dataclass(frozen=True)
class Held:
    """An attachment that is here: a picture's row, where the file is (empty without one)."""

    pk: int | None
    address: str


class Pictures:
    def __init__(self, intake: Intake, places: Places) -> None:
        self.held: dict[int, Held] = {}
        self.arrived: set[int] = set()
        """Whose file came in this run although the record was here: texts written without it may show it now."""
        self.hanging_on: dict[int, list[int]] = {}
        self._intake, self._places = intake, places
        self._rows = {row.import_ref: row for row in Image.objects.exclude(import_ref="").iterator()}
        self._by_key: dict[str, int] = {}
        for one in intake.survey.attachments.values():
            self._remember(one)

    def take_over(self) -> None:
        """Each attachment with its file, one after the other; the network is asked outside of transactions."""
        every = self._intake.survey.attachments
        for one in self._intake.progress.through(every.values(), _("Pictures and files"), len(every)):
            suffix = PurePosixPath(uploaded_path(one.file, one.url)).suffix.lower()
            if suffix in PICTURES:
                self._take_picture(one)
            elif suffix in DOCUMENTS:
                self._take_document(one, suffix)
            else:
                self._leave_out(one, _("Files of this kind are not taken over (%(kind)s).") % {"kind": suffix or "?"})
            for comment in one.comments:
                reason = _("It stands on the page of a picture. Such pages have no counterpart here.")
                self._intake.report.left_out("comment", comment, one.title, reason)

    def resolve(self, id_: int) -> Picture | None:
        """What a text may show for the number of an attachment: our file, else where it was, which becomes a link."""
        one = self._intake.survey.attachments.get(id_)
        if one is None or not (address := self._address(id_) or one.url):
            return None
        return Picture(address, alt=one.alt, caption=one.caption)

    def find(self, address: str) -> str | None:
        """Our file for the address of one of the old files, in whatever size; None where there is none."""
        key = _key(address, self._intake.origin.host)
        id_ = self._by_key.get(key) or self._by_key.get(VARIANT.sub("", key))
        return self._address(id_) or None if id_ else None

    def page(self, address: str) -> str | None:
        """Where the page of a picture leads now."""
        path = self._intake.origin.path(address).rstrip("/")
        id_ = self._by_page.get(path) if path else None
        return self._goal(self._intake.survey.attachments[id_]) or None if id_ else None

    def row(self, id_: int | None) -> int | None:
        held = self.held.get(id_) if id_ else None
        return held.pk if held else None

    @cached_property
    def _by_page(self) -> dict[str, int]:
        every = self._intake.survey.attachments.values()
        return {path.rstrip("/"): one.id for one in every for path in self._paths(one)}

    def _remember(self, one: Attachment) -> None:
        if one.parent_id:
            self.hanging_on.setdefault(one.parent_id, []).append(one.id)
        if one.url:
            key = _key(one.url, self._intake.origin.host)
            self._by_key.setdefault(key, one.id)
            self._by_key.setdefault(VARIANT.sub("", key), one.id)

    def _address(self, id_: int) -> str:
        held = self.held.get(id_)
        return held.address if held else ""

    def _take_picture(self, one: Attachment) -> None:
        row = self._rows.get(self._intake.ref("attachment", one.id))
        if row and row.file:
            self.held[one.id] = Held(row.pk, row.file.url)
            self._intake.report.present("attachment", one.id, one.title)
            return
        problem = self._fill(row or self._new(one), one)
        if row is None:
            self._intake.report.taken("attachment", one.id, one.title, problem, self._address(one.id))
            self._note(one)
        elif problem:
            self._intake.report.present("attachment", one.id, one.title, problem)
        else:
            self.arrived.add(one.id)
            self._intake.report.taken("attachment", one.id, one.title, [_("Its file has come now.")])
            formers.lead(self._file_paths(one), self._address(one.id))

    def _fill(self, row: Image, one: Attachment) -> list[str]:
        """Keep the row with its file, or without it; then says why."""
        try:
            with self._intake.media.open(one.file, one.url) as file:
                row.take_in(file, PurePosixPath(uploaded_path(one.file, one.url)).name)
        except (MediaError, PictureError) as error:
            row.file = ""
            row.save()
            self.held[one.id] = Held(row.pk, "")
            return [_("Taken over without its file. %(reason)s") % {"reason": error}]
        self.held[one.id] = Held(row.pk, row.file.url)
        return []

    def _new(self, one: Attachment) -> Image:
        return Image(
            import_ref=self._intake.ref("attachment", one.id),
            title=text.shorten(one.title, 200),
            alt=text.shorten(text.plain(one.alt), 500),
            caption=text.shorten(text.plain(one.caption), 500),
            credit=text.shorten(_credit(one.details), 200),
        )

    def _take_document(self, one: Attachment, suffix: str) -> None:
        """Files that are no pictures have no row: the former address `/?p=ID` knows them."""
        known = Address.objects.filter(path=f"/?p={one.id}", to__startswith=settings.MEDIA_URL).first()
        if known:
            self.held[one.id] = Held(None, known.to)
            self._intake.report.present("attachment", one.id, one.title)
            return
        stem = text.slug(PurePosixPath(uploaded_path(one.file, one.url)).stem, 40) or "file"
        try:
            with self._intake.media.open(one.file, one.url) as file:
                name = default_storage.save(f"files/{stem}-{token_hex(4)}{suffix}", File(file))
        except MediaError as error:
            self._leave_out(one, str(error))
            return
        self.held[one.id] = Held(None, default_storage.url(name))
        self.arrived.add(one.id)
        formers.lead(self._file_paths(one), self._address(one.id))
        self._intake.report.taken("attachment", one.id, one.title, address=self._address(one.id))

    def _leave_out(self, one: Attachment, reason: str) -> None:
        self._intake.report.left_out("attachment", one.id, one.title, reason)
        self._note(one)

    def _note(self, one: Attachment) -> None:
        """Without a file the page of a picture leads to the text it hung on, as it does on the web everywhere else."""
        goal = self._goal(one)
        if goal:
            formers.note(self._file_paths(one) if self._address(one.id) else self._paths(one), goal)

    def _goal(self, one: Attachment) -> str:
        return self._address(one.id) or self._places.paths.get(one.parent_id or 0, "")

    def _paths(self, one: Attachment) -> Iterator[str]:
        yield f"/?p={one.id}"
        yield self._intake.origin.path(one.link)

    def _file_paths(self, one: Attachment) -> Iterator[str]:
        yield from self._paths(one)
        if self._intake.origin.has(one.url):
            yield unquote(urlsplit(one.url).path)


def _key(address: str, host: str) -> str:
    """What is the same in all addresses of one file: no scheme, no `www.`, no query."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{(parts.netloc or host).lower().removeprefix('www.')}{unquote(parts.path)}"


def _credit(details: str) -> str:
    """Who took a picture, as the camera or an editor wrote it into the file."""
    stored = unserialize(details) if details else None
    meta = stored.get("image_meta") if isinstance(stored, dict) else None
    given = [meta.get("credit"), meta.get("copyright")] if isinstance(meta, dict) else []
    return next((text.plain(words) for words in given if isinstance(words, str) and words.strip()), "")
