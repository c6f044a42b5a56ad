"""The judges: each looks at one thing and says what it finds, or nothing."""

import re
from collections.abc import Callable
from typing import Final

from comments.spam.evidence import Effect, Evidence
from comments.spam.findings import HOLD, SPAM, Finding
from comments.spam.language import language, script
from comments.spam.lists import bare, host_of

ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"']+", re.IGNORECASE)
FOREIGN_MARKUP: Final = re.compile(r"\[/?(?:url|link)\b|<a\s[^>]*href", re.IGNORECASE)
HASTE: Final = 3.0
"""Seconds within which nobody reads, thinks and types."""
FASTEST: Final = 25.0
"""Characters a second; who types fast reaches ten."""
WORDS_SELLING: Final = re.compile(
    r"\b(?:seo|casino|kredite?|viagra|cialis|porn\w*|escort|bitcoin|crypto|forex|replica|backlinks?|payday|loans?|"
    r"schlüsseldienst|entrümpelung|gutscheine?|rabatt\w*|billig\w*|g[üu]nstig\w*|cheap|buy|kaufen|shop|online-?shop)\b",
    re.IGNORECASE,
)
DOMAIN: Final = re.compile(r"\b[\w-]+\.(?:com|de|net|org|info|biz|shop|online|xyz|top|ru|io|store)\b", re.IGNORECASE)


def links_in(text: str) -> list[str]:
    """The addresses that stand in a text as it was typed, bare ones and those in Markdown."""
    return ADDRESS.findall(text)


def hosts_of(body: str, website: str) -> set[str]:
    """The hosts that a comment leads to, without their `www`."""
    return {host for address in (*links_in(body), website) if (host := host_of(bare(address)))}


def token(evidence: Evidence) -> Finding | None:
    """One form, many comments: a program that fetched it once."""
    if evidence.form is None or evidence.form.uses < 2:
        return None
    uses = evidence.form.uses
    points = 1.0 if uses < 5 else 2.0 if uses < 10 else 5.0
    return Finding("token", points, "form_used_again", {"number": uses})


def trap(evidence: Evidence) -> Finding | None:
    if evidence.form is None or not evidence.form.trapped:
        return None
    return Finding("trap", 5.0, "trap_filled")


def speed(evidence: Evidence) -> Finding | None:
    if evidence.form is None or evidence.form.age < 0:
        return None
    seconds, length = max(evidence.form.age, 0.1), len(evidence.body)
    if seconds < HASTE:
        return Finding("speed", 3.0, "sent_at_once", {"seconds": round(seconds, 1)})
    if length / seconds > FASTEST and length > 200:
        return Finding("speed", 1.5, "typed_too_fast", {"number": length, "seconds": round(seconds)})
    return None


def links(evidence: Evidence) -> Finding | None:
    number = len(links_in(evidence.body))
    if FOREIGN_MARKUP.search(evidence.body):
        return Finding("links", 5.0, "foreign_markup")
    if evidence.links_held and number >= evidence.links_held:
        points = HOLD + min(3.0, number - evidence.links_held)
        return Finding("links", points, "many_links", {"number": number}, is_order=True)
    if number and len(ADDRESS.sub("", evidence.body).strip()) < 40:
        return Finding("links", 2.0, "hardly_more_than_links", {"number": number})
    return Finding("links", 0.5 * number, "some_links", {"number": number}) if number else None


def hosts(evidence: Evidence) -> Finding | None:
    past = evidence.past
    if past.hosts_in_spam and not past.hosts_in_approved:
        points = 4.0 if past.hosts_in_spam < 3 else SPAM
        return Finding("hosts", points, "hosts_of_spam", {"number": past.hosts_in_spam})
    if past.hosts_in_approved and not past.hosts_in_spam:
        return Finding("hosts", -1.0, "hosts_of_approved", {"number": past.hosts_in_approved})
    return None


def repeats(evidence: Evidence) -> Finding | None:
    number = evidence.past.repeats
    if not number:
        return None
    return Finding("repeats", 4.0 if number == 1 else SPAM, "said_before", {"number": number})


def name(evidence: Evidence) -> Finding | None:
    """A name that wants to be found rather than called."""
    said = evidence.name
    if DOMAIN.search(said) or ADDRESS.search(said):
        return Finding("name", 2.0, "name_is_address")
    if WORDS_SELLING.search(said):
        return Finding("name", 2.5, "name_sells")
    if len(said.split()) > 5:
        return Finding("name", 1.0, "name_is_sentence")
    return None


def writing(evidence: Evidence) -> Finding | None:
    """Another writing system than the page's, or plainly another language."""
    if (found := script(evidence.body)) not in {"", "LATIN"}:
        return Finding("writing", 4.0, "other_script", {"script": found.lower()}, of_text=True)
    if (spoken := language(evidence.body)) and spoken != evidence.language and evidence.language != "en":
        return Finding("writing", 1.0, "other_language", {"language": spoken}, of_text=True)
    return None


def writer(evidence: Evidence) -> Finding | None:
    past = evidence.past
    if past.condemned:
        points = min(6.0, 3.0 * past.condemned) - min(past.approved, 3)
        return Finding("writer", points, "writer_of_spam", {"number": past.condemned}) if points > 0 else None
    if past.approved:
        return Finding("writer", -float(min(past.approved, 3)), "known_writer", {"number": past.approved})
    return None


def lists(evidence: Evidence) -> Finding | None:
    """The strongest entry that matches: spam, else holding, else trust."""
    by_effect = {hit.effect: hit for hit in reversed(evidence.hits)}
    for effect, points in ((Effect.SPAM, SPAM), (Effect.HOLD, HOLD), (Effect.PUBLISH, -5.0)):
        if hit := by_effect.get(effect):
            facts = {"kind": hit.kind, "text": hit.text}
            return Finding("lists", points, f"listed_{effect}", facts, is_order=effect is Effect.HOLD)
    return None


def words(evidence: Evidence) -> Finding | None:
    """What the learning filter makes of the words."""
    probability = evidence.probability
    if probability is None:
        return None
    facts = {"percent": round(100 * probability)}
    if probability >= evidence.threshold:
        return Finding("words", HOLD, "words_of_spam", facts, of_text=True)
    if probability < 0.1:
        return Finding("words", -0.5, "words_of_people", facts, of_text=True)
    return None


JUDGES: Final[tuple[Callable[[Evidence], Finding | None], ...]] = (
    token, trap, speed, links, hosts, repeats, name, writing, writer, lists, words,
)  # fmt: skip


def findings(evidence: Evidence) -> list[Finding]:
    return [finding for judge in JUDGES if (finding := judge(evidence)) is not None]
