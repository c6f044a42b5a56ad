from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from startalking.core.checks import machines_have_in_common_what_they_need, only_public_servers_are_asked

__all__ = ["CoreConfig", "machines_have_in_common_what_they_need", "only_public_servers_are_asked"]


class CoreConfig(AppConfig):
    name = "startalking.core"
    verbose_name = _("Foundation")
