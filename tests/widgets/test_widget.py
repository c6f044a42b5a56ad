from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories import make_category, make_image, make_menu, make_post, make_widget
from widgets import kinds
from widgets.models import Widget

NOW = timezone.now()


@pytest.mark.django_db
class TestPlaces:
    def test_each_area_is_counted_from_one(self):
        first, second, elsewhere = make_widget(), make_widget(), make_widget(area="footer_line")
        assert (first.position, second.position, elsewhere.position) == (1, 2, 1)

    def test_moving_up_changes_places_with_the_neighbour(self):
        first, second, third = make_widget(), make_widget(), make_widget()
        third.move(up=True)
        assert list(Widget.objects.in_order()) == [first, third, second]

    def test_the_last_one_cannot_move_down(self):
        first, second = make_widget(), make_widget()
        second.move(up=False)
        assert list(Widget.objects.in_order()) == [first, second]

    def test_equal_positions_are_told_apart_by_moving(self):
        first, second = make_widget(position=3), make_widget(position=3)
        second.move(up=True)
        assert list(Widget.objects.in_order()) == [second, first]

    def test_dragging_into_another_area_takes_the_widget_along(self):
        stays, moves = make_widget(area="footer_line"), make_widget(area="sidebar")
        Widget.objects.arrange("footer_line", [moves.pk, stays.pk])
        assert list(Widget.objects.filter(area="footer_line").in_order()) == [moves, stays]

    def test_what_the_browser_did_not_know_of_stays_behind_the_rest(self):
        first, second = make_widget(), make_widget()
        added_meanwhile = make_widget()
        Widget.objects.arrange("sidebar", [second.pk, first.pk, 4711])
        assert list(Widget.objects.in_order()) == [second, first, added_meanwhile]


@pytest.mark.django_db
class TestTimes:
    @pytest.mark.parametrize(
        ("begin", "end", "shown"),
        [
            (None, None, True),
            (-1, None, True),
            (1, None, False),
            (None, 1, True),
            (None, -1, False),
            (-2, -1, False),
            (-1, 1, True),
        ],
    )
    def test_a_widget_is_active_within_its_time(self, begin, end, shown):
        def hour(hours):
            return None if hours is None else NOW + timedelta(hours=hours)

        make_widget(shown_from=hour(begin), shown_until=hour(end))
        assert Widget.objects.active().exists() is shown

    def test_the_end_comes_after_the_beginning(self):
        with pytest.raises(IntegrityError, match="widget_ends_after_it_begins"), transaction.atomic():
            make_widget(shown_from=NOW, shown_until=NOW - timedelta(hours=1))

    def test_what_is_switched_off_is_not_shown(self):
        make_widget(is_active=False)
        assert not Widget.objects.active().exists()

    def test_a_kind_that_is_no_longer_there_is_not_shown(self):
        widget = make_widget()
        Widget.objects.update(kind="weather")
        widget.refresh_from_db()
        assert not Widget.objects.active().exists()
        assert widget.label == "weather"


@pytest.mark.django_db
class TestPromises:
    @pytest.mark.parametrize(
        ("kind", "lacks"),
        [
            ("text", "text"),
            ("newsletter", "text"),
            ("newsletter", "address"),
            ("social_profile", "network"),
            ("menu", "menu"),
            ("featured_post", "post"),
            ("picture", "picture"),
            ("social_profile", "address"),
        ],
    )
    def test_the_database_refuses_a_widget_without_what_it_shows(self, kind, lacks):
        filled = {"text": "Hallo", "address": "/a/", "network": "link"}
        linked = {"menu": make_menu(), "post": make_post(), "picture": make_image()}
        empty = {lacks: None if lacks in linked else ""}
        with pytest.raises(IntegrityError, match=f"has_{lacks}"), transaction.atomic():
            make_widget(kind, **{**filled, **linked, **empty})

    def test_the_header_holds_menus_only(self):
        with pytest.raises(IntegrityError, match="header_holds_menus_only"), transaction.atomic():
            make_widget(area="header", kind="search")

    def test_no_script_stands_behind_a_link(self):
        with pytest.raises(IntegrityError, match="widget_address_is_a_link"), transaction.atomic():
            make_widget(kind="picture", picture=make_image(), address="javascript:alert(1)")

    def test_text_is_cleaned_when_written(self):
        widget = make_widget(text="<p onclick='x()'>Gut<script>alert(1)</script></p>")
        assert widget.text_html == "<p>Gut</p>"


@pytest.mark.django_db
class TestKeeping:
    """What a widget keeps is never older than the last change of what it tells of."""

    def test_facts_are_collected_once(self, django_assert_num_queries):
        make_post(categories=[make_category("Beratung")])
        make_widget(kind="categories").facts()
        again = Widget.objects.for_page().get()
        with django_assert_num_queries(0):
            assert again.facts()["categories"][0]["name"] == "Beratung"

    def test_only_what_tells_of_a_topic_is_forgotten(self):
        make_post(tags=["PR"])
        tags, text = make_widget(kind="tags"), make_widget(kind="text")
        tags.facts(), text.facts()
        Widget.objects.forget("tags")
        assert Widget.objects.get(pk=tags.pk).data is None
        assert Widget.objects.get(pk=text.pk).data is not None

    def test_a_reader_who_began_before_a_change_cannot_store_what_was_true_before_it(self):
        make_post(categories=[make_category("Alt")])
        slow_reader = make_widget(kind="categories")
        Widget.objects.forget("categories")  # between this reader's look at the row and its store
        assert slow_reader.facts()
        assert Widget.objects.get(pk=slow_reader.pk).data is None

    def test_a_stale_form_cannot_revive_what_was_forgotten(self):
        make_post(tags=["PR"])
        stale = make_widget(kind="tags")
        stale.facts()
        Widget.objects.forget("tags")
        before = Widget.objects.get(pk=stale.pk).generation
        stale.title = "Schlagwörter"
        stale.save()
        fresh = Widget.objects.get(pk=stale.pk)
        assert (fresh.title, fresh.data) == ("Schlagwörter", None)
        assert fresh.generation > before

    def test_saving_some_fields_forgets_too_and_cleans_the_text(self):
        widget = make_widget(text="<p>Alt</p>")
        widget.facts()
        widget.text = "<p>Neu<script></script></p>"
        widget.save(update_fields=["text"])
        assert Widget.objects.get().facts() == {"html": "<p>Neu</p>"}

    def test_all_can_be_forgotten_after_an_import(self):
        make_widget().facts()
        Widget.objects.all().forget_facts()
        assert Widget.objects.get().data is None

    def test_an_empty_answer_is_kept_as_well(self, django_assert_num_queries):
        make_widget(kind="tags").facts()
        again = Widget.objects.for_page().get()
        with django_assert_num_queries(0):
            assert again.facts() == {}


def test_every_kind_uses_fields_that_a_widget_has():
    names = {field.name for field in Widget._meta.get_fields()}
    assert {field for kind in kinds.KINDS.values() for field in kind.fields} <= names
