"""What is kept about lists of posts says the same as the posts themselves, whatever happens to them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from blog.lists import FrontPage, PostList
from blog.models import Filing, Key, Post, Tag, Tally
from startalking.core import trees
from tests.factories import make_author, make_category, make_post

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def all_is_right_in_the_end(db):
    yield
    assert Filing.objects.differences() == 0


def titles(posts):
    return [post.title for post in posts]


def every(posts):
    return titles(posts[0 : len(posts)])


def make_archive(months=6, each=3, **facts):
    for month in range(1, months + 1):
        for day in range(1, each + 1):
            make_post(title=f"{month}.{day}", published_at=datetime(2024, month, day, tzinfo=BERLIN), **facts)


def test_every_page_holds_the_posts_that_counting_through_would_give():
    make_archive(tags=["Dialog"])
    tag = Tag.objects.get()
    right = titles(Post.objects.published().newest_first())
    for key in (Key(), Key(tag=tag.pk)):
        for start in range(len(right)):
            assert titles(PostList(key)[start : start + 4]) == right[start : start + 4]


def test_a_list_ends_where_its_posts_end():
    make_archive(months=1, each=3)
    posts = PostList()
    assert (len(posts), titles(posts[2:12]), titles(posts[3:13])) == (3, ["1.1"], [])
    assert len(PostList(Key(tag=7))) == 0


def test_posts_of_one_moment_stand_in_one_order():
    for number in range(5):
        make_post(title=str(number), published_at=datetime(2024, 1, 1, tzinfo=BERLIN))
    assert titles(PostList()[0:3]) + titles(PostList()[3:6]) == ["4", "3", "2", "1", "0"]


def test_scheduled_posts_enter_every_list_at_their_hour(time_machine):
    category, author = make_category(), make_author()
    make_post(title="da", categories=[category], tags=["Dialog"], authors=[author])
    hour = timezone.now() + timedelta(hours=1)
    later = {"status": Post.Status.SCHEDULED, "published_at": hour}
    make_post(title="bald", categories=[category], tags=["Dialog"], authors=[author], **later)
    keys = [Key(), Key(category=category.pk), Key(tag=Tag.objects.get().pk), Key(author=author.pk)]
    assert [every(PostList(key)) for key in keys] == [["da"]] * 4
    assert sum(number for _month, number in PostList().months()) == 1
    assert Filing.objects.numbers("tag") == {keys[2].tag: 1}
    time_machine.move_to(hour + timedelta(seconds=1))
    assert [every(PostList(key)) for key in keys] == [["bald", "da"]] * 4
    assert sum(number for _month, number in PostList().months()) == 2
    assert Filing.objects.numbers("tag") == {keys[2].tag: 2}


def test_a_month_ahead_is_no_month_of_the_archive():
    make_post(published_at=datetime(2024, 5, 1, tzinfo=BERLIN))
    make_post(status=Post.Status.SCHEDULED, published_at=timezone.now() + timedelta(days=60))
    assert [(month.isoformat(), number) for month, number in PostList().months()] == [("2024-05-01", 1)]


def test_what_is_taken_down_leaves_the_lists_and_may_come_back():
    category = make_category()
    post = make_post(categories=[category])
    post.withdraw()
    assert (len(PostList()), len(PostList(Key(category=category.pk)))) == (0, 0)
    assert not Tally.objects.exists()
    post.publish()
    assert (len(PostList()), len(PostList(Key(category=category.pk)))) == (1, 1)


def test_a_new_date_moves_a_post_to_another_month():
    post = make_post(published_at=datetime(2024, 1, 31, 23, 30, tzinfo=BERLIN), tags=["Dialog"])
    post.publish(at=datetime(2024, 2, 1, 0, 30, tzinfo=BERLIN))
    assert [month.month for month, _number in PostList().months()] == [2]
    assert Tally.objects.count() == 2


def test_filing_something_elsewhere_counts_once_it_is_recorded():
    one, other = make_category(), make_category()
    post = make_post(categories=[one])
    post.categories.set([other])
    post.record_edit()
    assert (len(PostList(Key(category=one.pk))), len(PostList(Key(category=other.pk)))) == (0, 1)


def test_a_category_that_moves_takes_its_posts_along():
    old, new = make_category("Alt"), make_category("Neu")
    moved = make_category("Unten", parent=old)
    make_post(title="unten", categories=[moved])
    make_post(title="beides", categories=[moved, new])
    trees.place(moved, new, trees.Where.BELOW)
    assert every(PostList(Key(category=old.pk))) == []
    assert every(PostList(Key(category=new.pk))) == ["beides", "unten"]


def test_a_category_that_goes_leaves_no_posts_above():
    above = make_category("Oben")
    below = make_category("Unten", parent=above)
    make_post(title="unten", categories=[below])
    make_post(title="beides", categories=[above, below])
    below.delete()
    assert every(PostList(Key(category=above.pk))) == ["beides"]


def test_tags_authors_and_posts_go_with_their_lists():
    author = make_author()
    post = make_post(tags=["Dialog"], authors=[author])
    Tag.objects.get().delete()
    author.delete()
    assert Filing.objects.count() == 0
    assert len(PostList()) == 1
    post.delete()
    assert len(PostList()) == 0
    make_post(tags=["Dialog"])
    Post.objects.all().delete()
    assert not Filing.objects.exists()
    assert not Tally.objects.exists()


def test_pinned_posts_stand_before_all_others_on_the_first_page_only():
    make_archive(months=3)
    for title in ("1.2", "3.1"):
        Post.objects.filter(title=title).update(pinned=True)
    right = ["3.1", "1.2", "3.3", "3.2", "2.3", "2.2", "2.1", "1.3", "1.1"]
    for start in range(len(right)):
        assert titles(FrontPage()[start : start + 3]) == right[start : start + 3]
    assert len(FrontPage()) == 9


def test_what_was_written_past_the_verbs_is_found_and_counted_anew():
    category = make_category()
    posts = [make_post(categories=[category], tags=["Dialog"], authors=[make_author()]) for _post in range(3)]
    Post.objects.filter(pk=posts[0].pk).update(status=Post.Status.DRAFT)
    posts[1].tags.clear()
    assert Filing.objects.differences() > 0
    Filing.objects.recount()
    assert Filing.objects.differences() == 0
    assert len(PostList(Key(category=category.pk))) == 2
