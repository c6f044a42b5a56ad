from typing import Any

from django.db import models, transaction

from blog import events
from startalking.core.events import announce


class Arranged(models.Model):
    """Something by which posts are arranged or found: who shows it hears when it changes or goes."""

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        announce(events.arranged, self, subject=self)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        announce(events.arranged, self, subject=self)
        return deleted
