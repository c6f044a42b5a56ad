"""The queue behind django.tasks. A task is only a hint that a row waits: it gets no result, no state, no retry here."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import normalize_json
from huey.contrib.djhuey import HUEY, close_db

from startalking.core import meters, redis_client, timing

_silence = redis_client.Pause()
"""What this process knows of the queue's silence."""


@HUEY.task(name="startalking.run")  # type: ignore[untyped-decorator]
@close_db  # type: ignore[untyped-decorator]
def run(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    with timing.measured(lambda: path), meters.task(path):
        import_string(path).call(*args, **kwargs)


class HueyBackend(BaseTaskBackend):
    """Hands tasks to huey after the commit.

    Huey's own backend keeps a record of every task for ever and writes three times per task; ours keeps nothing,
    because the row that waits says what became of the work. When the queue is out of reach the failure is logged and
    the request goes on: the minute's tick finds the row.
    """

    supports_defer = True

    def enqueue(self, task: Task[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> TaskResult[Any]:
        self.validate_task(task)
        arguments = normalize_json([list(args), dict(kwargs)])
        job = run.s(task.module_path, *arguments, eta=task.run_after)
        transaction.on_commit(_handing_over(job), robust=True)
        return TaskResult(
            task=task,
            id=str(uuid4()),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=arguments[0],
            kwargs=arguments[1],
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def _handing_over(job: Any) -> Callable[[], None]:
    """A function with a name, by which Django says what failed. Of a silent Redis the queue makes up its own mind: the
    pages are less patient. One change may have many tasks, so it is waited for once.
    """

    def hand_over() -> None:
        with redis_client.answering(pause=_silence) if settings.REDIS_URL else nullcontext():
            HUEY.enqueue(job)

    return hand_over
