"""Posts and pages, each with all that hangs on it in one transaction."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from blog.models import Entry, Page, Post, TaggedPost
from startalking.wordpress import parse, records
from startalking.wordpress.load import formers
from startalking.wordpress.load.authors import Authors
from startalking.wordpress.load.conversation import Conversations
from startalking.wordpress.load.images import Pictures
from startalking.wordpress.load.intake import Intake
from startalking.wordpress.load.places import Places
from startalking.wordpress.load.states import State, state
from startalking.wordpress.load.subjects import Subjects
from startalking.wordpress.load.texts import Texts, Written, title

MODELS: Final[dict[str, type[Entry]]] = {records.POST: Post, records.PAGE: Page}


class Entries:
    def __init__(
        self, intake: Intake, authors: Authors, subjects: Subjects, places: Places, pictures: Pictures
    ) -> None:
        self._intake, self._authors, self._subjects = intake, authors, subjects
        self._places, self._pictures = places, pictures
        self._texts = Texts(places, pictures)
        self._conversations = Conversations(intake, authors, self._texts)
        self.keys: dict[int, int] = {}
        """Our rows' keys by the old numbers, as far as they are here."""
        self._present = {
            kind: dict(model._default_manager.exclude(import_ref="").values_list("import_ref", "pk"))
            for kind, model in MODELS.items()
        }

    def take_over(self) -> None:
        """In the order of the file; only pages wait until the page above them is here."""
        sketches = self._intake.survey.sketches
        waiting: defaultdict[int, list[records.Post]] = defaultdict(list)
        for post in self._intake.progress.through(self._items(), _("Posts and pages"), len(sketches)):
            parent = self._places.parents.get(post.id)
            if parent is not None and parent not in self.keys:
                waiting[parent].append(post)
                continue
            ready = [post]
            while ready:
                one = ready.pop()
                self._take(one)
                ready.extend(waiting.pop(one.id, ()))

    def _items(self) -> Iterator[records.Post]:
        """The posts and pages of the file, each number once."""
        done: set[int] = set()
        for record in parse.read(self._intake.source):
            if not isinstance(record, records.Post) or record.kind not in MODELS or record.id in done:
                continue
            if record.id in self._intake.survey.sketches:
                done.add(record.id)
                yield record

    def _take(self, post: records.Post) -> None:
        pk = self._present[post.kind].get(self._intake.ref(post.kind, post.id))
        if pk is not None:
            self.keys[post.id] = pk
            self._look_again(post, pk)
        else:
            self._write(post)

    def _write(self, post: records.Post) -> None:
        notes = list(self._places.notes[post.id])
        written = self._texts.of(post)
        with transaction.atomic():
            entry = self._row(post, written, notes)
            self._file_under(entry, post, notes)
            told = self._conversations.take_over(entry, post)
            self._note_addresses(entry, post)
            self._restore_times(entry, post)
        self.keys[post.id] = entry.pk
        self._intake.report.taken(post.kind, post.id, post.title, notes, entry.get_absolute_url())
        told.report(self._intake.report)

    def _row(self, post: records.Post, written: Written, notes: list[str]) -> Entry:
        named, about_title = title(post, written.body)
        found = state(post, self._intake.started)
        notes += [*about_title, *found.notes, *written.notes]
        picture = self._pictures.row(post.thumbnail_id)
        if post.thumbnail_id and picture is None:
            notes.append(_("Its picture (number %(id)s) is not in the export.") % {"id": post.thumbnail_id})
        plain = {"title": named, "teaser": written.teaser, "body": written.body, "picture_id": picture}
        entry = MODELS[post.kind](**plain, **self._columns(post, found))
        entry.save()
        return entry

    def _columns(self, post: records.Post, found: State) -> dict[str, Any]:
        columns: dict[str, Any] = {
            "import_ref": self._intake.ref(post.kind, post.id),
            "slug": self._places.slugs[post.id],
            "status": found.status,
            "published_at": found.published_at,
            "announced_at": found.announced_at,
            "created_at": post.published_at or post.modified_at or self._intake.started,
            "password": post.password[:255],
            "comments_open": post.comment_status == "open",
            "linkbacks_open": post.ping_status == "open",
        }
        if post.kind == records.POST:
            return columns | {"pinned": post.sticky}
        parent = self._places.parents.get(post.id)
        above = Page.objects.get(pk=self.keys[parent]) if parent else None
        return columns | {"position": max(0, post.menu_order), "parent": above}

    def _file_under(self, entry: Entry, post: records.Post, notes: list[str]) -> None:
        """Authors, categories and tags. Pages have none of them here."""
        author = self._authors.of_login(post.creator)
        if not isinstance(entry, Post):
            return
        if author:
            entry.authors.set([author])
        elif post.creator:
            notes.append(_("Its author (%(login)s) is not in the export.") % {"login": post.creator})
        entry.categories.set({self._subjects.categories[slug] for slug in post.category_slugs})
        tags = dict.fromkeys(self._subjects.tags[slug] for slug in post.tag_slugs)
        TaggedPost.objects.bulk_create(TaggedPost(tag_id=tag, content_object=entry) for tag in tags)
        entry.refile()
        other = sorted({term.taxonomy for term in post.terms} - {"category", "post_tag"})
        if other:
            notes.append(
                _("What it was filed under in %(taxonomies)s was left out.") % {"taxonomies": ", ".join(other)}
            )

    def _note_addresses(self, entry: Entry, post: records.Post) -> None:
        paths = self._places.formers(self._intake.survey.sketches[post.id], post.old_slugs)
        was_public = entry.is_withdrawn and entry.announced_at
        formers.note(paths, "" if was_public else entry.get_absolute_url())

    def _restore_times(self, entry: Entry, post: records.Post) -> None:
        """When it was changed last, in the old system."""
        changed = post.modified_at or post.published_at
        if changed:
            MODELS[post.kind]._default_manager.filter(pk=entry.pk).update(changed_at=changed)

    def _look_again(self, post: records.Post, pk: int) -> None:
        """What is here stays as it is; only comments that are new come in, and pictures whose file was missing."""
        entry: Entry = MODELS[post.kind]._default_manager.get(pk=pk)
        notes = self._renewed(entry, post)
        with transaction.atomic():
            told = self._conversations.take_over(entry, post)
        if notes:
            self._intake.report.taken(post.kind, post.id, post.title, notes, entry.get_absolute_url())
        else:
            self._intake.report.present(post.kind, post.id, post.title)
        told.report(self._intake.report)

    def _renewed(self, entry: Entry, post: records.Post) -> list[str]:
        """Show the pictures that have come since, unless somebody has worked on the text."""
        if entry.changed_at != (post.modified_at or post.published_at) or not self._texts.shows_what_arrived(post):
            return []
        body = self._texts.of(post).body
        if body == entry.body:
            return []
        entry.body = body
        entry.save(update_fields=["body"])
        return [_("It shows the pictures whose files have come now.")]
