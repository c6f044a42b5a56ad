"""The styles of a page are written in several files and served in one."""

import re
from pathlib import Path
from shutil import copy

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from startalking.core.stylesheets import OneSheetStorage

WRITTEN = Path(settings.BASE_DIR) / "static"
SHEETS = re.findall(r'^@import url\("(.+)"\);$', (WRITTEN / "css/site.css").read_text(), re.MULTILINE)


@pytest.fixture
def collect(tmp_path):
    """What the command collectstatic does with our sheets and fonts."""
    source, served = FileSystemStorage(WRITTEN), OneSheetStorage(location=tmp_path)
    names = [str(path.relative_to(WRITTEN)) for path in WRITTEN.glob("*/*") if path.suffix in {".css", ".woff2"}]

    def collecting():
        for name in names:
            (tmp_path / name).parent.mkdir(exist_ok=True)
            copy(WRITTEN / name, tmp_path / name)
        done = list(served.post_process({name: (source, name) for name in names}))
        assert [what for *_names, what in done if isinstance(what, Exception)] == []
        (found,) = tmp_path.glob("css/site.????????????.css")
        return found.read_text()

    return collecting


def test_a_page_asks_for_one_sheet(collect):
    sheet = collect()
    assert "@import" not in sheet
    written = [(WRITTEN / "css" / name).read_text() for name in SHEETS]
    last_rules = [re.findall(r"^  ([.:a-z][^\n]*\{)$", text, re.MULTILINE)[-1] for text in written]
    assert len(last_rules) == 3
    places = [sheet.rindex(rule) for rule in last_rules]
    assert places == sorted(places)


def test_what_is_written_for_writers_is_not_sent_to_readers(collect):
    sheet = collect()
    assert "/*" not in sheet
    assert "\n " not in sheet
    assert all(sheet.count(bracket) > 100 for bracket in "{}")
    assert sheet.count("{") == sheet.count("}")


def test_what_the_sheet_names_is_there_and_may_be_kept_for_ever(collect, tmp_path):
    fonts = re.findall(r'url\("\.\./(fonts/.+?)"\)', collect())
    assert fonts
    for font in fonts:
        assert (tmp_path / font).is_file()
        assert re.search(r"\.[0-9a-f]{12}\.woff2$", font)


def test_collecting_again_changes_nothing(collect):
    first = collect()
    assert collect() == first
