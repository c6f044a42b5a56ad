"""Finding: what a reader looks for, what is near a wrong address, what is akin to a text."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log
from typing import Any, Final

from django.db.models import Count

from startalking.core import index, words
from startalking.core.excerpts import Piece, excerpt
from startalking.core.index import Findable
from startalking.core.matching import Asked, Hit, Query, match, ranked, rare
from startalking.core.models import Document, Term, Word
from startalking.core.nearness import near

MOST_TERMS: Final = 12
LONGEST_QUERY: Final = 300
CANDIDATES: Final = 40
MOST_AKIN: Final = 200
TOO_COMMON: Final = 0.05
"""A stem that so many texts have among their most telling ones tells nothing."""


@dataclass(frozen=True)
class Found:
    """A text that was found. `kind` is its model's label, such as blog.post."""

    title: str
    path: str
    kind: str
    language: str
    date: datetime | None
    excerpt: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Results:
    found: tuple[Found, ...]
    count: int


class Hits(Sequence[Found]):
    """What a query finds, best first; matched once, read a page at a time.

    The index may not have heard yet that a text is public no longer: what is read is asked once more, so a page may
    show one less than was counted.
    """

    def __init__(self, hits: Sequence[Hit] = (), stems: frozenset[str] = frozenset()) -> None:
        self._hits, self._stems = hits, stems

    def __len__(self) -> int:
        return len(self._hits)

    def keys(self, kind: str) -> list[int]:
        """The keys of those of a kind, whatever has become of them."""
        return [hit.key for hit in self._hits if hit.kind == kind]

    def __getitem__(self, part: Any) -> Any:
        hits = self._hits[part]
        documents = Document.objects.in_bulk([hit.document for hit in hits])
        texts = [(documents.get(hit.document), text, hit.kind) for hit, text in _with_texts(hits)]
        return [
            _found(text, kind, excerpt(document.text, self._stems, document.language))
            for document, text, kind in texts
            if document
        ]


def hits(query: str, language: str) -> Hits:
    """Public texts that have all the words of `query`. Any string is a query; none raises.

    When no text has the words as they are, those count that begin with them.
    """
    asked = understood(query, language)
    found = match(Query(asked)) or match(Query(asked, widened=True))
    return Hits(found, frozenset(stem for term in asked for stem in (*term.stems, *term.parts)))


def find(query: str, language: str, limit: int = 10, offset: int = 0) -> Results:
    """A part of what a query finds, and how much there is of it."""
    found = hits(query, language)
    part = slice(offset, offset + limit)
    shown = tuple(found[part])
    gone = len(range(len(found))[part]) - len(shown)
    return Results(shown, len(found) - gone)


def near_addresses(path: str, language: str, limit: int = 5) -> list[Found]:
    """Public texts whose address looks like `path`, which leads nowhere, the most similar first.

    Words that many texts have tell nothing of an address.
    """
    slugs = " ".join(words.words(path)[-MOST_TERMS:])
    stems = [_stems(term) for term in words.telling(slugs, language) or words.words(slugs)]
    asked = [Asked((*found, *{stem[:5] for stem in found if len(stem) > 5})) for found in dict.fromkeys(stems)]
    found = ranked(Query(rare(asked), widened=True, any_term=True), CANDIDATES)
    texts = {text.get_absolute_url(): (text, hit.kind) for hit, text in _with_texts(found)}
    return [_found(*texts[candidate]) for candidate in near(path, texts, limit)]


def akin(kind: str, key: int) -> dict[int, float]:
    """The keys of texts of the same kind that share telling words with this one; the rarer the words, the more."""
    total = Document.objects.count()
    mine = list(Term.objects.filter(document__kind=kind, document__key=key).values_list("stem", flat=True))
    shared = Term.objects.filter(stem__in=mine).order_by()  # without a join: the index has it all
    counted = shared.values_list("stem").annotate(texts=Count("pk"))
    telling = counted.filter(texts__gt=1, texts__lte=max(10, int(total * TOO_COMMON)))
    rarity = {stem: log(1 + total / texts) for stem, texts in telling}
    scores: dict[int, float] = defaultdict(float)
    for stem, document in shared.filter(stem__in=list(rarity)).values_list("stem", "document"):
        scores[document] += rarity[stem]
    best = sorted(scores, key=lambda document: -scores[document])[:MOST_AKIN]
    same = Document.objects.filter(kind=kind, pk__in=best).exclude(key=key)
    return {other: scores[document] for document, other in same.values_list("pk", "key")}


def understood(query: str, language: str) -> list[Asked]:
    """The telling words of a query; if there are none, all its words. Readers mix German and English, so both count."""
    query = query[:LONGEST_QUERY]
    terms = list(dict.fromkeys(words.telling(query, language) or words.words(query)))[:MOST_TERMS]
    pieces = {piece for term in terms for piece in words.pieces_of(term)}
    known = set(Word.objects.filter(text__in=pieces).values_list("text", flat=True)) if pieces else set()
    return [
        Asked(
            _stems(term),
            tuple(words.stem(part, "de") for part in words.split(term, known)),
        )
        for term in terms
    ]


def _stems(term: str) -> tuple[str, ...]:
    """In every language that the site knows: readers mix them."""
    return tuple(sorted({words.stem(term, each) for each in words.LANGUAGES}))


def _with_texts(hits: Sequence[Hit]) -> Iterator[tuple[Hit, Findable]]:
    """What hit with its text as it is today, if that is public now; one query for each kind."""
    keys: dict[str, list[int]] = defaultdict(list)
    for hit in hits:
        keys[hit.kind].append(hit.key)
    texts = {
        (kind, text.pk): text
        for kind, model in index.kinds().items()
        if kind in keys
        for text in index.searchable(model).filter(pk__in=keys[kind]).defer("body", "html")
    }
    for hit in hits:
        if text := texts.get((hit.kind, hit.key)):
            yield hit, text


def _found(text: Findable, kind: str, pieces: tuple[Piece, ...] = ()) -> Found:
    return Found(text.title, text.get_absolute_url(), kind, text.lang, text.published_at, pieces)
