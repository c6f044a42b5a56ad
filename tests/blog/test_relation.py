import pytest

from blog.models import Post, Relation
from tests.factories import make_category, make_post

pytestmark = pytest.mark.django_db


def out(**fields):
    post = make_post(status=Post.Status.DRAFT, **fields)
    post.publish()
    return post


def test_posts_with_a_tag_in_common_are_related_both_ways():
    first, _other, second = out(tags=["Podcast"]), out(tags=["Presse"], body="<p>Anderes</p>"), out(tags=["Podcast"])
    assert first.related_posts()[0] == second
    assert second.related_posts()[0] == first


def test_posts_with_words_in_common_are_related():
    first = out(title="Krise", body="<p>Shitstorm und Gegenrede im Netz.</p>")
    out(title="Garten", body="<p>Tulpen und Narzissen blühen.</p>")
    second = out(title="Sturm", body="<p>Ein Shitstorm braucht keine Gegenrede.</p>")
    assert first.related_posts() == [second]
    assert second.related_posts() == [first]


def test_a_post_with_nothing_in_common_is_related_to_none():
    out(body="<p>Tulpen</p>", title="Garten")
    assert out(body="<p>Schrauben</p>", title="Werkstatt").related_posts() == []


def test_at_most_four_are_kept():
    posts = [out(tags=["Podcast"]) for _number in range(7)]
    assert all(len(post.related_posts()) == 4 for post in posts)


def test_a_rare_tag_counts_more_than_a_common_category():
    common = make_category()
    for number in range(8):
        out(title=f"Nur Rubrik {number}", body=f"<p>Wort{number}</p>", categories=[common])
    rare = out(title="Selten", body="<p>Eins</p>", tags=["Erstausgabe"])
    post = out(title="Frisch", body="<p>Zwei</p>", categories=[common], tags=["Erstausgabe"])
    assert post.related_posts()[0] == rare


@pytest.mark.parametrize(
    "hide",
    [
        lambda post: post.withdraw(),
        lambda post: post.keep_private(),
        lambda post: Post.objects.filter(pk=post.pk).update(password="geheim"),
    ],
    ids=["withdrawn", "private", "with a password"],
)
def test_what_is_not_for_everybody_is_related_to_nothing(hide):
    shown, hidden = out(tags=["Podcast"]), out(tags=["Podcast"])
    assert shown.related_posts() == [hidden]
    hide(hidden)
    assert shown.related_posts() == []


def test_a_post_that_goes_makes_room_for_the_next():
    posts = [out(tags=["Podcast"]) for _number in range(6)]
    first = posts[0]
    shown = first.related_posts()
    shown[0].withdraw()
    assert len(first.related_posts()) == 4
    assert shown[0] not in first.related_posts()


def test_a_post_that_changes_its_subject_leaves_its_old_relations():
    first, second = out(title="Eins", body="<p>Tulpen</p>"), out(title="Zwei", body="<p>Tulpen</p>")
    assert first.related_posts() == [second]
    second.body = "<p>Schrauben</p>"
    second.save()
    second.record_edit()
    assert first.related_posts() == []


def test_relating_again_changes_nothing():
    posts = [out(tags=["Podcast"]) for _number in range(6)]
    before = set(Relation.objects.values_list("post", "other", "rank"))
    posts[0].relate()
    assert set(Relation.objects.values_list("post", "other", "rank")) == before


def test_a_draft_has_no_relations():
    out(tags=["Podcast"])
    draft = make_post(status=Post.Status.DRAFT, tags=["Podcast"])
    draft.relate()
    assert not Relation.objects.exists()
