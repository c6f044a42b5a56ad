from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from mptt.models import MPTTModel

from comments.models import Comment
from startalking.core import soundness


class Command(BaseCommand):
    help = str(
        gettext_lazy("Check whether all trees are sound: threads of comments, categories, pages, menus, sections.")
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help=_("number broken trees anew; no node gets another parent")
        )

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        found = {model: soundness.unsound(model) for model in _models()}
        for model, broken in found.items():
            self._tell(model, broken)
        if any(found.values()) and repair:
            found = {model: self._repaired(model) for model, broken in found.items() if broken}
        if any(found.values()):
            raise CommandError(_("There are broken trees. --repair numbers them anew."))

    def _tell(self, model: type[MPTTModel], broken: list[int]) -> None:
        facts = {"name": model._meta.label, "number": len(broken), "which": ", ".join(map(str, broken[:20]))}
        if broken:
            self.stdout.write(_("%(name)s: %(number)d broken (%(which)s)") % facts)
        else:
            self.stdout.write(_("%(name)s: sound") % facts)

    def _repaired(self, model: type[MPTTModel]) -> list[int]:
        """What is still broken after the repair."""
        mended = Comment.objects.mend() if model is Comment else soundness.mend(model)
        facts = {"name": model._meta.label, "number": len(mended)}
        self.stdout.write(_("%(name)s: %(number)d numbered anew") % facts)
        return soundness.unsound(model)


def _models() -> list[type[MPTTModel]]:
    return [model for model in apps.get_models() if issubclass(model, MPTTModel)]
