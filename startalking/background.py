"""The work behind the pages: huey's consumer, set up to live inside a process that is not its own."""

from huey import crontab
from huey.consumer import Consumer
from huey.contrib.djhuey import HUEY, close_db

from startalking.core import limits, meters
from startalking.tick import tick


@HUEY.periodic_task(crontab(), name="startalking.tick")  # type: ignore[untyped-decorator]
@close_db  # type: ignore[untyped-decorator]
def every_minute() -> None:
    """Each process with background work calls this once a minute; whichever is the first does the minute's work."""
    if limits.count("tick", seconds=60).number == 1:
        meters.note_failed_duties(tick())


class Background(Consumer):
    """Threads that run tasks, and the scheduler of the minute's tick."""

    def __init__(self, threads: int = 2) -> None:
        super().__init__(HUEY, workers=threads, max_delay=0.5, shutdown_timeout=5, graceful_signal="TERM")


class Lodger(Background):
    """Background work inside a process that is not its own: the signals are its host's."""

    def _set_signal_handlers(self) -> None:
        pass

    def end(self) -> None:
        """Let running tasks finish, for at most five seconds; what is cut off, a tick finds again."""
        self.stop(graceful=True)
