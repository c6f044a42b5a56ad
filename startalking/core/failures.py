"""What may be told of an error: its kind, its place in the code, and what libraries say in codes.

The words of an error stay untold, because they quote: a constraint the row, a parser the text, an address its token.
What is left are names that stand in the code or in the database's schema, and numbers that systems agree on.
"""

import os
import traceback
from collections.abc import Iterator
from pathlib import Path
from traceback import FrameSummary
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
DEEPEST: Final = 40
"""Frames of one error, the innermost; an endless recursion has a thousand."""

LONGEST_CHAIN: Final = 8


def told(error: BaseException) -> str:
    """A traceback as Python writes it, with the facts of each error in place of its words."""
    parts = ["\n".join(_lines(part)) for part in reversed(list(chain(error)))]
    return "\n\nwhich led to:\n\n".join(parts)


def chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from, the outermost first."""
    part: BaseException | None = error
    for _ in range(LONGEST_CHAIN):
        if part is None:
            return
        yield part
        part = part.__cause__ or (None if part.__suppress_context__ else part.__context__)


def name(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def facts(error: BaseException) -> str:
    """Such as `No space left on device`, `SQLITE_BUSY`, `23505 post_is_published_once`; mostly nothing."""
    return " ".join(filter(None, (_of_code(error), _of_system(error), _of_database(error), _of_mail(error))))


def frames(error: BaseException) -> list[FrameSummary]:
    return traceback.extract_tb(error.__traceback__, limit=-DEEPEST)


def place(file: str) -> str:
    """A file as everybody has it, whatever the folders above it are called: `blog/views.py`."""
    _before, packages, inside = file.rpartition("site-packages/")
    if packages:
        return inside
    return file.removeprefix(f"{ROOT}/")


def _lines(error: BaseException) -> Iterator[str]:
    if passed := frames(error):
        yield "Traceback (most recent call last):"
    for frame in passed:
        yield f'  File "{place(frame.filename)}", line {frame.lineno}, in {frame.name}'
        if frame.line:
            yield f"    {frame.line}"
    said = facts(error)
    yield f"{name(error)}: {said}" if said else name(error)


def _of_code(error: BaseException) -> str:
    """The name Python looked for in vain; it sets it by itself."""
    if isinstance(error, AttributeError | ImportError | NameError) and isinstance(error.name, str):
        return error.name
    return ""


def _of_system(error: BaseException) -> str:
    if isinstance(error, OSError) and isinstance(error.errno, int) and error.errno > 0:
        return os.strerror(error.errno)
    return ""


def _of_database(error: BaseException) -> str:
    """The codes of SQLite and PostgreSQL, and what of the schema was hurt."""
    diagnosis = getattr(error, "diag", None)
    asked: tuple[tuple[Any, str], ...] = (
        (error, "sqlite_errorname"),
        (error, "sqlstate"),
        (diagnosis, "constraint_name"),
        (diagnosis, "table_name"),
    )
    found = (getattr(where, what, None) for where, what in asked)
    return " ".join(fact for fact in found if isinstance(fact, str))


def _of_mail(error: BaseException) -> str:
    code = getattr(error, "smtp_code", None)
    return f"SMTP {code}" if isinstance(code, int) else ""
