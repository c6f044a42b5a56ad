"""How a linkback is judged on this site: by the judges of the comments, after its page was read."""

from typing import Final

from django.utils import timezone

from comments import judgement as comments
from comments.models import Comment
from comments.models import Policy as CommentPolicy
from comments.spam import judges
from comments.spam.evidence import Effect, Evidence, Hit, Past
from comments.spam.lists import Said
from comments.spam.verdict import Admission, Outcome, Verdict, judge
from linkbacks.models import Incoming, Policy
from linkbacks.models.incoming import host_of

ADMISSIONS: Final = {
    Policy.Admission.NOBODY: Admission.NOBODY,
    Policy.Admission.KNOWN: Admission.KNOWN_JUDGED,
    Policy.Admission.VERIFIED: Admission.HARMLESS,
}
STATUS: Final = {
    Outcome.PUBLISH: Incoming.Status.APPROVED,
    Outcome.HOLD: Incoming.Status.HELD,
    Outcome.SPAM: Incoming.Status.SPAM,
}


def judged(incoming: Incoming, *, seen_at: str) -> Verdict:
    """What the judges say of a linkback in its page's own words. `seen_at` is where its redirects ended."""
    admission = ADMISSIONS[Policy.Admission(Policy.objects.current().admission)]
    return judge(_evidence(incoming, seen_at), admission)


def block_on(source: str) -> Hit | None:
    """The entry of the moderators' lists that makes everything from this address spam."""
    hits = comments.hits(Said(website=source))
    trusted = any(hit.effect is Effect.PUBLISH for hit in hits)
    return None if trusted else next((hit for hit in hits if hit.effect is Effect.SPAM), None)


def _evidence(incoming: Incoming, seen_at: str) -> Evidence:
    words = "\n".join(filter(None, (incoming.title, incoming.excerpt, incoming.reply)))
    probability, threshold = comments.opinion_on(words, CommentPolicy.objects.current())
    names = " ".join(filter(None, (incoming.site_name, incoming.author_name)))
    links = (seen_at, incoming.author_url, *judges.links_in(words))
    return Evidence(
        body=words,
        language=incoming.target.lang,
        past=_past(incoming, {incoming.host, host_of(seen_at)} - {""}),
        hits=comments.hits(Said(name=names, website=incoming.source, text=words, links=links)),
        probability=probability,
        threshold=threshold,
    )


def _past(incoming: Incoming, hosts: set[str]) -> Past:
    """What stands here of the same site already, said by it or about it."""
    others = Incoming.objects.exclude(pk=incoming.pk)
    recent = Comment.objects.since(timezone.now() - comments.HOSTS_WITHIN)
    in_spam, in_approved = comments.leading_to(hosts, recent)
    return Past(
        approved=len(others.of_known(incoming.host)[: comments.LOOKED_AT]),
        condemned=max(len(others.condemned(host)[: comments.LOOKED_AT]) for host in hosts),
        hosts_in_spam=in_spam,
        hosts_in_approved=in_approved,
    )
