"""A site that was loaded cannot be told from one that grew."""

from datetime import UTC, datetime, timedelta

import pytest

from blog.models import Category, Filing, Post, Site, Tag
from comments.models import Comment
from startalking.core import soundness
from tests.factories import make_comment, make_post

HTML = '<h2>Über Größe</h2><p onclick="x()">Ein <b>Text</b> mit <a href="https://example.org/">Link</a>.</p><ul><li>so</li></ul>'
POST = {"slug": "groesse", "title": "Größe", "date": "2026-05-17T08:00:00Z", "html": HTML}
NOW_AND_THEN = {"id", "created_at", "changed_at", "announced_at"}
"""When something was made differs, for it was made at different times."""


def comment(key, parent=None, **fields):
    said = {"author": "Anna", "email": "Anna@Example.org", "text": f"Das ist *Gedanke* {key}, und er ist mir wichtig."}
    return {"id": key, "post": "groesse", "parent": parent, "date": f"2026-05-18T08:{key:02}:00Z", **said, **fields}


def columns(row, *, without):
    return {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in without
    }


def thread(post):
    """The conversation with everything in it but keys and times."""
    rows = Comment.objects.on(post).order_by("number", "tree_id", "lft").select_related("parent")
    own = NOW_AND_THEN | {"post", "parent", "tree_id", "shown_at", "number"}
    return [(columns(row, without=own), row.number, row.parent and row.parent.body) for row in rows]


def test_a_loaded_post_is_as_if_it_had_been_saved(load):
    load(posts=[POST | {"excerpt": "Worum es <b>geht</b>."}])
    grown = make_post(
        title="Größe", slug="anders", body=HTML, teaser="Worum es geht.", published_at=None, status="draft"
    )
    grown.publish(at=datetime(2026, 5, 17, 8, tzinfo=UTC))
    grown.refresh_from_db()
    loaded = Post.objects.get(slug="groesse")
    assert columns(loaded, without=NOW_AND_THEN | {"slug"}) == columns(grown, without=NOW_AND_THEN | {"slug"})
    assert loaded.changed_at == loaded.published_at == loaded.announced_at
    assert "onclick" not in loaded.html
    assert "<h2>" in loaded.html


def test_a_loaded_conversation_is_as_if_people_had_held_it(load):
    parents = {1: None, 2: 1, 3: None, 4: 2, 5: 1, 6: 3, 7: 2}
    load(posts=[POST], comments=[comment(key, parent) for key, parent in parents.items()])
    grown, rows = make_post(), {}
    for key, parent in parents.items():
        said = comment(key)
        plain = {"name": said["author"], "email": said["email"], "body": said["text"]}
        rows[key] = make_comment(grown, parent=rows[parent] if parent else None, **plain)
    loaded = Post.objects.get(slug="groesse")
    assert thread(loaded) == thread(grown)
    grown.refresh_from_db()
    assert loaded.comment_count == grown.comment_count == 7
    assert soundness.unsound(Comment) == []


def test_answers_below_the_deepest_level_stand_where_people_would_have_put_them(load):
    deep = Comment.DEEPEST + 6
    parents = {1: None, **{key: key - 1 for key in range(2, deep)}, deep: 2}
    load(posts=[POST], comments=[comment(key, parent) for key, parent in parents.items()])
    grown, rows = make_post(), {}
    for key, parent in parents.items():
        rows[key] = make_comment(
            grown, parent=rows.get(parent), name="Anna", email="anna@example.org", body=comment(key)["text"]
        )
    assert thread(Post.objects.get(slug="groesse")) == thread(grown)


def test_a_conversation_goes_on_after_loading(load):
    load(posts=[POST], comments=[comment(1), comment(2, 1)])
    post = Post.objects.get()
    first, last = Comment.objects.order_by("pk")
    make_comment(post, parent=last)
    assert make_comment(post).number == 2
    assert [row.level for row in Comment.objects.filter(tree_id=first.pk).order_by("lft")] == [0, 1, 2]
    assert soundness.unsound(Comment) == []
    post.refresh_from_db()
    assert post.comment_count == 4


def test_categories_become_a_sound_tree_and_posts_are_filed(load):
    load(
        categories=[
            {"slug": "teil", "name": "Teil", "parent": "ganzes"},
            {"slug": "ganzes", "name": "Ganzes", "parent": None},
            {"slug": "rest", "name": "Rest", "parent": ""},
        ],
        tags=[{"slug": "mass", "name": "Maß"}, {"slug": "mass-2", "name": "maß"}],
        posts=[POST | {"categories": ["teil", "Neues"], "tags": ["mass-2", "mass", "Ungesehen"]}],
    )
    post = Post.objects.get()
    assert soundness.unsound(Category) == []
    assert Category.objects.get(slug="teil").parent.slug == "ganzes"
    assert list(Category.objects.values_list("name", flat=True)) == ["Ganzes", "Teil", "Neues", "Rest"]
    assert set(post.categories.values_list("name", flat=True)) == {"Teil", "Neues"}
    assert set(post.tags.names()) == {"Maß", "Ungesehen"}
    assert Tag.objects.count() == 2
    assert Filing.objects.differences() == 0


def test_a_category_below_itself_or_below_nothing_stands_on_the_first_level(load):
    rows = [("a", "b"), ("b", "a"), ("c", "fort")]
    loaded = load(posts=[POST], categories=[{"slug": slug, "name": slug.upper(), "parent": up} for slug, up in rows])
    assert soundness.unsound(Category) == []
    assert {row.slug: row.parent and row.parent.slug for row in Category.objects.all()} == {
        "a": None,
        "b": "a",
        "c": None,
    }
    assert 2 in loaded.notes.values()
    assert loaded.counts["categories"] == 3


def test_loading_again_changes_nothing(load):
    files = {"posts": [POST], "comments": [comment(1), comment(2, 1)], "categories": [{"slug": "a", "name": "A"}]}
    load(**files)
    before = list(Comment.objects.values()), list(Post.objects.values()), list(Category.objects.values())
    loaded = load(**files)
    assert (list(Comment.objects.values()), list(Post.objects.values()), list(Category.objects.values())) == before
    assert not any(loaded.counts.values())
    assert loaded.notes["posts left out: the site has one with that slug"] == 1
    assert loaded.notes["comments left out: their post was left out"] == 2


def test_a_post_of_tomorrow_waits_for_its_hour(load):
    at = datetime.now(UTC) + timedelta(days=1)
    load(posts=[POST | {"date": at.isoformat()}])
    post = Post.objects.get()
    assert (post.status, post.announced_at) == (Post.Status.SCHEDULED, None)
    assert not post.is_public


def test_readers_see_what_was_loaded(load, client):
    Site.objects.current()
    load(posts=[POST], comments=[comment(1), comment(2, 1)])
    page = client.get("/blog/groesse/").content.decode()
    assert "Über Größe" in page
    assert "<em>Gedanke</em> 2" in page
    assert "Größe" in client.get("/").content.decode()


@pytest.mark.parametrize("size", [(30, 120, 40), (1, 5, 9), (3, 0, 0)])
def test_our_own_corpus_loads_whole(db, tmp_path, size):
    import corpus
    from intake import loading

    posts, comments, longest = size
    for name in ("a", "b"):
        corpus.write(tmp_path / name, corpus.Size(posts, comments, longest))
    loaded = loading.load(tmp_path / "a")
    assert loaded.counts == {"categories": 24, "tags": 300, "posts": posts, "comments": comments}
    assert not loaded.notes
    assert Filing.objects.differences() == 0
    assert soundness.unsound(Comment) == soundness.unsound(Category) == []
    assert max(Post.objects.values_list("comment_count", flat=True)) >= min(longest, comments)
    assert sum(Post.objects.values_list("comment_count", flat=True)) == comments
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()
