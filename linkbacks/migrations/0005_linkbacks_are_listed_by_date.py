from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("linkbacks", "0004_linkback_is_corrected"),
    ]

    operations = [
        migrations.AddIndex("incoming", models.Index(fields=["-created_at", "-id"], name="linkback_newest")),
    ]
