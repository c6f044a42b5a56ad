import pytest

HELPERS = {"corpus.py", "load.py", "probe.py", "run.py"}
"""Programs that measure nothing."""


def test_every_program_that_measures_is_run(bench):
    import run

    programs = {path.name for path in bench.glob("*.py") if "__main__" in path.read_text()} - HELPERS
    assert programs == {command[0] for command, _quick in run.MEASUREMENTS.values()}


def test_a_measurement_that_fails_stops_no_other(bench, monkeypatch, capfd):
    import run

    monkeypatch.setattr(run, "MEASUREMENTS", {"bad": (["no_such.py"], []), "good": (["corpus.py", "--help"], [])})
    assert run.run(["bad", "good"], quick=False) == 1
    said = capfd.readouterr().out
    assert "write a blog made of dice" in said.lower()
    assert "1 of 2 measurements done.\nFailed: bad (exit code 2)" in said
    assert run.run(["good"], quick=True) == 0


def test_an_unknown_measurement_is_told(bench, monkeypatch, capsys):
    import run

    monkeypatch.setattr("sys.argv", ["run.py", "pages", "weather"])
    with pytest.raises(SystemExit):
        run.main()
    assert f"There is no measurement “weather”. There are: {', '.join(run.MEASUREMENTS)}" in capsys.readouterr().err


def test_tables_replace_those_of_the_last_run_and_nothing_else(bench, tmp_path):
    import report

    page = tmp_path / "RESULTS.md"
    whole = "Before.\n<!-- a: written by bench/a.py -->\n{}\n<!-- a: end -->\nAfter.\n"
    page.write_text(whole.format("Old."))
    for _twice in range(2):
        report.write("a", report.table(["x", "y"], [["so \\1", 1234.5], ["", None]]), into=page)
    assert page.read_text() == whole.format("| x | y |\n| --- | --- |\n| so \\1 | 1,234 |\n|  | - |")
    with pytest.raises(SystemExit, match=r"RESULTS\.md has no place for this"):
        report.write("b", "New.", into=page)


def test_every_program_that_writes_tables_has_its_place(bench):
    import report

    for mark in (
        "pages: written by bench/pages.py",
        "pages-2: written by bench/pages.py",
        "growth: written by bench/growth.py",
    ):
        assert f"<!-- {mark} -->" in report.RESULTS.read_text()


def test_a_tree_of_processes_is_added_up(bench):
    import os
    import subprocess
    import sys

    import processes

    child = subprocess.Popen(
        [sys.executable, "-c", "sum(range(10**7)); print(flush=True); input()"], stdin=-1, stdout=-1
    )
    with child:
        child.stdout.readline()
        assert child.pid in processes.tree(os.getpid())
        assert processes.seconds(child.pid) > 0
        assert processes.memory(child.pid).processes == 1
        assert 0 < processes.memory(child.pid).together <= processes.memory(child.pid).resident
        child.communicate(b"\n")
    assert child.pid not in processes.tree(os.getpid())
