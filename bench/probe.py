"""A site in a process of its own, asked through Django's test client: two of them are asked in turn, so that whatever
else the machine does slows both.

`python bench/probe.py` reads requests as JSON lines and answers with one line each; `Probe` is the other end.
"""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Visit:
    """Milliseconds by the clock and of this process' work, queries, and bytes of the page."""

    status: int
    ms: float
    cpu: float
    queries: int
    size: int


class Probe:
    def __init__(self, folder: Path, database: str = "") -> None:
        known = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}  # noqa: TID251
        machine = known | {"DATA_DIR": str(folder), "DATABASE_URL": database, "PAGE_CACHE": "no"}
        command = [sys.executable, str(ROOT / "bench" / "probe.py")]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=machine, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.communicate()

    def places(self) -> dict[str, str]:
        return self._asked({"choose": True})

    def get(self, path: str, *, editor: bool = False) -> Visit:
        """Raises `SystemExit` for any answer but 200."""
        visit = Visit(**self._asked({"path": path, "editor": editor}))
        if visit.status != 200:
            raise SystemExit(f"{path} was answered with {visit.status}.")
        return visit

    def _asked(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps(request), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"The site could not be asked: {self.process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        return answer


def main() -> None:
    """The child. What the site prints goes to stderr: stdout is for answers."""
    answers, sys.stdout = sys.stdout, sys.stderr
    from load import set_up

    set_up()
    logging.disable(logging.WARNING)
    import places
    from django.contrib.auth import get_user_model
    from django.test import Client

    from startalking.preparation import prepare

    prepare(demo=False)
    places.lay_knowledge()
    reader, editor = (Client(SERVER_NAME="localhost") for _client in range(2))
    users = get_user_model().objects
    editor.force_login(users.filter(username="messung").first() or users.create_superuser("messung"))
    for line in sys.stdin:
        asked = json.loads(line)
        client = editor if asked.get("editor") else reader
        answer = _visited(client, asked["path"]) if "path" in asked else places.choose()
        print(json.dumps(answer), file=answers, flush=True)


def _visited(client: Any, path: str) -> dict[str, Any]:
    with counted() as queries:
        began, worked = perf_counter(), process_time()
        response = client.get(path)
        content = response.getvalue()
        taken = {"ms": (perf_counter() - began) * 1000, "cpu": (process_time() - worked) * 1000}
    return {"status": response.status_code, **taken, "queries": len(queries), "size": len(content)}


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent to any database."""
    from django.db import connections

    sent: list[str] = []

    def noted(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(noted))
        yield sent


if __name__ == "__main__":
    main()
