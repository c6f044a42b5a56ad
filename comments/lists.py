"""The moderators' lists and the comments they catch: the way from rows to what `comments.spam.lists` compares."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from comments.judgement import said
from comments.models import Comment, Rule
from comments.spam.lists import Entry

LOOKED_AT: Final = 1000
"""So many of the newest comments tell a moderator what a rule would have caught."""


def entry_of(rule: Rule) -> Entry:
    return Entry(rule.kind, rule.form, rule.text, rule.effect)


def matches(rule: Rule, comment: Comment) -> bool:
    return entry_of(rule).catches(said(comment))


@dataclass(frozen=True)
class Catch:
    """What an entry would have caught among the `looked_at` newest comments, newest first."""

    looked_at: int
    comments: list[Comment]

    @property
    def by_state(self) -> list[tuple[str, int]]:
        """How many of each state, as (its words, number), where there are any."""
        states = [comment.status for comment in self.comments]
        return [(str(state.label), states.count(state)) for state in Comment.Status if state in states]


def would_have_caught(rule: Rule) -> Catch:
    newest = list(_newest())
    entry = entry_of(rule)
    return Catch(len(newest), [comment for comment in newest if entry.catches(said(comment))])


def _newest() -> Iterable[Comment]:
    standing = Comment.objects.filter(erased_at=None).for_list().defer("verdict")
    return standing.newest_first()[:LOOKED_AT]
