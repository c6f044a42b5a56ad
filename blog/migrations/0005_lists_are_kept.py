from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import DO_NOTHING

KINDS = ("category", "tag", "author")
ALL_POSTS = Q(category=None, tag=None, author=None)
ONE_SUBJECT = (
    Q(category__isnull=False, tag=None, author=None)
    | Q(category=None, tag__isnull=False, author=None)
    | Q(category=None, tag=None, author__isnull=False)
)


def columns(*own):
    key = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
    subjects = [(kind, f"blog.{kind}") for kind in KINDS]
    keys = [
        (kind, models.ForeignKey(db_index=False, null=True, on_delete=DO_NOTHING, related_name="+", to=to))
        for kind, to in subjects
    ]
    return [("id", key), *own, *keys]


def once(name, *fields):
    """Each row once in the lists of a kind; the index that holds it is also the one that is read."""
    return [
        models.UniqueConstraint(
            fields=(kind, *fields), condition=Q(**{f"{kind}__isnull": False}), name=name.format(kind)
        )
        for kind in KINDS
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0004_entry_knows_when_it_is_out"),
    ]

    operations = [
        migrations.CreateModel(
            name="Filing",
            fields=columns(
                ("at", models.DateTimeField()),
                ("post", models.ForeignKey(on_delete=DO_NOTHING, related_name="filings", to="blog.post")),
            ),
            options={
                "constraints": [
                    models.CheckConstraint(condition=ONE_SUBJECT, name="filing_is_of_one_list"),
                    *once("post_stands_once_in_a_list_of_{}", "at", "post"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=columns(
                ("month", models.DateField()),
                ("posts", models.PositiveIntegerField()),
            ),
            options={
                "constraints": [
                    models.CheckConstraint(condition=ALL_POSTS | ONE_SUBJECT, name="tally_is_of_one_list"),
                    models.UniqueConstraint(fields=("month",), condition=ALL_POSTS, name="month_is_counted_once"),
                    *once("month_of_{}_is_counted_once", "month"),
                ],
            },
        ),
    ]
