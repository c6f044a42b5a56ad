"""Finding: what a reader looks for, what is near a wrong address, what is akin to a text."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import log
from typing import Final

from django.db.models import Count

from startalking.core import index, words
from startalking.core.excerpts import Piece, excerpt
from startalking.core.index import Asked, Findable
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


def find(query: str, language: str, limit: int = 10, offset: int = 0) -> Results:
    """Public texts that have all the words of `query`, best first. Any string is a query; none raises.

    When no text has the words as they are, those count that begin with them.
    """
    asked = understood(query, language)
    keys = _public(index.match(asked)) or _public(index.match(asked, widened=True))
    stems = {stem for term in asked for stem in (*term.stems, *term.parts)}
    return Results(tuple(_found(keys[offset : offset + limit], stems)), len(keys))


def near_addresses(path: str, language: str, limit: int = 5) -> list[Found]:
    """Public texts whose address looks like `path`, which leads nowhere, the most similar first."""
    slugs = " ".join(words.words(path)[-MOST_TERMS:])
    asked = [
        Asked((*term.stems, *{stem[:5] for stem in term.stems if len(stem) > 5}))
        for term in understood(slugs, language)
    ]
    keys = index.match(asked, widened=True, any_term=True, most=CANDIDATES)
    found = {text.path: text for text in _found(_public(keys), set())}
    return [found[candidate] for candidate in near(path, found, limit)]


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
            tuple(sorted({words.stem(term, each) for each in words.LANGUAGES})),
            tuple(words.stem(part, "de") for part in words.split(term, known)),
        )
        for term in terms
    ]


def _public(keys: list[int]) -> list[int]:
    """Those of `keys` whose text is public now, in their order: the index may not have heard of it yet."""
    public = index.public(Document.objects.filter(pk__in=keys)) if keys else set()
    return [key for key in keys if key in public]


def _found(keys: list[int], stems: set[str]) -> Iterable[Found]:
    documents = Document.objects.in_bulk(keys)
    texts = _texts(documents.values())
    for document in (documents[key] for key in keys if key in documents):
        text = texts.get((document.kind, document.key))
        if text is not None:
            yield Found(
                title=text.title,
                path=text.get_absolute_url(),
                kind=document.kind,
                language=document.language,
                date=text.published_at,
                excerpt=excerpt(document.text, stems, document.language) if stems else (),
            )


def _texts(documents: Iterable[Document]) -> dict[tuple[str, int], Findable]:
    """The texts themselves, for their title and address of today; one query for each kind."""
    keys: dict[str, list[int]] = defaultdict(list)
    for document in documents:
        keys[document.kind].append(document.key)
    return {
        (kind, text.pk): text
        for kind, model in index.kinds().items()
        if kind in keys
        for text in index.searchable(model).filter(pk__in=keys[kind]).defer("body", "html")
    }
