"""Load a folder of JSON lines, whoever wrote it, into the database of the environment:

    DATA_DIR=FOLDER bench/load.py LINES [--index [search|all]] [--skip]

A database without tables is prepared first, as `manage.py serve --prepare --no-demo` does it. Everything is read and
checked before anything is written; what is wrong is told by file and line, and then nothing is loaded, or with --skip
all but those lines. Posts that the site has already, by their slugs, are left as they are, so loading may be repeated.
--index fills the search and finds related posts (`search`: only the search), which takes longer than loading.

UTF-8, one object a line; other fields are ignored, and null is the same as missing. In brackets what else a field may
be called. Dates are ISO 8601, in UTC where they name no zone, or seconds since 1970.

    categories.jsonl  slug, name, parent (its slug, or null)                                         may be missing
    tags.jsonl        slug, name                                                                     may be missing
    posts.jsonl       title*, date* (date_utc, date_gmt, published_at, created_at), slug, id, html (content, body),
                      excerpt (teaser, summary), categories and tags: lists of slugs or names (category, tag)
    comments.jsonl    post* (post_slug, slug, post_id): the slug of a post or its id; text* (content, body) or html;
                      id, parent (parent_id): an id, null or 0; author (name), email, url (website), date (created_at;
                      author_name, author_email, author_url)                                         may be missing

* must be there. Posts are public from their date on, comments are approved. A comment whose parent is nowhere speaks to
the post; threads deeper than the site's own become flatter.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]

if TYPE_CHECKING:
    from intake.loading import Loaded


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lines", type=Path, help="the folder with posts.jsonl")
    parser.add_argument("--index", nargs="?", choices=("search", "all"), const="all", default="")
    parser.add_argument("--skip", action="store_true", help="leave out lines that cannot be read")
    options = parser.parse_args()
    if not os.environ.get("DATA_DIR") and not os.environ.get("DATABASE_URL"):  # noqa: TID251 (before there are settings)
        parser.error("Say where to: DATA_DIR=FOLDER, or DATABASE_URL, in the environment.")
    set_up()
    from intake import loading
    from intake.lines import UnreadableError

    try:
        if password := loading.prepared():
            print(f"The database was empty and has been prepared. Administration: redaktion, {password}")
        loaded = loading.load(options.lines, skip=options.skip)
        tell(loaded)
        if options.index:
            index(everything=options.index == "all")
    except UnreadableError as error:
        sys.exit(str(error))
    return 0


def set_up() -> None:
    """Django, as the environment says."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "startalking.settings")  # noqa: TID251 (before there are settings)
    import django

    django.setup()


def made(posts: int = 2000, comments: int = 0) -> None:
    """A corpus of our own in a database that is set up, for the measurements in this folder."""
    import corpus
    from intake import loading

    with tempfile.TemporaryDirectory(prefix="startalking-corpus-") as folder:
        corpus.write(Path(folder), corpus.Size(posts, comments))
        loading.load(Path(folder))


def tell(loaded: "Loaded") -> None:
    for note, number in loaded.notes.items():
        print(note if note.endswith("is not there") else f"{number:,} {note}")
    counted = ", ".join(f"{number:,} {what}" for what, number in loaded.counts.items())
    print(f"Loaded {counted} in {loaded.seconds:.1f} s, of which {loaded.reading:.1f} s for reading and checking.")


def index(*, everything: bool) -> None:
    from intake import aftermath

    for what, fill in (("searchable texts", aftermath.search), ("posts related", aftermath.related)):
        if everything or fill is aftermath.search:
            began = perf_counter()
            number = sum(1 for _done in fill())
            print(f"{number:,} {what} in {perf_counter() - began:.1f} s.")


if __name__ == "__main__":
    sys.exit(main())
