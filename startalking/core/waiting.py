"""Work that has no other row: one of its own waits for it, and goes when it is done.

A task may get lost, come twice, or have read what has changed when it ends; the minute finds the rows nobody came for.
"""

import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task

from startalking.core.models import Waiting

logger = logging.getLogger(__name__)


def enqueue(task: Task[..., None], *arguments: int | str) -> None:
    """The row first: should the task get lost, the minute finds it. What waits already waits once."""
    Waiting.objects.note(task.module_path, arguments)
    task.enqueue(*arguments)


def work(function: Callable[..., None]) -> Callable[..., None]:
    """What a task does that `enqueue` was told of; without a row it does nothing.

    Of two workers at the same work, one may have read what is older than what the other one wrote, and write last. So
    who finds at the end that his row is another does not settle it: if it is gone the work is done again, and if it was
    noted once more, its own task does it, or the minute.
    """
    path = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def do(*arguments: Any) -> None:
        row = Waiting.objects.of(path, arguments).first()
        if row is None:
            return  # somebody has done it
        row.begin()
        function(*arguments)
        if not row.settle() and not row.renew():
            enqueue(import_string(path), *arguments)

    return do


def enqueue_left_behind() -> None:
    """The minute's look after work whose task got lost or failed."""
    for row in Waiting.objects.take_up(timezone.now()):
        try:
            import_string(row.task).enqueue(*json.loads(row.arguments))
        except ImportError:
            logger.exception("There is no task %s any more.", row.task)
