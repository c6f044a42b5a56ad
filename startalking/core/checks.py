"""What `manage.py check --deploy` asks beside Django's own questions."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register
from django.utils.translation import gettext as _


@register(Tags.security, deploy=True)
def only_public_servers_are_asked(**_kwargs: Any) -> list[CheckMessage]:
    if not settings.FETCH_ALLOW:
        return []
    message = _("FETCH_ALLOW is set: strangers can make this site ask servers that are not public.")
    return [checks.Warning(message, hint=_("Leave it empty on a public site."), id="startalking.W001")]


@register(Tags.security, deploy=True)
def machines_have_in_common_what_they_need(**_kwargs: Any) -> list[CheckMessage]:
    """Nobody can see from here how many machines there are: told for information, fails no check."""
    return [checks.Info(message, hint=hint, id=number) for number, message, hint in _of_this_machine_alone()]


def _of_this_machine_alone() -> Iterator[tuple[str, str, str]]:
    if "replica" in settings.DATABASES and not settings.REDIS_URL:
        yield (
            "startalking.I001",
            _("DATABASE_REPLICA_URL is set without REDIS_URL: what was written is noted on this machine alone."),
            _("Right for one machine; several need one Redis."),
        )
    kept = settings.DATA_DIR / "secret_key"
    if settings.MEDIA_STORAGE and kept.exists() and kept.read_text().strip() == settings.SECRET_KEY:
        yield (
            "startalking.I002",
            _("Uploads lie in a bucket, but SECRET_KEY comes from DATA_DIR: each machine makes its own."),
            _("Right for one machine; several need the same SECRET_KEY."),
        )
