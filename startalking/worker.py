"""The first steps of a web worker, in a fresh process where Django is not set up yet."""

import atexit
import multiprocessing
import os
import signal
import sys
import time
from threading import Thread
from typing import Any

LAST_ORDERS = 10  # seconds a running request gets when the server stops


def load_application(_target: str) -> Any:
    """Called by granian before it listens. Until here the worker was deaf; Ctrl-C stays the supervisor's to hear."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    atexit.register(leave)
    Thread(target=end_with_supervisor, daemon=True).start()
    from startalking.wsgi import application

    return application


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
