"""Comments, in threads that are planned before the first row is written: trees of their own, numbered like their roots'
keys, as `startalking/core/trees.py` says.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Max

from comments.models import Comment
from comments.spam import likeness
from intake import records
from intake.posts import batches
from intake.survey import Remark, Survey
from startalking.core import text
from startalking.wordpress import records as wordpress
from startalking.wordpress.load.conversation import website
from startalking.wordpress.threads import Node, plan, untangle


@dataclass(frozen=True, slots=True)
class Place:
    """The columns of a comment that say where it stands. `number` is that of a thread, on its root."""

    pk: int
    post: int
    parent: int | None
    tree: int
    left: int
    right: int
    level: int
    number: int | None


def take_over(found: Survey, posts: Mapping[int, int]) -> None:
    """Write them all. `posts` are the keys of the posts by their lines."""
    if not found.remarks:
        return
    places = _places(found, posts)
    moments = {remark.line: remark for remark in found.remarks}
    wanted = (comment for comment in found.records("comments.jsonl", records.comment) if comment.line in places)
    for some in batches(wanted):
        rows = [_row(comment, places[comment.line], moments[comment.line]) for comment in some]
        Comment._default_manager.bulk_create(rows)


def _places(found: Survey, posts: Mapping[int, int]) -> dict[int, Place]:
    """By lines. Keys are given in the order of time, as if all had been written when they say."""
    last = Comment.objects.aggregate(last=Max("pk"))["last"] or 0
    in_time = sorted(found.remarks, key=lambda remark: (remark.at, remark.line))
    keys = {remark.line: last + place for place, remark in enumerate(in_time, start=1)}
    conversations: dict[int, list[Remark]] = defaultdict(list)
    for remark in found.remarks:
        conversations[remark.post].append(remark)
    places: dict[int, Place] = {}
    for post, remarks in conversations.items():
        parents = _parents(remarks)
        lifted = sum(1 for remark in remarks if remark.parent and parents[remark.line] is None)
        if lifted:
            found.notes["comments moved up: what they answer is not there, or they themselves"] += lifted
        places |= _planned(remarks, parents, keys, posts[post])
    return places


def _parents(remarks: list[Remark]) -> dict[int, int | None]:
    """Of each line the line it answers; none answers below the deepest level, but stands beside what it answers."""
    lines = {remark.key: remark.line for remark in remarks if remark.key}
    named = {remark.line: lines.get(remark.parent) for remark in remarks}
    parents = dict(untangle(named).parents)
    answers: dict[int | None, list[int]] = defaultdict(list)
    for line, parent in parents.items():
        answers[parent].append(line)
    levels = dict.fromkeys(answers[None], 0)
    todo = list(levels)
    while todo:
        line = todo.pop()
        for answer in answers[line]:
            parents[answer] = parents[line] if levels[line] >= Comment.DEEPEST else line
            levels[answer] = min(levels[line] + 1, Comment.DEEPEST)
            todo.append(answer)
    return parents


def _planned(
    remarks: list[Remark], parents: Mapping[int, int | None], keys: Mapping[int, int], post: int
) -> Iterator[tuple[int, Place]]:
    nodes = plan(_as_wordpress(remarks, parents)).nodes
    number = 0
    for node in nodes:
        number += node.level == 0
        yield node.comment.id, _place(node, keys, post, number)


def _place(node: Node, keys: Mapping[int, int], post: int, number: int) -> Place:
    return Place(
        pk=keys[node.comment.id],
        post=post,
        parent=None if node.parent_id is None else keys[node.parent_id],
        tree=keys[node.root_id],
        left=node.left,
        right=node.right,
        level=node.level,
        number=number if node.level == 0 else None,
    )


def _as_wordpress(remarks: Iterable[Remark], parents: Mapping[int, int | None]) -> Iterator[wordpress.Comment]:
    """The import plans threads of its own records; lines are their numbers."""
    for remark in remarks:
        yield wordpress.Comment(
            id=remark.line,
            parent_id=parents[remark.line],
            author="",
            email="",
            url="",
            date=remark.at,
            content="",
            approved="1",
            type="comment",
            user_id=0,
            line=remark.line,
        )


def _row(comment: records.Comment, place: Place, remark: Remark) -> Comment:
    body = text.typed(comment.said)
    body = body if len(body) <= text.MAX_COMMENT else f"{body[: text.MAX_COMMENT - 1]}…"
    return Comment(
        pk=place.pk,
        post_id=place.post,
        parent_id=place.parent,
        tree_id=place.tree,
        lft=place.left,
        rght=place.right,
        level=place.level,
        number=place.number,
        name=text.shorten(text.typed(comment.author), 100) or "Anonym",
        email=_email(comment.email.strip()),
        website=website(comment.website.strip()),
        body=body,
        markup=Comment.Markup.HTML if comment.is_html else Comment.Markup.MARKDOWN,
        html=text.clean_comment(body) if comment.is_html else text.markdown(body),
        html_rules=text.RULES,
        fingerprint=likeness.fingerprint(body),
        status=Comment.Status.APPROVED,
        created_at=remark.at,
        shown_at=remark.at,
    )


def _email(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address.lower() if len(address) <= 254 else ""
