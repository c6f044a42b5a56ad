from django.db import migrations
from django.db.models import Count, DateField
from django.db.models.functions import TruncMonth

LISTS = {
    "category_id": """
        SELECT DISTINCT post.id, post.out_at, above.id FROM blog_post post
        JOIN blog_post_categories filed ON filed.post_id = post.id
        JOIN blog_category own ON own.id = filed.category_id
        JOIN blog_category above ON above.tree_id = own.tree_id AND above.lft <= own.lft AND above.rght >= own.rght
        WHERE post.out_at IS NOT NULL""",
    "tag_id": """
        SELECT post.id, post.out_at, tagged.tag_id FROM blog_post post
        JOIN blog_taggedpost tagged ON tagged.content_object_id = post.id WHERE post.out_at IS NOT NULL""",
    "author_id": """
        SELECT post.id, post.out_at, wrote.author_id FROM blog_post post
        JOIN blog_post_authors wrote ON wrote.post_id = post.id WHERE post.out_at IS NOT NULL""",
}
SUBJECTS = ("category", "tag", "author")


def file_posts(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for column, rows in LISTS.items():
            cursor.execute(f"INSERT INTO blog_filing (post_id, at, {column}) {rows}")


def count_posts(apps, schema_editor):
    tally, filing, post = (apps.get_model("blog", name) for name in ("Tally", "Filing", "Post"))
    for rows, at, subjects in ((post.objects.exclude(out_at=None), "out_at", ()), (filing.objects, "at", SUBJECTS)):
        months = rows.order_by().annotate(in_month=TruncMonth(at, output_field=DateField()))
        counted = months.values("in_month", *subjects).annotate(posts=Count("pk"))
        tally.objects.bulk_create(
            (
                tally(month=row["in_month"], posts=row["posts"], **{f"{name}_id": row[name] for name in subjects})
                for row in counted
            ),
            batch_size=500,
        )


def forget(apps, schema_editor):
    for name in ("Tally", "Filing"):
        apps.get_model("blog", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0005_lists_are_kept"),
    ]

    operations = [
        migrations.RunPython(file_posts, forget),
        migrations.RunPython(count_posts, migrations.RunPython.noop),
    ]
