"""Long lists of the administration: pages far back, and the dates above them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from blog.models import Filing, Post, Tag
from startalking.core.admin import long
from tests.factories import make_editor, make_page, make_post

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
POSTS = "/admin/blog/post/"


@pytest.fixture
def desk(client):
    client.force_login(make_editor())
    return client


@pytest.fixture
def archive(db):
    for year, month, day in ((2022, 12, 31), (2023, 1, 1), (2023, 3, 5), (2024, 2, 29)):
        at = datetime(year, month, day, 0, 30, tzinfo=BERLIN)
        make_post(title=f"{year}-{month}-{day}", published_at=at, created_at=at)


def dates_above(response):
    page = response.content.decode()
    nav = page.partition('class="toplinks"')[2].partition("</nav>")[0]
    return [part.partition("</a>")[0].rpartition(">")[2].removeprefix("&lsaquo; ") for part in nav.split("<a ")[1:]]


def test_the_years_from_the_first_post_to_the_last_stand_above_the_list(desk, archive):
    assert dates_above(desk.get(POSTS)) == ["2022", "2023", "2024"]


def test_a_year_has_its_months_from_the_first_to_the_last_whatever_is_searched_for(desk, archive):
    response = desk.get(POSTS, {"published_at__year": 2023, "q": "2023-3"})
    assert dates_above(response)[1:] == ["Januar 2023", "Februar 2023", "März 2023"]
    assert [post.title for post in response.context["cl"].result_list] == ["2023-3-5"]


def test_days_are_those_of_the_sites_time_zone(desk, archive):
    response = desk.get(POSTS, {"published_at__year": 2023, "published_at__month": 1})
    assert "1. Januar" in response.content.decode()
    assert [post.title for post in response.context["cl"].result_list] == ["2023-1-1"]


def test_pages_follow_each_other_without_a_gap(desk, archive, monkeypatch):
    from linkbacks.admin.ledgered import PostWithLedger

    monkeypatch.setattr(PostWithLedger, "list_per_page", 3)
    shown = [[post.title for post in desk.get(POSTS, {"p": page}).context["cl"].result_list] for page in (1, 2)]
    assert shown == [["2024-2-29", "2023-3-5", "2023-1-1"], ["2022-12-31"]]


def test_where_very_many_pages_are_their_title_is_typed(desk, monkeypatch):
    for _page in range(3):
        make_page()
    add = "/admin/blog/page/add/"
    assert "field_name=parent" not in desk.get(add).content.decode()
    monkeypatch.setattr(long, "CHOICES", 2)
    assert 'data-field-name="parent"' in desk.get(add).content.decode()


def test_lists_that_are_wrong_are_found_and_repaired(capsys):
    post = make_post(tags=["Dialog"])
    call_command("check_lists")
    Post.objects.filter(pk=post.pk).update(status=Post.Status.DRAFT)
    with pytest.raises(CommandError):
        call_command("check_lists")
    call_command("check_lists", "--repair")
    call_command("check_lists")
    assert Filing.objects.numbers("tag") == {}
    assert Tag.objects.exists()
