"""Serving the site: one supervisor, which also does the background work, and its web workers.

The workers are started fresh (spawned, not forked: the supervisor has threads). Ctrl-C is heard by the supervisor
alone, and a worker that loses its supervisor ends by itself (worker.py), so nothing is left running whichever way it
stops.
"""

import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable
from threading import Thread

from django.utils.translation import gettext as _
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from startalking.background import Lodger
from startalking.worker import LAST_ORDERS, load_application

THREADS = 8  # per worker: pages are short, and SQLite writes one at a time


class ServingError(Exception):
    """Says in one sentence why the server cannot be started."""


def ensure_free(host: str, port: int) -> None:
    """Ask for the port as nobody else may have it; the workers share it afterwards."""
    place = {"host": host, "port": port}
    try:
        kind, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except PermissionError as error:
        raise ServingError(_("Port %(port)s may not be used by this user.") % place) from error
    except socket.gaierror as error:
        raise ServingError(_("HOST cannot be used: “%(host)s” is no address of this machine.") % place) from error
    except OSError as error:
        raise ServingError(
            _("Port %(port)s on %(host)s is in use. Choose another one with PORT=8001.") % place
        ) from error


def serve(host: str, port: int, *, workers: int, when_ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or Ctrl-C, then stop everything. Must be called from the main thread."""
    keep_interrupts_to_ourselves()
    multiprocessing.set_start_method("spawn", force=True)
    background = Lodger()
    server = Server(
        "startalking.wsgi:application",
        address=socket.gethostbyname(host) if ":" not in host else host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_ORDERS,
        log_level=LogLevels.error,
    )
    server.on_startup(background.start)
    server.on_startup(Thread(target=tell, args=(host, port, when_ready), daemon=True).start)
    server.on_shutdown(background.end)
    server.serve(target_loader=load_application)


def keep_interrupts_to_ourselves() -> None:
    """Turn Ctrl-C into SIGTERM for this process. The workers inherit the blocked signal and never hear it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def listen() -> None:
        while True:
            signal.sigwait({signal.SIGINT})
            os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=listen, daemon=True).start()


def tell(host: str, port: int, when_ready: Callable[[], None]) -> None:
    """Call back as soon as a worker answers."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)
    while True:
        try:
            socket.create_connection((here, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return when_ready()
