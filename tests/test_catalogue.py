"""The German catalogue: complete, certain, as polite as the house, and compiled."""

import gettext
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import formats, timezone, translation

from startalking import settings
from startalking.wordpress.problems import SENTENCES

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "startalking/locale/de/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?\w[^>]*>")
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
    assert familiar.search("Schreiben Sie, was Dir gefällt")
    assert [entry.key for entry in german if any(familiar.search(text) for text in entry.translations)] == []


def test_quotation_marks_are_german(german):
    def is_wrong(text):
        words = TAG.sub("", text)
        return re.search("[\"”»«‹›]|(?<!\\w)'", words) or not re.fullmatch("([^„“]*„[^„“]*“)*[^„“]*", words)

    assert [entry.key for entry in german if any(is_wrong(text) for text in entry.translations)] == []


def test_translations_keep_their_markup(german):
    def tags(text):
        return Counter(TAG.findall(text))

    assert any(tags(entry.key[1]) for entry in german)
    assert [e.key for e in german if any(tags(text) != tags(e.originals[-1]) for text in e.translations)] == []


def test_a_sentence_stays_a_sentence(german):
    def end(text):
        return text[-1] if text[-1] in ".:?!" else ""

    assert [e.key for e in german if any(end(text) != end(e.originals[-1]) for text in e.translations)] == []
    assert [e.key for e in german if any("  " in text or text != text.strip() for text in e.translations)] == []


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


@pytest.mark.parametrize(("language", "said"), [("de", "yes oder no"), ("en", "yes or no"), ("", "yes oder no")])
def test_settings_speak_before_django_can(monkeypatch, language, said):
    monkeypatch.setenv("LANGUAGE_CODE", language)
    assert settings._("yes or no") == said


def test_problems_of_an_export_are_told_in_german():
    with translation.override("de"):
        assert [sentence for sentence in SENTENCES.values() if translation.gettext(sentence) == sentence] == []


def test_dates_are_long_and_german():
    moment = timezone.localtime(datetime(2012, 10, 15, 7, 2, tzinfo=UTC))
    with translation.override("de"):
        assert formats.date_format(moment, "DATE_FORMAT") == "15. Oktober 2012"
        assert formats.date_format(moment, "DATETIME_FORMAT") == "15. Oktober 2012 um 9:02 Uhr"
        assert formats.date_format(moment, "TIME_FORMAT") == "9:02"
