"""The search's index: what goes in and what goes out, for both databases alike. What matches: `matching.py`.

What can be found is any model whose queryset has the word `searchable()`: nothing that it leaves out is ever found.
The stems lie in the table `core_search`, which Django does not know: FTS5 on SQLite, a tsvector on PostgreSQL.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final, Protocol

from django.apps import apps
from django.db import connection, models, transaction

from startalking.core import text, words
from startalking.core.models import Document, Term, Word

LONGEST: Final = 400_000
"""Characters of stems of one text: a tsvector holds at most a megabyte."""

TERMS: Final = 40


class Findable(Protocol):
    """What a text has to say of itself to be found."""

    pk: Any
    title: str
    html: str
    published_at: datetime | None

    @property
    def lang(self) -> str: ...

    def labels(self) -> list[str]:
        """What it should be found by besides title and text: tags, categories, the term."""

    def get_absolute_url(self) -> str: ...


def kinds() -> dict[str, type[models.Model]]:
    """The models that can be found, by their labels."""
    found = (model for model in apps.get_models() if hasattr(model._default_manager, "searchable"))
    return {model._meta.label_lower: model for model in found}


def searchable(model: type[models.Model]) -> models.QuerySet[Any]:
    """The texts of a kind that the public may find now."""
    found: models.QuerySet[Any] = getattr(model._default_manager, "searchable")()  # noqa: B009 (mypy knows no such word)
    return found


def public(documents: models.QuerySet[Document]) -> set[int]:
    """The primary keys of those documents whose text is public at this moment, whatever the index still holds."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for pk, kind, key in documents.values_list("pk", "kind", "key"):
        found[kind][key] = pk
    seen: set[int] = set()
    for kind, model in kinds().items():
        keys = found[kind]
        for key in searchable(model).filter(pk__in=keys).order_by().values_list("pk", flat=True) if keys else ():
            seen.add(keys[key])
    return seen


def refresh(kind: str, key: int) -> None:
    """Let the index know a text as it is now; what is not public leaves it. Safe to repeat."""
    model = kinds()[kind]
    found: Findable | None = searchable(model).filter(pk=key).first()
    if found is None:
        forget(Document.objects.of(kind, key))
        return
    plain = text.plain(found.html)
    known = set()
    if found.lang == "de":
        learn(words.vocabulary([plain, found.title]))
        known = set(Word.objects.values_list("text", flat=True))
    keep(kind, found, plain, known)


def rebuild() -> Iterator[str]:
    """Fill the index anew, and forget what is gone. Yields the kind of each text as it is done. Safe to repeat."""
    known = set(Word.objects.values_list("text", flat=True))
    for model in kinds().values():
        for found in searchable(model).iterator(chunk_size=200):
            if found.lang == "de":
                learn(new := words.vocabulary([text.plain(found.html), found.title]) - known)
                known |= new
    for kind, model in kinds().items():
        for found in searchable(model).iterator(chunk_size=200):
            keep(kind, found, text.plain(found.html), known)
            yield kind
    every = Document.objects.all()
    gone = set(every.values_list("pk", flat=True)) - public(every)
    forget(Document.objects.filter(pk__in=gone))


def learn(vocabulary: set[str]) -> None:
    """Know these words from now on; in one order, so that two writers never wait for each other in a circle."""
    Word.objects.bulk_create(map(Word, sorted(vocabulary)), ignore_conflicts=True, batch_size=500)


@transaction.atomic
def keep(kind: str, found: Findable, plain: str, known: set[str]) -> None:
    """Write one text into the index in place of what was there."""
    document, _new = Document.objects.update_or_create(
        kind=kind, key=found.pk, defaults={"language": found.lang, "text": plain}
    )
    columns = [list(words.stems(part, found.lang, known)) for part in (found.title, ". ".join(found.labels()), plain)]
    _write(document.pk, [" ".join(column)[:LONGEST] for column in columns])
    document.terms.all().delete()
    Term.objects.bulk_create(Term(document=document, stem=stem) for stem in _most_telling(*columns))


@transaction.atomic
def forget(documents: models.QuerySet[Document]) -> None:
    keys = list(documents.values_list("pk", flat=True))
    if keys:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM core_search WHERE rowid = %s", [[key] for key in keys])
        Document.objects.filter(pk__in=keys).delete()


WRITE_SQLITE: Final = "INSERT INTO core_search (rowid, title, labels, body) VALUES (%s, %s, %s, %s)"
WRITE_POSTGRESQL: Final = (
    "INSERT INTO core_search (rowid, stems) VALUES (%s, setweight(to_tsvector('simple', %s), 'A')"
    " || setweight(to_tsvector('simple', %s), 'B') || setweight(to_tsvector('simple', %s), 'C'))"
)


def _write(pk: int, columns: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_search WHERE rowid = %s", [pk])
        cursor.execute(WRITE_SQLITE if connection.vendor == "sqlite" else WRITE_POSTGRESQL, [pk, *columns])


def _most_telling(title: list[str], labels: list[str], body: list[str]) -> list[str]:
    counted = Counter(title * 3 + labels * 2 + body)
    telling = (stem for stem in counted if len(stem) > 2 and not stem.isdecimal())
    return sorted(telling, key=lambda stem: (-counted[stem], stem))[:TERMS]
