from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0005_comments_are_found_by_date"),
    ]

    operations = [
        migrations.AddField("report", "told_at", models.DateTimeField(editable=False, null=True)),
    ]
