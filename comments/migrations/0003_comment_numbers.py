from typing import Any

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Lower

TARGETS = ("post", "page", "article")


def fill(apps: Any, _schema: Any) -> None:
    """Addresses in small letters; when comments that are shown came out; the number of each thread of a page."""
    rows = apps.get_model("comments", "Comment")._base_manager
    rows.exclude(email=Lower("email")).update(email=Lower("email"))
    rows.filter(status="approved", shown_at=None).update(shown_at=F("created_at"))
    for target in TARGETS:
        number_on(rows, f"{target}_id")


def number_on(rows: Any, key: str) -> None:
    threads = rows.filter(parent=None).exclude(**{key: None}).order_by(key, "created_at", "pk")
    last, number, changed = None, 0, []
    for thread in threads.only("pk", key, "status", "lft", "rght").iterator(chunk_size=2000):
        number = number if getattr(thread, key) == last else 0
        last = getattr(thread, key)
        if thread.status == "approved" or thread.rght > thread.lft + 1:
            number += 1
            thread.number = number
            changed.append(thread)
    rows.bulk_update(changed, ["number"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_moderation")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
