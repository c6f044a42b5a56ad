"""What others said: comments in their threads, linkbacks in their list. Nobody is told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from blog.models import Entry
from comments.models import Comment
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


@dataclass
class _Thread:
    """The comments below one root, level by level."""

    levels: defaultdict[int, list[Node]] = field(default_factory=lambda: defaultdict(list))

    @property
    def nodes(self) -> Iterable[Node]:
        return (node for level in sorted(self.levels) for node in self.levels[level])


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
        threads: defaultdict[int, _Thread] = defaultdict(_Thread)
        for node in planned.nodes:
            threads[node.root_id].levels[node.level].append(node)
        for thread in threads.values():
            if any(node.comment.id in present for node in thread.nodes):
                self._add_to(thread, entry, present)
            else:
                self._create(thread, entry)
        for node in planned.nodes:
            self._tell(node, planned, told, was_here=node.comment.id in present)
        self._tell_repeated(post, planned, told)

    def _here(self, comments: list[records.Comment]) -> Rows:
        """Those that an earlier run took over, by their old numbers."""
        ids = {self._intake.ref("comment", comment.id): comment.id for comment in comments}
        rows = Comment.objects.filter(import_ref__in=ids)
        return {ids[row.import_ref]: row for row in rows}

    def _create(self, thread: _Thread, entry: Entry) -> None:
        """A whole thread, one insert for each level: a tree of its own, numbered like its root's key."""
        rows: Rows = {}
        tree_id = 0
        for level in sorted(thread.levels):
            nodes = thread.levels[level]
            fresh = [self._row(node, entry, rows) for node in nodes]
            for row, node in zip(fresh, nodes, strict=True):
                row.tree_id, row.lft, row.rght, row.level = tree_id, node.left, node.right, node.level
            Comment._default_manager.bulk_create(fresh)
            rows.update({node.comment.id: row for node, row in zip(nodes, fresh, strict=True)})
            if level == 0:
                tree_id = fresh[0].pk
                Comment.objects.filter(pk=tree_id).update(tree_id=tree_id)

    def _add_to(self, thread: _Thread, entry: Entry, present: Mapping[int, Comment]) -> None:
        """New answers in a thread that was here: one after the other, below their parents as they stand now."""
        rows = dict(present)
        for node in thread.nodes:
            if node.comment.id in rows:
                continue
            for parent in (row for id_, row in rows.items() if id_ == node.parent_id):
                parent.refresh_from_db()
            row = rows[node.comment.id] = self._row(node, entry, rows)
            if row.parent is None:
                row.tree_id, row.lft, row.rght, row.level = 0, 1, 2, 0
            row.save(force_insert=True)
            if row.parent is None:
                Comment.objects.filter(pk=row.pk).update(tree_id=row.pk)

    def _row(self, node: Node, entry: Entry, rows: Rows) -> Comment:
        said = node.comment
        body = self._texts.of_comment(said.content)
        status = discussion.state(said)
        return Comment(
            **Comment.key_of(entry),
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
            created_at=said.date or entry.published_at or self._intake.started,
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
    return address if len(address) <= 254 else ""
