from django.db import migrations

MAKE = "CREATE INDEX core_search_titles ON core_search USING gin (ts_filter(stems, '{a}'))"


def make_index(apps, schema_editor):
    """SQLite's search knows the columns of its words by itself."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(MAKE)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX core_search_titles")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_first"),
    ]

    operations = [
        migrations.RunPython(make_index, drop_index),
    ]
