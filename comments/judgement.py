"""How a comment is judged on this site: the evidence is gathered here, the judges in `comments.spam` are pure."""

from collections.abc import Iterable
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q

from comments import training
from comments.models import Comment, Policy, Rule, key_of
from comments.models.comment import CommentQuerySet
from comments.spam import judges, likeness, lists
from comments.spam.evidence import Effect, Evidence, Form, Hit, Past
from comments.spam.verdict import Admission, Outcome, Verdict, judge

REPEATS_WITHIN: Final = timedelta(days=30)
HOSTS_WITHIN: Final = timedelta(days=180)
MOST_HOSTS: Final = 3
LOOKED_AT: Final = 10
"""So many rows settle the question whether there are any."""

STATUS: Final = {
    Outcome.PUBLISH: Comment.Status.APPROVED,
    Outcome.HOLD: Comment.Status.HELD,
    Outcome.SPAM: Comment.Status.SPAM,
}


def pass_judgement(comment: Comment, form: Form | None = None) -> Verdict:
    """Judge a comment that is about to be submitted, and give it the state that follows. Nothing is stored."""
    policy = Policy.objects.current()
    verdict = judge(evidence(comment, policy, form), Admission(policy.admission))
    comment.verdict, comment.status = verdict.as_json(), STATUS[verdict.outcome]
    return verdict


def judge_again(comment: Comment) -> None:
    """After its writer changed the words: what is shown may be held now; nothing is shown by this."""
    policy = Policy.objects.current()
    verdict = judge(evidence(comment, policy), Admission(policy.admission))
    Comment.objects.filter(pk=comment.pk).update(verdict=verdict.as_json())
    if comment.is_shown and verdict.outcome is not Outcome.PUBLISH and not comment.author_id:
        comment.hold()


def evidence(comment: Comment, policy: Policy, form: Form | None = None) -> Evidence:
    """All that was known of a comment when it came in; what stands here by now of earlier ones counts as it is judged
    today.
    """
    probability, threshold = opinion_on(comment.body, policy)
    return Evidence(
        body=comment.body,
        name=comment.name,
        website=comment.website,
        language=comment.target.lang,
        form=form,
        past=_past(comment),
        hits=hits(said(comment)),
        links_held=policy.links_held,
        probability=probability,
        threshold=threshold,
    )


def _past(comment: Comment) -> Past:
    others = Comment.objects.filter(created_at__lte=comment.created_at).exclude(pk=comment.pk)
    recent = others.since(comment.created_at - HOSTS_WITHIN)
    in_spam, in_approved = leading_to(judges.hosts_of(comment.body, comment.website), recent)
    return Past(
        approved=_number(others.known_as(comment.name, comment.email)),
        condemned=_number(others.spam().by(comment.email)),
        repeats=_number(_saying_the_same(comment, others)),
        hosts_in_spam=in_spam,
        hosts_in_approved=in_approved,
    )


def _saying_the_same(comment: Comment, others: CommentQuerySet) -> CommentQuerySet:
    """Elsewhere or by somebody else; the same writer saying it once more on the same page is somebody impatient."""
    if not (mark := likeness.fingerprint(comment.body)):
        return others.none()
    here_by_the_same = Q(**key_of(comment.target), email=comment.email)
    return others.since(comment.created_at - REPEATS_WITHIN).filter(fingerprint=mark).exclude(here_by_the_same)


def leading_to(hosts: Iterable[str], recent: CommentQuerySet) -> tuple[int, int]:
    """How much of the spam, and how many approved comments, lead to one of these hosts."""
    looked_at = sorted(hosts)[:MOST_HOSTS]
    if not looked_at:
        return 0, 0
    naming = reduce(or_, (Q(website__icontains=host) | Q(body__icontains=host) for host in looked_at))
    found = recent.filter(naming)
    return _number(found.spam()), _number(found.approved())


def _number(found: CommentQuerySet) -> int:
    return len(found.order_by()[:LOOKED_AT].values_list("pk"))


def hits(words: lists.Said) -> tuple[Hit, ...]:
    """The entries of the moderators' lists that catch what somebody said."""
    rules = Rule.objects.active().values_list("kind", "form", "text", "effect")
    caught = lists.caught_by([lists.Entry(*rule) for rule in rules], words)
    return tuple(Hit(entry.kind, entry.text, Effect(entry.effect)) for entry in caught)


def said(comment: Comment) -> lists.Said:
    return lists.Said(comment.name, comment.email, comment.website, comment.body, tuple(judges.links_in(comment.body)))


def opinion_on(words: str, policy: Policy) -> tuple[float | None, float]:
    """How likely it is spam, and from what likelihood on the filter says so; None where it may or can not say."""
    learned = training.learned() if policy.learns else None
    return (learned.probability(words), learned.threshold) if learned else (None, 1.0)
