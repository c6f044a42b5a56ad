"""The Theme Unit Test export of WordPress: each of its things is found. Skips where the file is not there."""

from collections import Counter

from startalking.core.text import clean, plain
from startalking.wordpress import discussion, threads
from startalking.wordpress.html import to_html
from startalking.wordpress.problems import Notice
from startalking.wordpress.records import Category, Post, Tag, menu_entry


def posts(records, *kinds):
    return [record for record in records if isinstance(record, Post) and (not kinds or record.kind in kinds)]


def test_every_item_is_found(real):
    assert Counter(post.kind for post in posts(real)) == {"post": 58, "page": 21, "attachment": 37, "nav_menu_item": 70}
    assert sum(isinstance(record, Category) for record in real) == 68
    assert sum(isinstance(record, Tag) for record in real) == 110
    assert not [record for record in real if isinstance(record, Notice)]


def test_every_comment_is_found(real):
    comments = [comment for post in posts(real) for comment in post.comments]
    assert len(comments) == 33
    assert Counter(comment.type for comment in comments) == {"comment": 29, "trackback": 2, "pingback": 2}
    assert Counter(discussion.state(comment) for comment in comments) == {"approved": 30, "held": 3}


def test_threads_keep_their_depth(real):
    plans = [threads.plan(post.comments, keep=discussion.is_comment) for post in posts(real)]
    assert max(node.level for plan in plans for node in plan.nodes) == 9
    assert sum(len(plan.nodes) for plan in plans) == 29
    assert not any(plan.lifted or plan.cut or plan.repeated for plan in plans)


def test_states_are_kept(real):
    found = {post.id: post for post in posts(real)}
    assert found[1153].status == "future"
    assert found[1164].status == "draft"
    assert found[1168].password == "enter"
    assert [post.id for post in posts(real) if post.sticky] == [1241]
    assert found[1811].slug == "επίπεδο-2"


def test_every_menu_entry_belongs_to_a_menu_and_has_a_goal(real):
    entries = [menu_entry(post) for post in posts(real, "nav_menu_item")]
    assert all(entry.menu_slug and (entry.object_id or entry.url) for entry in entries)


def test_every_text_keeps_its_words(real):
    """Compared with the export's own words; what goes is what the notices name."""
    for post in posts(real, "post", "page"):
        result = to_html(post.content, resolve=lambda _: None)
        shown = plain(clean(result.html, own=["http"]))
        if not result.warnings and "[" not in post.content and "<!-- wp:" not in post.content:
            assert "".join(shown.split()) == "".join(plain(post.content).split()), post.title
