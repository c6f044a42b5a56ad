"""What can be commented on, and whether it may be right now."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from blog import targets as entries
from blog.models import Address, Discussed, Entry, Page, Post, Site, entry
from comments import tokens
from knowledgebase.models import Article, article
from knowledgebase.targets import article_at

KINDS: Final[dict[str, type[Discussed]]] = {"beitrag": Post, "seite": Page, "artikel": Article}


def kind_of(target: Discussed) -> str:
    return next(kind for kind, model in KINDS.items() if isinstance(target, model))


def public_target(kind: str, pk: int, *, key: str) -> Discussed:
    """The page that a form was sent for. Raises `Http404` alike for drafts, private and missing pages."""
    found = row_of(kind, pk)
    if found is None:
        raise Http404
    return seen(found, key=key)


def row_of(kind: str, pk: int) -> Discussed | None:
    """What has this kind and number, whether or not anybody may read it."""
    model = KINDS.get(kind)
    return model._default_manager.filter(pk=pk).first() if model else None


def seen(target: Discussed, *, key: str) -> Discussed:
    """`target` again, if the sender can have read it: it is public, and behind a password `key` is a form's token.

    Such tokens are drawn on the unlocked page only; one that has expired proves as much. Raises `Http404`.
    """
    if not target.is_public:
        raise Http404
    if is_locked(target) and tokens.judge(key, target) is tokens.Verdict.FORGED:
        raise Http404
    return target


def was_read(kind: str, pk: int, *, key: str) -> bool:
    """Whether the sender of a form has had the page before their eyes, though nobody may read it now."""
    model = KINDS.get(kind)
    return model is not None and tokens.was_for(key, model._meta.label_lower, pk)


def is_locked(target: Discussed) -> bool:
    return isinstance(target, Entry) and bool(target.password)


def at(path: str) -> Discussed | None:
    """The public page at an address of today or at a former one; None also for one behind a password."""
    found = _page_at(path)
    if found is None:
        known = Address.objects.follow(path)
        found = _page_at(known.to) if known and known.to else entries.entry_meant_by(path)
    return found if found is not None and found.is_public and not is_locked(found) else None


def open_to_all() -> Q:
    """Comments on pages that everybody may read."""
    return entry.open_to_all("post") | entry.open_to_all("page") | article.open_to_all("article")


def closed_because(target: Discussed) -> str:
    """Since when and why the page takes no comments, in a sentence for its readers; empty when it does.

    Where several things closed it, it is the first that counts.
    """
    if target.takes_comments:
        return ""
    dated = [(at, reason) for at, reason in _reasons(target) if at]
    return min(dated)[1] if dated else gettext("Comments on this page are closed.")


def _reasons(target: Discussed) -> Iterator[tuple[datetime | None, str]]:
    """What closes the page, each with its moment, if that is known."""
    site = Site.objects.current()
    if target.comments_ended:
        told = {"day": _day(target.comments_end), "days": site.comments_close_after}
        yield (
            target.comments_end,
            ngettext(
                "Comments on this post have been closed since %(day)s, because it is more than %(days)s day old.",
                "Comments on this post have been closed since %(day)s, because it is more than %(days)s days old.",
                site.comments_close_after,
            )
            % told,
        )
    if not target.comments_open:
        closed = gettext("The editors have closed the comments on this page on %(day)s.")
        yield target.comments_closed_at, closed % {"day": _day(target.comments_closed_at)}
    if not site.comments_open:
        closed = gettext("Comments on the whole site have been closed since %(day)s. They may open again.")
        yield site.comments_closed_at, closed % {"day": _day(site.comments_closed_at)}


def _day(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "DATE_FORMAT") if at else ""


def _page_at(path: str) -> Entry | Article | None:
    return entries.entry_at(path) or article_at(path)
