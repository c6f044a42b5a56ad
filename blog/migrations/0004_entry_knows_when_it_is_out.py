from django.db import migrations, models
from django.db.models import Case, Q, When

OUT_AT = models.GeneratedField(
    expression=Case(When(status__in=["published", "scheduled"], then="published_at")),
    output_field=models.DateTimeField(null=True),
    db_persist=True,
)


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0003_linkbacks_close"),
    ]

    operations = [
        migrations.AddField("page", "out_at", OUT_AT),
        migrations.AddField("post", "out_at", OUT_AT),
        migrations.RemoveIndex("post", "post_public_newest"),
        *(
            migrations.AddIndex("post", index)
            for index in (
                models.Index(fields=["-out_at", "-id"], name="post_out_newest"),
                models.Index(fields=["-out_at", "-id"], condition=Q(pinned=True), name="post_pinned_newest"),
                models.Index(fields=["out_at"], condition=Q(announced_at=None), name="post_to_be_announced"),
                models.Index(fields=["-published_at", "-id"], name="post_newest"),
                models.Index(fields=["-created_at", "-id"], name="post_added_last"),
                models.Index(fields=["status", "-created_at", "-id"], name="post_added_last_by_status"),
                models.Index(fields=["-changed_at"], name="post_changed_last"),
            )
        ),
    ]
