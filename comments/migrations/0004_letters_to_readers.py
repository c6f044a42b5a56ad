from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0003_comment_numbers")]

    operations = [
        migrations.AddField(
            model_name="writer",
            name="key_wished_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="follow",
            name="confirmation_wished_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="follow",
            name="busy_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["-shown_at"], name="comment_newest_shown"),
        ),
    ]
