"""What becomes of the web workers, and how they work."""

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.flows.test_serving import environment, get, left_of, prepared, ready_data, start, wait_until_gone  # noqa: F401 (fixtures)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_a_killed_supervisor_takes_its_worker_with_it(start, prepared):  # noqa: F811
    server = start()
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    assert wait_until_gone(server.pid)


def test_the_threads_of_a_worker_are_not_interrupted_for_each_other(start, environment, prepared):  # noqa: F811
    server = start()
    get(environment, "/").close()
    [worker] = [name for name in left_of(server.pid) if b"spawn_main" in Path("/proc", name, "cmdline").read_bytes()]
    threads = [int(folder.name) for folder in Path("/proc", worker, "task").iterdir()]
    assert len(threads) > 2
    assert {os.sched_getscheduler(thread) for thread in threads} == {os.SCHED_BATCH}
