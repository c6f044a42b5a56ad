from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from startalking.core.checks import only_public_servers_are_asked

__all__ = ["CoreConfig", "only_public_servers_are_asked"]


class CoreConfig(AppConfig):
    name = "startalking.core"
    verbose_name = _("Foundation")
