from typing import Any
from urllib.parse import urlsplit

from django.db import migrations
from django.utils import timezone


def fill(apps: Any, _schema: Any) -> None:
    """The host of each source; what was taken over or is ours counts, all else is to be looked at."""
    rows = apps.get_model("linkbacks", "Incoming")._base_manager
    for row in rows.only("pk", "source").iterator(chunk_size=2000):
        rows.filter(pk=row.pk).update(host=host_of(row.source))
    rows.exclude(import_ref="").update(proof="imported")
    rows.filter(is_internal=True, import_ref="").update(proof="proven", proven_at=timezone.now())
    rows.filter(proof="waiting").update(due_at=timezone.now())


def host_of(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")[:253]
    except ValueError:
        return ""


class Migration(migrations.Migration):
    dependencies = [("linkbacks", "0002_both_ways")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
