"""Work that has no other row: one of its own waits for it, and goes when it is done.

A task may get lost, come twice, or have read what has changed when it ends; the minute finds the rows nobody came for.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task

from startalking.core.models import Waiting


def enqueue(task: Task[..., None], *arguments: int | str) -> None:
    """The row first: should the task get lost, the minute finds it. What waits already waits once."""
    Waiting.objects.note(task.module_path, arguments)
    task.enqueue(*arguments)


def work(function: Callable[..., None]) -> Callable[..., None]:
    """What a task does that `enqueue` was told of. It is done again when it was noted, or done by somebody else,
    meanwhile: what one of the two read may be older than what the other one wrote.
    """
    path = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def do(*arguments: Any) -> None:
        row = Waiting.objects.of(path, arguments).first()
        if row is None:
            return  # somebody has done it
        function(*arguments)
        if not row.settle():
            enqueue(import_string(path), *arguments)

    return do


def enqueue_left_behind() -> None:
    """The minute's look after work whose task got lost or failed."""
    for row in Waiting.objects.take_up(timezone.now()):
        import_string(row.task).enqueue(*json.loads(row.arguments))
