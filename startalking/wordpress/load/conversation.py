"""What others said: comments in their threads, linkbacks in their list. Nobody is told."""

from collections.abc import Mapping
from itertools import groupby
from operator import attrgetter
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import F
from django.utils.translation import gettext as _

from blog.models import Entry
from comments.models import Comment, key_of
from startalking.core import text
from startalking.wordpress import discussion, records
from startalking.wordpress.load.authors import Authors
from startalking.wordpress.load.intake import Intake
from startalking.wordpress.load.linkbacks import Linkbacks
from startalking.wordpress.load.texts import LONGEST_COMMENT, Texts
from startalking.wordpress.load.told import Told
from startalking.wordpress.report import Outcome
from startalking.wordpress.threads import Node, Plan, plan

WEB: Final = URLValidator(schemes=["http", "https"])
Rows = dict[int, Comment]


class Conversations:
    def __init__(self, intake: Intake, authors: Authors, texts: Texts) -> None:
        self._intake, self._authors, self._texts = intake, authors, texts
        self._linkbacks = Linkbacks(intake)

    def take_over(self, entry: Entry, post: records.Post) -> Told:
        """Within the caller's transaction; what is told goes into the report when that has ended well."""
        told = Told()
        if not post.comments:
            return told
        entry.lock()
        self._leave_out(post, told)
        self._threads(entry, post, told)
        self._linkbacks.take_over(entry, post, told)
        Comment.objects.number_threads(entry)
        shown = Comment.objects.on(entry).approved().count()
        type(entry)._default_manager.filter(pk=entry.pk).update(comment_count=shown)
        return told

    def _leave_out(self, post: records.Post, told: Told) -> None:
        for comment in post.comments:
            if discussion.reason(comment):
                reason = _(discussion.REASONS["note" if comment.type == "note" else "unknown"])
                told.add("comment", comment, Outcome.LEFT_OUT, [reason % {"type": comment.type}])

    def _threads(self, entry: Entry, post: records.Post, told: Told) -> None:
        planned = plan(post.comments, keep=discussion.is_comment)
        present = self._here([node.comment for node in planned.nodes])
        grown = {node.root_id for node in planned.nodes if node.comment.id in present}
        self._create([node for node in planned.nodes if node.root_id not in grown], entry)
        self._add([node for node in planned.nodes if node.root_id in grown], entry, present)
        for node in planned.nodes:
            self._tell(node, planned, told, was_here=node.comment.id in present)
        self._tell_repeated(post, planned, told)

    def _here(self, comments: list[records.Comment]) -> Rows:
        """Those that an earlier run took over, by their old numbers."""
        ids = {self._intake.ref("comment", comment.id): comment.id for comment in comments}
        rows = Comment.objects.filter(import_ref__in=ids)
        return {ids[row.import_ref]: row for row in rows}

    def _create(self, nodes: list[Node], entry: Entry) -> None:
        """Whole threads, one insert for each level: trees of their own, numbered like their roots' keys."""
        rows: Rows = {}
        for _level, level in groupby(sorted(nodes, key=attrgetter("level")), key=attrgetter("level")):
            fresh = {node: self._row(node, entry, rows) for node in level}
            for node, row in fresh.items():
                row.tree_id = rows[node.root_id].pk if node.root_id in rows else 0
                row.lft, row.rght, row.level = node.left, node.right, node.level
            Comment._default_manager.bulk_create(fresh.values())
            rows.update({node.comment.id: row for node, row in fresh.items()})
        Comment.objects.on(entry).filter(tree_id=0).update(tree_id=F("pk"))

    def _add(self, nodes: list[Node], entry: Entry, present: Mapping[int, Comment]) -> None:
        """New answers in threads that were here: one after the other, below their parents as they stand now."""
        rows = dict(present)
        for node in nodes:
            if node.comment.id in rows:
                continue
            if node.parent_id in rows:
                rows[node.parent_id].refresh_from_db()
            row = rows[node.comment.id] = self._row(node, entry, rows)
            if row.parent is None:
                row.tree_id, row.lft, row.rght, row.level = 0, 1, 2, 0
            row.save(force_insert=True)
            if row.parent is None:
                Comment.objects.filter(pk=row.pk).update(tree_id=row.pk)

    def _row(self, node: Node, entry: Entry, rows: Rows) -> Comment:
        said = node.comment
        body = self._texts.of_comment(said.content)
        status, moment = discussion.state(said), said.date or entry.published_at or self._intake.started
        return Comment(
            **key_of(entry),
            parent=rows.get(node.parent_id) if node.parent_id is not None else None,
            import_ref=self._intake.ref("comment", said.id),
            name=text.shorten(said.author, 100) or _("Anonymous"),
            email=_email(said.email),
            website=website(said.url),
            author=self._authors.who_answers(said),
            body=body,
            markup=Comment.Markup.HTML,
            html=text.clean_comment(body),
            html_rules=text.RULES,
            status=status,
            told_at=self._intake.started if status == Comment.Status.HELD else None,
            created_at=moment,
            shown_at=moment if status == Comment.Status.APPROVED else None,
        )

    def _tell(self, node: Node, planned: Plan, told: Told, *, was_here: bool) -> None:
        notes = []
        if node.comment.id in planned.lifted:
            notes.append(_("What it answers is not shown here; it moved up."))
        if node.comment.id in planned.cut:
            notes.append(_("It answered itself in a circle; it stands on its own."))
        if len(node.comment.content) > LONGEST_COMMENT:
            notes.append(_("It was too long and has been cut."))
        outcome = Outcome.CHANGED if notes else Outcome.TAKEN
        told.add("comment", node.comment, Outcome.PRESENT if was_here else outcome, [] if was_here else notes)

    def _tell_repeated(self, post: records.Post, planned: Plan, told: Told) -> None:
        for id_ in planned.repeated:
            comment = next(comment for comment in post.comments if comment.id == id_)
            told.add("comment", comment, Outcome.LEFT_OUT, [_("The export has its number twice; the first counts.")])


def website(address: str) -> str:
    """A visitor's website, when it is one."""
    try:
        WEB(address)
    except ValidationError:
        return ""
    return address if len(address) <= 300 else ""


def _email(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address.lower() if len(address) <= 254 else ""
