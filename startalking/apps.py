from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StartalkingConfig(AppConfig):
    name = "startalking"
    verbose_name = _("start:talking")

    def ready(self) -> None:
        """Connect the reactions: the only thing any app of ours does when it starts."""
        import_module("startalking.reactions")
