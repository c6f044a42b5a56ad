"""What a tree of processes uses, from /proc: processor time and memory."""

import os
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Memory:
    """Megabytes. `resident` is the largest process; `together` counts pages that several share once."""

    resident: float
    together: float
    processes: int


def tree(root: int) -> list[int]:
    """A process and all below it that live."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and (stat := _stat(int(entry.name))):
            children.setdefault(int(stat[1]), []).append(int(entry.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def seconds(root: int) -> float:
    """Processor time that the tree has used so far."""
    stats = [_stat(pid) for pid in tree(root)]
    return sum((int(stat[11]) + int(stat[12])) / TICK for stat in stats if stat)


def memory(root: int) -> Memory:
    alone, shared = [], []
    for pid in tree(root):
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        sizes = {line.split(":")[0]: int(line.split()[1]) / 1000 for line in rollup.splitlines()[1:]}
        alone.append(sizes["Rss"])
        shared.append(sizes["Pss"])
    return Memory(max(alone), sum(shared), len(alone))


def _stat(pid: int) -> list[str]:
    """The fields behind the name: state, parent, ... as proc(5) numbers them from 3 on; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
