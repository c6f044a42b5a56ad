"""`manage.py spam_report`: what it prints, and how it refuses what it cannot use."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

WARES = ["Uhren", "Taschen", "Pillen", "Kredite", "Reifen", "Brillen", "Schuhe", "Lampen", "Koffer", "Tickets"]
SPAM = [f"Günstige {ware} kaufen, Nummer {word}! http://{ware}.example" for ware in WARES for word in ("eins", "zwei")]
HAM = [f"Wie habt ihr das mit {ware} gelöst? Frage {word} von mir." for ware in WARES for word in ("eins", "zwei")]
FIGURES = {"file", "rows", "spam", "precision", "recall", "f1", "ham_blocked"}


def rows(spam=SPAM, ham=HAM):
    return [{"text": text, "spam": 1} for text in spam] + [{"text": text, "spam": 0} for text in ham]


@pytest.fixture
def write(tmp_path):
    def write(content=None, name="judged.jsonl"):
        place = tmp_path / name
        lines = rows() if content is None else content
        place.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
        return place

    return write


def report(*arguments):
    out = StringIO()
    call_command("spam_report", *map(str, arguments), stdout=out)
    return out.getvalue()


def as_json(*arguments):
    return json.loads(report(*arguments, "--json"))


def refusal(*arguments):
    with pytest.raises(CommandError) as refused:
        report(*arguments)
    return str(refused.value)


def test_each_file_is_cross_validated_by_itself(write):
    one, other = write(name="one.jsonl"), write(rows(SPAM, HAM * 2), "other.jsonl")
    found = as_json("--train", one, other)
    assert [entry["file"] for entry in found["files"]] == [str(one), str(other)]
    assert [(entry["rows"], entry["spam"]) for entry in found["files"]] == [(40, 20), (60, 20)]
    assert all(set(entry) == FIGURES for entry in found["files"])
    assert found["files"][0]["f1"] > 0.9
    assert (found["method"], found["folds"], found["seed"]) == ("cross-validation", 10, 1)


def test_other_files_are_judged_by_what_all_train_files_teach(write):
    train = [write(rows(SPAM, []), "spam.jsonl"), write(rows([], HAM), "ham.jsonl")]
    test = write(rows(["Günstige Möbel kaufen! http://moebel.example"], ["Wie war das mit Glas?"]), "test.jsonl")
    found = as_json("--train", *train, "--test", test)
    assert found["method"] == "test"
    assert found["files"] == [
        {"file": str(test), "rows": 2, "spam": 1, "precision": 1, "recall": 1, "f1": 1, "ham_blocked": 0}
    ]


def test_a_test_file_may_be_of_one_kind(write):
    test = write(rows([], HAM[:3]), "test.jsonl")
    found = as_json("--train", write(), "--test", test)["files"][0]
    assert (found["recall"], found["ham_blocked"]) == (None, 0)


def test_people_read_sentences(write):
    place = write()
    text = report("--train", place)
    assert str(place) in text
    assert "40" in text
    assert "F1" in text
    assert "%" in text


def test_empty_lines_byte_order_marks_and_other_keys_do_not_matter(write, tmp_path):
    place = write([*[{**row, "lang": "de"} for row in rows()], "", "  "])
    place.write_bytes(b"\xef\xbb\xbf" + place.read_bytes())
    assert as_json("--train", place)["files"][0]["rows"] == 40


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[1, 2]",
        '"text"',
        "[" * 100_000,
        {"spam": 1},
        {"text": "words"},
        {"text": None, "spam": 1},
        {"text": 3, "spam": 0},
        {"text": "words", "spam": "yes"},
        {"text": "words", "spam": 2},
        {"text": "words", "spam": [1]},
    ],
    ids=lambda line: str(line)[:30],
)
def test_a_bad_line_is_named(write, line):
    place = write([rows()[0], line, rows()[1]])
    said = refusal("--train", place)
    assert str(place) in said
    assert "2" in said.replace(str(place), "")


def test_a_line_that_is_no_utf8_is_named(tmp_path):
    place = tmp_path / "latin.jsonl"
    place.write_bytes(b'{"text": "a", "spam": 1}\n{"text": "\xfc", "spam": 1}\n')
    assert "2" in refusal("--train", place).replace(str(place), "")


def test_a_missing_file_is_named(tmp_path, write):
    missing = tmp_path / "missing.jsonl"
    assert str(missing) in refusal("--train", missing)
    assert str(missing) in refusal("--train", write(), "--test", missing)
    assert str(tmp_path) in refusal("--train", tmp_path)


@pytest.mark.parametrize(
    "content",
    [[], rows(SPAM, []), rows([], HAM), rows(SPAM, HAM[:19])],
    ids=["nothing", "only spam", "only ham", "one too few"],
)
def test_too_few_of_a_kind_are_refused(write, content):
    place = write(content)
    assert str(place) in refusal("--train", place)


def test_one_kind_teaches_nothing_to_judge_others_by(write):
    one_kind = write(rows(SPAM, []), "spam.jsonl")
    assert str(one_kind) in refusal("--train", one_kind, "--test", write())
