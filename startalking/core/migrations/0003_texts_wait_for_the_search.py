from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_titles_have_an_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Stale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("key", models.BigIntegerField()),
                ("since", models.DateTimeField()),
            ],
            options={
                "verbose_name": "text that waits for the search",
                "verbose_name_plural": "texts that wait for the search",
                "indexes": [models.Index(fields=["since"], name="text_waits_longest")],
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="text_waits_once")],
            },
        ),
    ]
