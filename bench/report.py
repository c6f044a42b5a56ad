"""Where results go: figures as JSON into bench/results/, and tables into the program's own part of bench/RESULTS.md."""

import json
import os
import platform
import re
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

BENCH = Path(__file__).resolve().parent
RESULTS = BENCH / "RESULTS.md"
FOLDER = BENCH / "results"


def machine() -> dict[str, Any]:
    """On what and when it was measured, and how busy that was with other things."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "commit": _commit(),
        "load": load(),
    }


def load() -> list[float]:
    """The machine's load average over 1, 5 and 15 minutes."""
    return [round(number, 2) for number in os.getloadavg()]


def publish(name: str, figures: dict[str, Any], markdown: str, *, program: str = "") -> None:
    """Print the tables; and keep them and the figures, unless it was the quick form, which says little."""
    print(markdown)
    if not figures["arguments"]["quick"]:
        keep(name, figures)
        write(name, markdown, program=program)


def keep(name: str, figures: dict[str, Any]) -> None:
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(said, line))} |" for line in lines)


def said(value: object) -> str:
    """A figure as somebody reads it; a hyphen for what was not measured."""
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def write(name: str, markdown: str, *, program: str = "", into: Path = RESULTS) -> None:
    """Put a program's tables between its two marks, in place of those of its last run; all other text stays."""
    begin, end = f"<!-- {name}: written by bench/{program or name}.py -->", f"<!-- {name}: end -->"
    part = f"{begin}\n{markdown.strip()}\n{end}"
    text = into.read_text(encoding="utf-8")
    marked = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not marked.search(text):
        raise SystemExit(f"{into.name} has no place for this: put in the lines “{begin}” and “{end}”.")
    into.write_text(marked.sub(lambda _old: part, text), encoding="utf-8")


def described(figures: dict[str, Any]) -> str:
    """One sentence about the run, to stand above its table."""
    about = figures["machine"]
    loads = ", ".join(map(str, about["load"]))
    where = f"{about['cores']} cores, {about['system']}, Python {about['python']}, commit {about['commit']}"
    return f"{about['at'][:10]}, {where}; load average before the run: {loads}."


def _commit() -> str:
    command = ["git", "-C", str(BENCH), "describe", "--always", "--dirty"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
