"""What can be commented on, and whether it may be right now."""

from typing import Final

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.models import Discussed, Entry, Page, Post, Site
from comments import tokens
from knowledgebase.models import Article

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


def closed_because(target: Discussed) -> Promise | str:
    """Why the page takes no comments, in a sentence for its readers; empty when it does."""
    if target.takes_comments:
        return ""
    if not Site.objects.current().comments_open:
        return _("Comments are closed on the whole site at the moment.")
    return _("Comments on this page are closed.")
