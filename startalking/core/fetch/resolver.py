"""Names become network addresses, each asked for once and never for longer than there is time.

The system's resolver cannot be interrupted: it works in a thread, and whoever waits too long goes without it. There are
never more than `THREADS` such threads, however many names of silent name servers somebody gives.
"""

import socket
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread
from time import monotonic
from typing import Final

from django.utils.translation import gettext as _

from startalking.core.fetch.error import FetchError, late

THREADS: Final = 16

Answers = tuple[str, ...]

_free = BoundedSemaphore(THREADS)


def resolved(host: str, port: int, until: float) -> Answers:
    """The network addresses of a host, in the resolver's order."""
    found: SimpleQueue[Answers | Exception] = SimpleQueue()
    if not _free.acquire(timeout=max(0.0, until - monotonic())):
        raise late(host)
    _begin(Thread(target=_look_up, args=(host, port, found), daemon=True))
    try:
        answers = found.get(timeout=max(0.0, until - monotonic()))
    except Empty:
        raise late(host) from None
    if isinstance(answers, Exception):
        raise FetchError(_("There is no server named %(host)s.") % {"host": host}) from answers
    return answers


def _begin(thread: Thread) -> None:
    try:
        thread.start()
    except RuntimeError:  # the system gives no more threads
        _free.release()
        raise


def _look_up(host: str, port: int, found: SimpleQueue[Answers | Exception]) -> None:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found.put(tuple(dict.fromkeys(str(answer[4][0]) for answer in answers)))
    except (OSError, ValueError) as error:
        found.put(error)
    finally:
        _free.release()
