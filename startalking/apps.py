from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class StartalkingConfig(AppConfig):
    name = "startalking"
    verbose_name = _("start:talking")

    def ready(self) -> None:
        """Connect the reactions: the only thing any app of ours does when it starts."""
        import_module("startalking.reactions")


class DeskConfig(admin.AdminConfig):
    """Django's admin, with our desk as its site."""

    default = False
    default_site = "startalking.desk.Desk"
