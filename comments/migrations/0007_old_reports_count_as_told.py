from django.db import migrations
from django.db.models import F


def count_as_told(apps, schema_editor):
    """Letters went out at once until now: of what was reported before, nobody hears a second time."""
    reports = apps.get_model("comments", "Report").objects.using(schema_editor.connection.alias)
    reports.update(told_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0006_reports_know_their_letter"),
    ]

    operations = [
        migrations.RunPython(count_as_told, migrations.RunPython.noop),
    ]
