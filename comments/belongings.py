"""What belongs to a reader with a key: the own comments, what is followed, and all of it as data to take along."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.models import Discussed
from comments import corrections, targets
from comments.correspondence import CorrectionForm
from comments.models import Comment, Follow, Rejected, Writer


@dataclass(frozen=True)
class Own:
    """One of the writer's comments, as the key's page shows it."""

    comment: Comment
    state: Promise
    title: str
    link: str
    form: CorrectionForm | None
    can_be_withdrawn: bool
    can_be_followed: bool


@dataclass(frozen=True)
class Followed:
    """Something that the writer follows or may confirm, as the key's page shows it."""

    follow: Follow
    title: str
    link: str


def own(comments: Iterable[Comment], follows: Iterable[Follow], form: CorrectionForm | None = None) -> Iterator[Own]:
    """`form`, if any, is one that was sent and failed: it stands at its comment again."""
    followed = {_place(follow.target, follow.thread_id) for follow in follows if follow.is_active}
    for comment in comments:
        target, is_public = comment.target, comment.target.is_public
        is_gone = comment.status == Comment.Status.TRASH
        places = {_place(target, None), _place(target, comment.tree_id)}
        yield Own(
            comment,
            state=state_of(comment),
            title=str(target) if is_public else "",
            link=link_to(comment) if is_public and comment.is_shown else "",
            form=form if form and form.number == comment.pk else _correction(comment),
            can_be_withdrawn=not is_gone,
            can_be_followed=is_public and not is_gone and not places & followed,
        )


def followed(follow: Follow) -> Followed:
    target, is_public = follow.target, follow.target.is_public
    return Followed(follow, title=str(target) if is_public else "", link=target.get_absolute_url() if is_public else "")


def state_of(comment: Comment) -> Promise:
    """What became of a comment, in words for its writer. Whatever is not decided waits: nobody is called a spammer."""
    if comment.is_shown:
        return _("Published")
    return _("Removed") if comment.status == Comment.Status.TRASH else _("Waits for approval")


def link_to(comment: Comment) -> str:
    """Behind a password the permalink would lead nowhere; the page itself asks for it."""
    if targets.is_locked(comment.target):
        return f"{comment.target.get_absolute_url()}#{comment.anchor}"
    return comment.get_absolute_url()


def export(writer: Writer) -> dict[str, Any]:
    """Everything that is kept about somebody, to take along (GDPR, articles 15 and 20)."""
    comments = Comment.objects.by(writer.email).for_list().prefetch_related("revisions").order_by("created_at")
    return {
        "exported_at": _moment(timezone.now()),
        "site": settings.SITE_URL,
        "email": writer.email,
        "known_since": _moment(writer.created_at),
        "confirmed_at": _moment(writer.confirmed_at),
        "key_sent_at": _moment(writer.key_sent_at),
        "comments": [_exported_comment(comment) for comment in comments],
        "not_accepted": [_exported_attempt(attempt) for attempt in Rejected.objects.by(writer.email).for_list()],
        "follows": [_exported_follow(follow) for follow in writer.follows.all().for_list()],
    }


def _correction(comment: Comment) -> CorrectionForm | None:
    return CorrectionForm(number=comment.pk, body=comment.body) if corrections.are_open(comment) else None


def _place(target: Discussed, thread: int | None) -> tuple[str, int, int | None]:
    return target._meta.label_lower, target.pk, thread


def _exported_comment(comment: Comment) -> dict[str, Any]:
    versions = [
        {"until": _moment(was.at), "name": was.name, "website": was.website, "text": was.body}
        for was in comment.revisions.all()
    ]
    return {
        "number": comment.pk,
        "answer_to": comment.parent_id,
        **_exported_page(comment.target),
        "address": settings.SITE_URL + link_to(comment) if comment.is_shown and comment.target.is_public else None,
        "state": str(state_of(comment)),
        "name": comment.name,
        "email": comment.email,
        "website": comment.website,
        "text": comment.body,
        "markup": comment.markup,
        "html": comment.html,
        "pinned": comment.is_pinned,
        "written_at": _moment(comment.created_at),
        "edited_at": _moment(comment.edited_at),
        "first_shown_at": _moment(comment.shown_at),
        "decided_at": _moment(comment.decided_at),
        "earlier_versions": versions,
    }


def _exported_attempt(attempt: Rejected) -> dict[str, Any]:
    return {
        **_exported_page(attempt.target),
        "name": attempt.name,
        "email": attempt.email,
        "website": attempt.website,
        "text": attempt.body,
        "reasons": attempt.reasons,
        "sent_at": _moment(attempt.rejected_at),
        "kept_until": _moment(attempt.rejected_at + Rejected.KEPT_FOR),
    }


def _exported_follow(follow: Follow) -> dict[str, Any]:
    return {
        **_exported_page(follow.target),
        "thread": follow.thread_id,
        "since": _moment(follow.created_at),
        "confirmed_at": _moment(follow.confirmed_at),
        "ended_at": _moment(follow.ended_at),
        "told_up_to": _moment(follow.told_up_to),
    }


def _exported_page(target: Discussed) -> dict[str, str | None]:
    """A page that is no longer public says neither its title nor its address."""
    is_public = target.is_public
    address = settings.SITE_URL + target.get_absolute_url() if is_public else None
    return {"page": str(target) if is_public else None, "page_address": address}


def _moment(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
