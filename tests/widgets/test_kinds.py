from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from blog.models import Post
from comments.models import Comment
from knowledgebase.models import Article
from tests.factories import (
    make_article,
    make_category,
    make_comment,
    make_image,
    make_page,
    make_post,
    make_section,
    make_site,
    make_widget,
    picture_file,
)
from widgets.models import Widget

pytestmark = pytest.mark.django_db
TOMORROW = timezone.now() + timedelta(days=1)


def facts(kind, **fields):
    return make_widget(kind, **fields).facts()


class TestCategories:
    def test_a_category_counts_each_post_of_those_below_it_once(self):
        above = make_category("Kommunikation")
        below = make_category("Krise", parent=above)
        make_post(categories=[above, below])
        make_post(categories=[below])
        (root,) = facts("categories")["categories"]
        assert (root["name"], root["count"]) == ("Kommunikation", 2)
        assert [(node["name"], node["count"]) for node in root["below"]] == [("Krise", 2)]

    def test_categories_without_public_posts_are_left_out(self):
        make_post(status="draft", categories=[make_category()])
        make_post(published_at=TOMORROW, status=Post.Status.SCHEDULED, categories=[make_category()])
        assert facts("categories") == {}


class TestArchive:
    def test_months_are_the_months_of_the_sites_own_clock(self):
        midnight_in_berlin = datetime(2026, 5, 1, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))
        make_post(published_at=midnight_in_berlin)
        make_post(published_at=midnight_in_berlin + timedelta(days=3))
        make_post(published_at=midnight_in_berlin - timedelta(days=1))
        assert facts("archive")["months"] == [{"value": "2026-05", "count": 2}, {"value": "2026-04", "count": 1}]


class TestRecentComments:
    def test_the_newest_come_first_with_name_and_title(self):
        post, page, article = make_post(title="Über Mut"), make_page(title="Kontakt"), make_article(term="SSL")
        for name, target in (("Ada", post), ("Bodo", page), ("Cleo", article)):
            make_comment(target, name=name)
        told = facts("recent_comments")["comments"]
        assert [(one["name"], one["title"]) for one in told] == [
            ("Cleo", "SSL"),
            ("Bodo", "Kontakt"),
            ("Ada", "Über Mut"),
        ]
        assert told[0]["url"].startswith("/kommentar/")

    @pytest.mark.parametrize("status", [Comment.Status.HELD, Comment.Status.SPAM, Comment.Status.TRASH])
    def test_what_is_not_approved_is_nobodys_business(self, status):
        make_comment(status=status)
        assert facts("recent_comments") == {}

    @pytest.mark.parametrize(
        "hidden",
        [
            lambda: make_post(status="draft"),
            lambda: make_post(status="private", published_at=timezone.now()),
            lambda: make_post(password="geheim"),
            lambda: make_page(password="geheim"),
            lambda: make_page(status="withdrawn"),
            lambda: make_article(status=Article.Status.DRAFT),
        ],
        ids=["draft", "private", "locked post", "locked page", "withdrawn page", "article in writing"],
    )
    def test_nothing_is_told_of_hidden_or_locked_pages(self, hidden):
        make_comment(hidden(), name="Verraten")
        assert facts("recent_comments") == {}

    def test_as_many_as_the_editor_wants(self):
        post = make_post()
        for _number in range(7):
            make_comment(post)
        assert len(facts("recent_comments")["comments"]) == 5
        assert len(facts("recent_comments", number=7)["comments"]) == 7

    def test_thirty_comments_cost_no_more_queries_than_one(self, django_assert_max_num_queries):
        for _number in range(30):
            make_comment(make_article())
        widget = make_widget("recent_comments", number=30)
        with django_assert_max_num_queries(3):
            widget.facts()


class TestTags:
    def test_the_most_used_in_the_order_of_the_german_alphabet(self):
        make_post(tags=["Zitate", "Öffentlichkeit", "PR"])
        make_post(tags=["Zitate", "Öffentlichkeit"])
        make_post(status="draft", tags=["PR", "Geheim"])
        assert [(tag["name"], tag["count"]) for tag in facts("tags", number=2)["tags"]] == [
            ("Öffentlichkeit", 2),
            ("Zitate", 2),
        ]


class TestFeaturedPost:
    def test_a_public_post_is_shown_with_its_title(self):
        post = make_post(title="Über Mut")
        assert facts("featured_post", post=post) == {
            "title": "Über Mut",
            "lang": "de",
            "url": post.get_absolute_url(),
        }

    @pytest.mark.parametrize(
        "fields",
        [{"status": "draft"}, {"status": Post.Status.SCHEDULED, "published_at": TOMORROW}],
        ids=["draft", "scheduled"],
    )
    def test_a_post_that_is_not_public_is_not_there(self, fields):
        assert facts("featured_post", post=make_post(**fields)) == {}

    def test_a_locked_post_shows_no_picture(self):
        image = make_image()
        assert make_widget("featured_post", post=make_post(picture=image)).shown_picture == image
        assert make_widget("featured_post", post=make_post(picture=image, password="geheim")).shown_picture is None


class TestKnowledge:
    def test_sections_and_their_chosen_articles_in_order(self):
        second = make_section(name="Marketing", position=2)
        first = make_section(name="Web & Technik", position=1)
        make_article(section=second, term="Twitter", position=1)
        make_article(section=first, term="DNSSEC", position=2, headline="Wozu DNSSEC?")
        make_article(section=first, term="SSL", position=1)
        make_article(section=first, term="Nicht gewählt", in_overview=False)
        make_article(section=first, term="Entwurf", status=Article.Status.DRAFT)
        make_section(name="Leer")
        told = facts("knowledge_overview")["sections"]
        assert [(section["name"], [one["term"] for one in section["articles"]]) for section in told] == [
            ("Web & Technik", ["SSL", "DNSSEC"]),
            ("Marketing", ["Twitter"]),
        ]
        assert told[0]["articles"][1]["headline"] == "Wozu DNSSEC?"


class TestPlainKinds:
    def test_a_picture_without_a_file_is_not_shown(self):
        assert facts("picture", picture=make_image(file="")) == {}

    def test_a_profile_carries_the_words_of_the_editor(self):
        told = facts("social_profile", network="mastodon", address="https://social.example/@wir", text="<b>@wir</b>")
        assert told == {"network": "mastodon", "url": "https://social.example/@wir", "label": "@wir"}


class TestReactions:
    """What the house announces reaches what the widgets keep."""

    def test_a_picture_whose_file_comes_later_is_shown_then(self):
        image = make_image(file="")
        widget = make_widget("picture", picture=image)
        assert widget.facts() == {}
        image.file = picture_file()
        image.save()
        assert Widget.objects.get(pk=widget.pk).facts() == {"url": ""}

    def test_a_comment_taken_back_leaves_the_sidebar(self):
        comment = make_comment(name="Ada")
        widget = make_widget("recent_comments")
        assert widget.facts()
        comment.hold()
        widget.refresh_from_db()
        assert widget.facts() == {}

    def test_a_withdrawn_post_takes_its_comments_along(self):
        post = make_post()
        make_comment(post)
        widget = make_widget("recent_comments")
        assert widget.facts()
        post.withdraw()
        widget.refresh_from_db()
        assert widget.facts() == {}

    def test_a_scheduled_post_is_featured_from_its_hour_on(self, time_machine):
        post = make_post(status="draft")
        post.publish(at=TOMORROW)
        widget = make_widget("featured_post", post=post)
        assert widget.facts() == {}
        time_machine.move_to(TOMORROW + timedelta(minutes=1))
        post.announce()
        widget.refresh_from_db()
        assert widget.facts()["title"] == post.title

    def test_a_renamed_category_is_renamed_in_the_sidebar(self):
        category = make_category("Alt")
        make_post(categories=[category])
        widget = make_widget("categories")
        widget.facts()
        category.name = "Neu"
        category.save()
        widget.refresh_from_db()
        assert widget.facts()["categories"][0]["name"] == "Neu"

    def test_a_renamed_section_is_renamed_in_the_footer(self):
        section = make_section(name="Alt")
        make_article(section=section)
        widget = make_widget("knowledge_overview", area="footer_columns")
        widget.facts()
        section.name = "Neu"
        section.save()
        widget.refresh_from_db()
        assert widget.facts()["sections"][0]["name"] == "Neu"

    def test_another_form_of_addresses_reaches_the_sidebar(self):
        post = make_post(slug="mut")
        widget = make_widget("featured_post", post=post)
        assert widget.facts()["url"] == "/blog/mut/"
        make_site(permalinks="/{slug}/")
        widget.refresh_from_db()
        assert widget.facts()["url"] == "/mut/"
