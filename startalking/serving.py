"""Serving the site: one supervisor, which also does the background work if nobody else does, and its web workers.

The workers are started fresh (spawned, not forked: the supervisor has threads). Signals are heard by the supervisor
alone, and a worker that loses its supervisor ends by itself (worker.py), so nothing is left running whichever way it
stops.
"""

import errno
import multiprocessing
import signal
import socket
import time
from collections.abc import Callable
from copy import deepcopy
from multiprocessing import resource_tracker
from threading import Event, Thread

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from startalking import warming
from startalking.background import Lodger
from startalking.core import counters, meters, pages
from startalking.worker import LAST_ORDERS, load_application

STOP_SIGNALS = {signal.SIGINT, signal.SIGTERM}
THREADS = 8  # per worker: pages are short, and SQLite writes one at a time


class ServingError(Exception):
    """Says in one sentence why the server cannot be started."""


def ensure_free(host: str, port: int) -> None:
    """Ask for the port as nobody else may have it; the workers share it afterwards."""
    try:
        kind, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except OSError as error:
        raise ServingError(reason(error) % {"host": host, "port": port}) from error


def reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return _("Port %(port)s may not be used by this user.")
    if error.errno == errno.EADDRINUSE:
        return _("Port %(port)s on %(host)s is in use. Choose another one, such as PORT=8001.")
    return _("HOST cannot be used: “%(host)s” is no address of this machine.")


def serve(host: str, port: int, *, workers: int, background: bool, when_ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or Ctrl-C, then stop everything. Must be called from the main thread.

    `background`: do the tasks and the minute's tick as well.
    """
    multiprocessing.set_start_method("spawn", force=True)
    server = MPServer(
        "startalking.wsgi:application",
        address=socket.gethostbyname(host) if ":" not in host else host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_ORDERS,
        log_level=LogLevels.error,
        log_dictconfig=deepcopy(settings.LOGGING),  # its own would tell an error's words
    )
    close_pools()
    hear_signals(server)
    meters.sweep()
    if background:
        lodger = Lodger()
        server.on_startup(lodger.start)
        server.on_shutdown(lodger.end)
    pages.begin()
    stopped = Event()
    server.on_startup(Thread(target=warming.begin, args=(stopped,), daemon=True).start)
    server.on_shutdown(stopped.set)
    server.on_startup(Thread(target=tell, args=(host, port, when_ready), daemon=True).start)
    server.on_shutdown(counters.forget)
    server.serve(target_loader=load_application)


def close_pools() -> None:
    """End the threads of PostgreSQL's pools: they were begun before signals were blocked, and would hear them instead
    of us. Whoever asks the database next opens another one.
    """
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def hear_signals(server: MPServer) -> None:
    """Let one thread hear Ctrl-C and SIGTERM for the whole tree, from now on and whatever the others are doing.

    Handlers would not do: a signal may reach any thread, and then the main thread sleeps on. The workers inherit the
    blocked signals; they open their ears for SIGTERM themselves, which only the supervisor sends them. The resource
    tracker of multiprocessing is started first, because starting it lifts the block.
    """
    resource_tracker.ensure_running()
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)

    def listen() -> None:
        while True:
            signal.sigwait(STOP_SIGNALS)
            for worker in server.wrks:
                worker.interrupt_by_parent = True
            server.signal_handler_interrupt()  # type: ignore[no-untyped-call]

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
