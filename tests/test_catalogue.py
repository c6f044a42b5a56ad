"""The German catalogue: complete, certain, as polite as the house, and compiled."""

import gettext
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "startalking/locale/de/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
PYTHON_OR_TEMPLATE = (
    "startalking",
    "blog",
    "comments",
    "knowledgebase",
    "linkbacks",
    "widgets",
    "templates",
    "manage.py",
)


@dataclass
class Entry:
    flags: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self):
        return self.texts.get("msgctxt"), self.texts["msgid"]

    @property
    def originals(self):
        return [self.texts[part] for part in ("msgid", "msgid_plural") if part in self.texts]

    @property
    def translations(self):
        return [text for part, text in self.texts.items() if part.startswith("msgstr")]


def entries(path):
    """The entries of a catalogue, without its header."""
    found = []
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        entry, part = Entry(), ""
        for line in block.splitlines():
            if line.startswith("#,"):
                entry.flags |= {flag.strip() for flag in line[2:].split(",")}
            elif match := re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)?\s*(".*")$', line):
                part = match[1] or part
                entry.texts[part] = entry.texts.get(part, "") + unquoted(match[2])
        if entry.texts.get("msgid"):
            found.append(entry)
    return found


def unquoted(quoted):
    return quoted[1:-1].replace('\\"', '"').replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")


@pytest.fixture(scope="module")
def german():
    return entries(SOURCE)


def test_every_text_is_translated(german):
    assert len(german) > 100
    assert [entry.key for entry in german if not all(entry.translations)] == []


def test_no_translation_is_a_guess(german):
    assert [entry.key for entry in german if "fuzzy" in entry.flags] == []


def test_no_translation_outlived_its_text():
    assert "#~" not in SOURCE.read_text(encoding="utf-8")


def test_translations_keep_their_placeholders(german):
    def names(text):
        return set(PLACEHOLDER.findall(text.replace("%%", "")))

    wrong = [
        entry.key
        for entry in german
        if not any(names(text) == names(entry.originals[-1]) for text in entry.translations)
        or any(names(text) - names(" ".join(entry.originals)) for text in entry.translations)
    ]
    assert wrong == []


def test_the_house_says_sie(german):
    familiar = re.compile(r"\b(du|dich|dir|dein\w*|euch|euer\w*|eure\w*)\b", re.IGNORECASE)
    assert [entry.key for entry in german if any(familiar.search(text) for text in entry.translations)] == []


def test_quotation_marks_are_german(german):
    wrong = re.compile(r"“[^”“„]*”|[»«]")
    assert [entry.key for entry in german if any(wrong.search(text) for text in entry.translations)] == []


def test_what_is_compiled_is_what_is_written(german):
    with SOURCE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in german:
        context, text = entry.key
        said = compiled.pgettext(context, text) if context else compiled.gettext(text)
        if "msgid_plural" not in entry.texts:
            assert said == entry.texts["msgstr"], entry.key
        else:
            assert compiled.ngettext(text, entry.texts["msgid_plural"], 1) == entry.texts["msgstr[0]"], entry.key
            assert compiled.ngettext(text, entry.texts["msgid_plural"], 2) == entry.texts["msgstr[1]"], entry.key


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="needs gettext's xgettext")
def test_every_marked_text_is_in_the_catalogue(german, tmp_path):
    for part in PYTHON_OR_TEMPLATE:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, tmp_path / part)
    command = [sys.executable, "manage.py", "makemessages", "--locale", "de", "--no-obsolete", "--no-location"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    renewed = entries(tmp_path / SOURCE.relative_to(ROOT))
    assert {entry.key for entry in renewed} - {entry.key for entry in german} == set()
    assert {entry.key for entry in german} - {entry.key for entry in renewed} == set()
