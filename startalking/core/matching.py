"""Which documents have the words that were asked for, for both databases alike; as quick in many texts as in few.

Ranking looks at all that match, so it is done only where these are few. Of many, those with the words in their titles
come first, then the newest: what half of all texts say tells nothing about any of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.db import connection, connections

from startalking.core.models import Document

MOST: Final = 1000
"""Nobody turns a hundred pages of results."""
RANKED: Final = 2000
"""So many that match are ranked, not more."""
NEWEST: Final = 300
"""Of those that are too many to be ranked, so many of the newest are found."""
COMMON: Final = 20_000
"""A word that so many texts have makes ranking slow, whatever else is asked for."""


@dataclass(frozen=True)
class Asked:
    """A term of a query: any of `stems`, or all the parts of the compound that it is."""

    stems: tuple[str, ...]
    parts: tuple[str, ...] = field(default=())


class Hit(NamedTuple):
    """A document that matches, and the kind and key of its text."""

    document: int
    kind: str
    key: int


@dataclass(frozen=True)
class Query:
    """`any_term`: one of the terms is enough. `widened`: words count that only begin with a term."""

    asked: Sequence[Asked]
    widened: bool = False
    any_term: bool = False
    in_titles: bool = False

    def __str__(self) -> str:
        """As the database wants it written."""
        return _fts5(self) if connection.vendor == "sqlite" else _tsquery(self)


def match(query: Query, most: int = MOST) -> list[Hit]:
    """The documents with every term of the query, or with any, best first; a word in the title counts most."""
    if not query.asked:
        return []
    any_of_them = Query(query.asked, query.widened, any_term=True)
    few, uncommon = _fewer_than([(query, RANKED), (any_of_them, COMMON)])
    if few and uncommon:
        return ranked(query, most)
    most = min(most, NEWEST)
    titled = Query(query.asked, query.widened, query.any_term, in_titles=True)
    newest = _statement(NEWEST_SQLITE, NEWEST_POSTGRESQL)
    return _hits(newest + TITLED_FIRST, titled, most, query, most, most)


def ranked(query: Query, most: int = MOST) -> list[Hit]:
    """The same where few are known to match, the best first."""
    return _hits(_statement(RANKED_SQLITE, RANKED_POSTGRESQL), query, most) if query.asked else []


def rare(asked: Sequence[Asked]) -> list[Asked]:
    """Those of the terms that stand, widened, in few documents."""
    counted = _fewer_than([(Query([term], widened=True), RANKED) for term in asked]) if asked else []
    return [term for term, is_rare in zip(asked, counted, strict=True) if is_rare]


HITS: Final = "SELECT document.id, document.kind, document.key FROM core_search"
RANKED_SQLITE: Final = (
    f"{HITS} JOIN core_document document ON document.id = core_search.rowid WHERE core_search MATCH %s"
    " ORDER BY bm25(core_search, 10.0, 4.0, 1.0), core_search.rowid DESC LIMIT %s"
)
RANKED_POSTGRESQL: Final = (  # without a limit, above all that may be asked, it reads every text for an unknown word
    "SELECT document.id, document.kind, document.key FROM to_tsquery('simple', %s) AS asked,"
    " LATERAL (SELECT rowid, stems FROM core_search WHERE stems @@ asked LIMIT 50000) few"
    " JOIN core_document document ON document.id = few.rowid"
    " ORDER BY ts_rank('{0, 0.1, 0.4, 1}', stems, asked, 1) DESC, document.id DESC LIMIT %s"
)
TITLED_FIRST: Final = (
    " SELECT document.id, document.kind, document.key FROM (SELECT MIN(place) AS place, rowid FROM ("
    "SELECT 0 AS place, rowid FROM titled UNION ALL SELECT 1 AS place, rowid FROM others) places GROUP BY rowid) found"
    " JOIN core_document document ON document.id = found.rowid ORDER BY found.place, document.id DESC LIMIT %s"
)
NEWEST_SQLITE: Final = (
    "WITH titled AS (SELECT rowid FROM core_search WHERE core_search MATCH %s ORDER BY rowid DESC LIMIT %s),"
    " others AS (SELECT rowid FROM core_search WHERE core_search MATCH %s ORDER BY rowid DESC LIMIT %s)"
)
NEWEST_POSTGRESQL: Final = (  # titles have an index of their own; among all the others, going backwards finds some soon
    "WITH every_title AS MATERIALIZED ("
    "SELECT rowid FROM core_search WHERE ts_filter(stems, '{a}') @@ to_tsquery('simple', %s)),"
    " titled AS (SELECT rowid FROM every_title ORDER BY rowid DESC LIMIT %s),"
    " others AS (SELECT rowid FROM core_search WHERE stems @@ to_tsquery('simple', %s) ORDER BY rowid DESC LIMIT %s)"
)
FEW_SQLITE: Final = "(SELECT COUNT(*) FROM (SELECT 1 FROM core_search WHERE core_search MATCH %s LIMIT %s) few)"
FEW_POSTGRESQL: Final = (
    "(SELECT COUNT(*) FROM (SELECT 1 FROM core_search WHERE stems @@ to_tsquery('simple', %s) LIMIT %s) few)"
)


def _statement(sqlite: str, postgresql: str) -> str:
    return sqlite if connection.vendor == "sqlite" else postgresql


def _hits(statement: str, *facts: Query | int) -> list[Hit]:
    with connections[Document.objects.db].cursor() as cursor:
        cursor.execute(statement, [str(fact) if isinstance(fact, Query) else fact for fact in facts])
        return [Hit(*row) for row in cursor.fetchall()]


def _fewer_than(limits: Sequence[tuple[Query, int]]) -> list[bool]:
    """For each query whether fewer documents than so many match; nobody counts on from there."""
    few = _statement(FEW_SQLITE, FEW_POSTGRESQL)
    facts: list[Any] = [fact for query, most in limits for fact in (str(query), most)]
    with connections[Document.objects.db].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([few] * len(limits))}", facts)
        return [number < most for number, (_query, most) in zip(cursor.fetchone(), limits, strict=True)]


def _fts5(query: Query) -> str:
    """Stems are letters and digits; in quotes they are nothing else to FTS5, whatever word they are."""
    terms, star = [], "*" if query.widened else ""
    for term in query.asked:
        ways = [f'"{stem}"{star}' for stem in term.stems]
        if term.parts:
            ways.append("(" + " AND ".join(f'"{part}"' for part in term.parts) + ")")
        terms.append("(" + " OR ".join(ways) + ")")
    joined = (" OR " if query.any_term else " AND ").join(terms)
    return f"title : ({joined})" if query.in_titles else joined


def _tsquery(query: Query) -> str:
    terms, star = [], ":*" if query.widened else ""
    for term in query.asked:
        ways = [f"'{stem}'{star}" for stem in term.stems]
        if term.parts:
            ways.append("(" + " & ".join(f"'{part}'" for part in term.parts) + ")")
        terms.append("(" + " | ".join(ways) + ")")
    return (" | " if query.any_term else " & ").join(terms)
