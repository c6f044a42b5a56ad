from django.db import migrations, models
from django.db.models import Q

KINDS = ("post", "page", "article")


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0004_letters_to_readers"),
    ]

    operations = [
        migrations.AddIndex("comment", index)
        for index in (
            *(
                models.Index(fields=[kind, "status", "-created_at", "-id"], name=f"comment_newest_of_{kind}")
                for kind in KINDS
            ),
            *(
                models.Index(fields=[kind, "id"], condition=~Q(author=None), name=f"comment_of_author_on_{kind}")
                for kind in KINDS
            ),
            models.Index(fields=["-created_at", "-id"], name="comment_newest"),
            models.Index(fields=["-decided_at", "-id"], name="comment_decided_last"),
        )
    ]
