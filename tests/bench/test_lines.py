"""Folders that others have written: what is understood, and what is said where nothing is."""

from datetime import UTC, datetime

import pytest

from blog.models import Post
from comments.models import Comment
from startalking.core import soundness

POST = {"slug": "eins", "title": "Eins", "date": "2026-05-17T08:00:00Z"}
SAID = {"post": "eins", "text": "Ein Gedanke."}
EIGHT = datetime(2026, 5, 17, 8, tzinfo=UTC)


def parents():
    return {row.body: row.parent and row.parent.body for row in Comment.objects.select_related("parent")}


@pytest.mark.parametrize(
    "written",
    [
        "2026-05-17T08:00:00Z",
        "2026-05-17T08:00:00",
        "2026-05-17 08:00:00",
        "2026-05-17 08:00:00 UTC",
        "2026-05-17T08:00:00.000Z",
        "2026-05-17T10:00:00+02:00",
        "Sun, 17 May 2026 08:00:00 +0000",
        "Sun, 17 May 2026 08:00:00 GMT",
        1779004800,
        1779004800000,
    ],
)
def test_a_moment_may_be_written_in_many_ways(load, written):
    load(posts=[POST | {"date": written}])
    assert Post.objects.get().published_at == EIGHT


@pytest.mark.parametrize(
    "names", [("post", 7), ("post_slug", "eins"), ("slug", "eins"), ("post_id", "7"), ("post", "7")]
)
def test_a_comment_names_its_post_by_slug_or_by_id(load, names):
    load(posts=[POST | {"id": 7}], comments=[dict([names]) | {"text": "Hier."}])
    assert Comment.objects.get().post.slug == "eins"


def test_null_missing_and_unknown_fields_are_no_matter(load):
    bare = {"post": "eins", "text": "Hier.", "author": None, "email": None, "url": None, "parent": None, "date": None}
    load(
        posts=[POST | {"excerpt": None, "html": None, "tags": None, "mood": ["fine"]}],
        comments=[bare, bare | {"parent": 0}, {"post": "eins", "text": "Hier.", "ip": "192.0.2.1"}],
    )
    assert (Post.objects.get().teaser, Post.objects.get().comment_count) == ("", 3)
    assert {(row.name, row.email, row.website) for row in Comment.objects.all()} == {("Anonym", "", "")}
    assert {row.created_at for row in Comment.objects.all()} == {EIGHT}


def test_what_is_no_address_is_left_out(load):
    load(posts=[POST], comments=[SAID | {"email": "at home", "url": "javascript:alert(1)"}])
    assert (Comment.objects.get().email, Comment.objects.get().website) == ("", "")


def test_what_strangers_wrote_is_cleaned(load):
    load(
        posts=[POST],
        comments=[SAID | {"text": "<script>x</script> *so*"}, {"post": "eins", "html": "<p onclick='x'>Ja"}],
    )
    assert {row.html.strip() for row in Comment.objects.all()} == {
        "<p>&lt;script&gt;x&lt;/script&gt; <em>so</em></p>",
        "<p>Ja</p>",
    }


def test_parents_may_come_late_be_missing_or_run_in_circles(load):
    rows = [("a", 1, 2), ("b", 2, None), ("c", 3, 99), ("d", 4, 5), ("e", 5, 4), ("f", 6, 6), ("g", 7, 5)]
    loaded = load(posts=[POST], comments=[SAID | {"text": text, "id": key, "parent": up} for text, key, up in rows])
    assert parents() == {"a": "b", "b": None, "c": None, "d": None, "e": "d", "f": None, "g": "e"}
    assert soundness.unsound(Comment) == []
    assert loaded.notes["comments moved up: what they answer is not there, or they themselves"] == 3


def test_an_answer_stays_on_the_page_it_was_written_on(load):
    other = POST | {"slug": "zwei"}
    load(posts=[POST, other], comments=[SAID | {"id": 1}, {"post": "zwei", "text": "Fremd.", "id": 2, "parent": 1}])
    assert Comment.objects.get(body="Fremd.").parent is None


def test_what_stands_there_twice_counts_once(load):
    loaded = load(
        posts=[POST, POST | {"title": "Zwei"}, {"title": "Ohne Namen", "date": POST["date"]}],
        comments=[
            SAID | {"id": "x"},
            SAID | {"id": "x", "text": "Noch einmal."},
            SAID,
            SAID,
            {"post": "fort", "text": "?"},
        ],
    )
    assert dict(Post.objects.order_by("pk").values_list("slug", "title")) == {
        "eins": "Eins",
        "ohne-namen": "Ohne Namen",
    }
    assert Comment.objects.count() == Post.objects.get(slug="eins").comment_count == 3
    assert loaded.notes["posts left out: their slug stands there twice, the first counts"] == 1
    assert loaded.notes["comments left out: their id stands there twice, the first counts"] == 1
    assert loaded.notes["comments left out: their post is not in posts.jsonl"] == 1


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"posts": ['{"slug": ']}, "posts.jsonl, line 1: this is not JSON (Expecting value, at character 11)"),
        ({"posts": [POST, "", '["eins"]']}, 'posts.jsonl, line 3: this is ["eins"]. Each line holds one object'),
        ({"posts": [POST | {"title": " "}]}, "posts.jsonl, line 1: “title” is missing. Expected: a text that is not"),
        ({"posts": [POST | {"title": ["x"]}]}, 'posts.jsonl, line 1: “title” is ["x"]. Expected: a text.'),
        ({"posts": [POST | {"date": None}]}, "posts.jsonl, line 1: “date” is missing. Expected: a moment such as 2026"),
        ({"posts": [POST | {"date": "gestern"}]}, 'posts.jsonl, line 1: “date” is "gestern". Expected: a moment such'),
        ({"posts": [POST | {"date": 1e300}]}, "posts.jsonl, line 1: “date” is 1e+300. Expected: a moment such as 2026"),
        ({"posts": [POST | {"date": "0001-01-01"}]}, 'posts.jsonl, line 1: “date” is "0001-01-01". Expected: a moment'),
        ({"posts": [POST | {"tags": [7]}]}, "posts.jsonl, line 1: “tags” is [7]. Expected: a list of texts such as"),
        (
            {"posts": [POST], "comments": [{"text": "x"}]},
            "comments.jsonl, line 1: “post” is missing. Expected: the slug",
        ),
        (
            {"posts": [POST], "comments": [SAID | {"text": ""}]},
            "comments.jsonl, line 1: “text” is missing. Expected: what",
        ),
        (
            {"posts": [POST], "comments": [SAID | {"id": [1]}]},
            "comments.jsonl, line 1: “id” is [1]. Expected: a number",
        ),
        ({"posts": [POST], "tags": [{"name": None}]}, "tags.jsonl, line 1: “slug” is missing. Expected: a text"),
        ({"comments": [SAID]}, "There is no posts.jsonl in"),
    ],
)
def test_what_is_wrong_is_told_by_file_and_line_and_nothing_is_loaded(load, files, said):
    from intake.lines import UnreadableError

    with pytest.raises(UnreadableError) as told:
        load(**files)
    assert str(told.value).startswith(said)
    assert not Post.objects.exists()


def test_a_file_in_another_encoding_is_told(load, lines):
    from intake import loading
    from intake.lines import UnreadableError

    folder = lines()
    (folder / "posts.jsonl").write_bytes('{"slug": "a", "title": "Größe"}'.encode("latin-1"))
    with pytest.raises(UnreadableError, match=r"posts.jsonl, line 1: this is not UTF-8 \(at byte 27\). Save the file"):
        loading.load(folder)


def test_of_many_problems_twenty_are_told(load):
    from intake.lines import UnreadableError

    with pytest.raises(UnreadableError) as told:
        load(posts=["?"] * 30)
    said = str(told.value).splitlines()
    assert len(said) == 22
    assert said[20:] == ["... and 10 more.", "Nothing was loaded. Correct the files, or leave these lines out: --skip."]


def test_lines_that_cannot_be_read_are_left_out_when_asked_for(load):
    loaded = load(posts=["?", POST, POST | {"title": None}], comments=[SAID, "{}"], skip=True)
    assert (loaded.counts["posts"], loaded.counts["comments"]) == (1, 1)
    assert loaded.notes["lines left out: they cannot be read"] == 3
