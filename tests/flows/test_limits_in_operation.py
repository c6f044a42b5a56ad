"""A site that is served by two processes: they count together, and nothing of it is left when they stop."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from linkbacks.limits import PER_SENDER
from tests.flows import test_serving

environment, manage, start = test_serving.environment, test_serving.manage, test_serving.start
prepared, ready_data = test_serving.prepared, test_serving.ready_data


@pytest.fixture
def call(environment):
    def run(_number):
        address = f"http://127.0.0.1:{environment['PORT']}/gibt-es-nicht/trackback/"
        return urlopen(Request(address, data=b"url=https://anderswo.example/"), timeout=20).read().decode()

    return run


def test_two_workers_count_one_sender_together_and_forget_all_at_the_end(start, manage, call, prepared):
    question = "from django.conf import settings; print(settings.COUNTERS_FILE)"
    memory = Path(manage("shell", "-v0", "-c", question).stdout.strip())
    server = start("--workers", "2")
    hour = time.time() // 3600
    with ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(call, range(PER_SENDER + 20)))
    assert sum("from this address" in answer for answer in answers) == 20 or time.time() // 3600 > hour
    assert memory.exists()
    server.send_signal(signal.SIGTERM)
    assert server.wait(20) == 0
    assert not memory.exists()
