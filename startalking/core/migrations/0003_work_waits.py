from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_titles_have_an_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Waiting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("task", models.CharField(max_length=100)),
                ("arguments", models.CharField(max_length=200)),
                ("since", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "waiting work",
                "verbose_name_plural": "waiting work",
                "indexes": [models.Index(fields=["due_at"], name="work_due_first")],
                "constraints": [models.UniqueConstraint(fields=("task", "arguments"), name="work_waits_once")],
            },
        ),
    ]
