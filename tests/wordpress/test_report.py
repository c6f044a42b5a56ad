"""What became of everything: the table, the reasons, the JSON; and the bar while it happens."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from startalking.wordpress.progress import Progress
from startalking.wordpress.report import Report


@pytest.fixture
def report():
    found = Report()
    found.taken("post", 1, "Eins", address="/eins/")
    found.taken("post", 2, "Zwei", ["Etwas wurde geändert."])
    found.present("page", 3, "Drei")
    found.left_out("comment", 4, "Vier", "Ein Grund.")
    found.left_out("comment", 5, "Fünf", "Ein Grund.")
    return found


def test_the_table_counts_by_kind(report):
    with translation.override("en"):
        lines = [line.split() for line in report.table()]
    assert lines[1:] == [
        ["Posts", "2", "2", "1", "0", "0"],
        ["Pages", "1", "0", "0", "1", "0"],
        ["Comments", "2", "0", "0", "0", "2"],
    ]


def test_reasons_are_counted(report):
    with translation.override("en"):
        assert report.reasons() == [("Comments", "Ein Grund.", 2)]


def test_json_names_each_thing(report):
    told = json.loads(json.dumps(report.as_json()))
    assert told["counts"]["post"] == {"found": 2, "taken_over": 2, "changed": 1, "present": 0, "left_out": 0}
    assert told["things"][0] == {
        "kind": "post",
        "id": 1,
        "title": "Eins",
        "outcome": "taken over",
        "address": "/eins/",
    }
    assert told["things"][3]["notes"] == ["Ein Grund."]


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_where_somebody_watches():
    stream = Terminal()
    assert list(Progress(stream).through("abc", "Posts", 3)) == ["a", "b", "c"]
    assert stream.getvalue().endswith("[##############################] 3/3\n")


def test_a_line_for_each_stage_in_a_log():
    stream = io.StringIO()
    list(Progress(stream).through("abc", "Posts", 3))
    assert stream.getvalue() == "Posts …\n"


@pytest.mark.django_db
def test_the_command_shows_its_table(exports, capsys):
    call_command("import_wordpress", exports.write(exports.text(exports.item())), no_fetch=True)
    assert "1" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "said"), [("<rss><channel>", r"\d"), ("", "."), ("Guten Tag", r"\d"), (b"PK\x03\x04", "xml")]
)
def test_a_broken_file_ends_with_a_sentence(exports, content, said):
    with pytest.raises(CommandError, match=said):
        call_command("import_wordpress", exports.write(content), no_fetch=True, verbosity=0)


@pytest.mark.django_db
def test_a_report_that_cannot_be_written_is_said(exports, tmp_path):
    with pytest.raises(CommandError):
        call_command(
            "import_wordpress",
            exports.write(exports.text(exports.item())),
            no_fetch=True,
            verbosity=0,
            report=tmp_path / "gibt/es/nicht.json",
        )
