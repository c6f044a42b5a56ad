"""Several servers asked for one page in turn, round after round."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

import processes
import report
import visitors

WARM: Final = 1.0


@dataclass(frozen=True)
class Server:
    """Where a page is, the process at the root of the tree that answers, and how the visitors take it."""

    port: int
    path: str
    root: int
    encoding: str = visitors.PLAIN

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}"


def compared(servers: Mapping[str, Server], rounds: int, seconds: float) -> dict[str, Any]:
    """By the servers' names requests a second and milliseconds of work for one, as medians; and the machine's load."""
    rates: dict[str, list[float]] = {name: [] for name in servers}
    works: dict[str, list[float]] = {name: [] for name in servers}
    loads = []
    for server in servers.values():
        visitors.ask(server.url, WARM, server.encoding)
    for _round in range(rounds):
        for name, server in servers.items():
            before = processes.seconds(server.root)
            asked = visitors.ask(server.url, seconds, server.encoding)
            works[name].append((processes.seconds(server.root) - before) * 1000 / asked.requests)
            rates[name].append(round(asked.rate, 1))
        loads.append(report.load()[0])
    found: dict[str, Any] = {
        name: {"rate": median(rates[name]), "cpu ms": round(median(works[name]), 4), "rates": rates[name]}
        for name in servers
    }
    return found | {"load": round(median(loads), 2)}
