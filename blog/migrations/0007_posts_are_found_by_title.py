from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0006_posts_are_filed"),
    ]

    operations = [
        migrations.AddIndex("post", models.Index(fields=["title", "slug"], name="post_titles")),
    ]
