"""When the background last had its minute: in Redis where there is one, else in a file of this machine."""

import time
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.cache import cache

KEY: Final = "startalking.heartbeat"


def beat() -> None:
    if settings.REDIS_URL:
        cache.set(KEY, time.time(), timeout=None)
    else:
        Path(settings.HEARTBEAT_FILE).touch()


def age() -> float | None:
    """Seconds since the last beat; None when there has never been one."""
    if settings.REDIS_URL:
        beaten = cache.get(KEY)
        return time.time() - beaten if beaten else None
    try:
        return time.time() - Path(settings.HEARTBEAT_FILE).stat().st_mtime
    except FileNotFoundError:
        return None
