"""The first steps of a web worker, in a fresh process where Django is not set up yet."""

import atexit
import multiprocessing
import os
import signal
import sys
import time
from contextlib import suppress
from threading import Thread
from typing import Any

LAST_ORDERS = 10  # seconds a running request gets when the server stops


def load_application(_target: str) -> Any:
    """Called by granian before it listens. Until here the worker was deaf; Ctrl-C stays the supervisor's to hear."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    work_in_batches()
    atexit.register(leave)
    Thread(target=end_with_supervisor, daemon=True).start()
    from startalking.wsgi import application

    return application


def work_in_batches() -> None:
    """Ask Linux not to interrupt a thread of this process for another one that was woken up: each request is handed
    from the server's thread to one of ours and back, and a change in between costs more than a kept page. Threads
    inherit it, so it comes before they begin.
    """
    if hasattr(os, "SCHED_BATCH"):
        with suppress(OSError):  # a container may forbid it: then it is only slower
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def leave() -> None:
    """End before Python takes itself apart: a server thread that asks for the interpreter then would be aborted."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def end_with_supervisor() -> None:
    """A supervisor that was killed cannot say goodbye: its worker must not go on and hold the port."""
    supervisor = multiprocessing.parent_process()
    if supervisor is not None:
        supervisor.join()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(LAST_ORDERS)
        os._exit(1)
