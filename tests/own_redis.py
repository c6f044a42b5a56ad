"""A Redis of a test's own, at a socket in its folder."""

import time
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen


@contextmanager
def started_redis(folder, *options):
    place = ["--port", "0", "--unixsocket", f"{folder}/redis.sock", "--dir", folder]
    command = ["redis-server", *place, "--save", "", *options]
    with Popen(command, stdout=DEVNULL) as process:
        for _ in range(500):
            if Path(folder, "redis.sock").exists():
                break
            time.sleep(0.02)
        try:
            yield process
        finally:
            process.terminate()
