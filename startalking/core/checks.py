"""What `manage.py check --deploy` asks beside Django's own questions."""

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
