"""What the pages elsewhere answer, and two processes that ask at the same time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Post
from linkbacks import delivery, ledger
from linkbacks.models import Outgoing
from startalking.core.fetch import FetchError
from startalking.tick import tick
from tests.elsewhere import fault
from tests.factories import make_post
from tests.flows.telling import LINK, PAGE, PINGBACK, WEBMENTION, State, later, published, row

pytestmark = pytest.mark.django_db


class TestWhatAnswersMean:
    def test_a_refusal_is_kept_in_its_words(self, elsewhere):
        elsewhere.blog(PAGE, pingback=PINGBACK, answer=fault(49, "Nicht <b>hier</b>"))
        published()
        assert (row().state, row().due_at) == (State.REFUSED, None)
        assert "Nicht hier" in row().reason

    def test_what_is_registered_already_counts_as_delivered(self, elsewhere):
        elsewhere.blog(PAGE, pingback=PINGBACK, answer=fault(48, "Kennen wir"))
        published()
        assert row().state == State.DELIVERED

    @pytest.mark.parametrize("there", ["<p>Kein Eingang.</p>", (404, ""), FetchError("PDF.", is_final=True)])
    def test_a_page_without_a_door_is_left_alone_and_says_why(self, elsewhere, there):
        elsewhere.pages[PAGE] = there
        published()
        assert (row().state, row().due_at) == (State.NO_DOOR, None)
        assert row().reason

    @pytest.mark.parametrize("trouble", [FetchError("Zu langsam."), (500, "Kaputt"), (429, "Später"), (503, "")])
    def test_trouble_is_tried_again_with_growing_pauses(self, elsewhere, time_machine, trouble):
        elsewhere.blog(PAGE, webmention=WEBMENTION, answer=trouble)
        time_machine.move_to(timezone.now(), tick=False)
        published()
        pauses = []
        while row().state == State.WAITING:
            pauses.append(row().due_at - timezone.now())
            later(time_machine, seconds=pauses[-1].total_seconds() - 60)
            time_machine.move_to(row().due_at, tick=False)
            tick()
        assert tuple(pauses) == Outgoing.PAUSES
        assert len(elsewhere.told()) == len(pauses) + 1
        assert (row().state, row().due_at) == (State.FAILED, None)

    def test_a_pause_that_they_ask_for_is_kept(self, elsewhere):
        elsewhere.blog(PAGE, webmention=WEBMENTION, answer=(429, "Später"))
        elsewhere.headers[WEBMENTION] = {"retry-after": "7200"}
        published()
        assert row().due_at > timezone.now() + timedelta(minutes=115)

    def test_a_door_that_opens_at_the_second_try_gets_it_once(self, elsewhere, time_machine):
        elsewhere.blog(PAGE, webmention=WEBMENTION, answer=(503, ""))
        published()
        elsewhere.doors[WEBMENTION] = (202, "")
        later(time_machine, minutes=20)
        later(time_machine, days=20)
        assert elsewhere.told() == [WEBMENTION, WEBMENTION]
        assert (row().state, row().tries) == (State.DELIVERED, 0)

    def test_the_doors_are_looked_for_anew_each_time(self, edit, elsewhere):
        elsewhere.blog(PAGE, webmention=WEBMENTION)
        post = published()
        elsewhere.blog(PAGE, webmention="https://nachbar.example/neu")
        edit(post, title="Anders")
        assert elsewhere.told() == [WEBMENTION, "https://nachbar.example/neu"]


class TestTwoAtOnce:
    def test_pages_of_one_host_are_told_one_after_the_other_whoever_asks(self, elsewhere):
        other = "https://nachbar.example/anderes/"
        elsewhere.blog(PAGE, webmention=WEBMENTION)
        elsewhere.pages[other] = elsewhere.pages[PAGE]

        def comes_between():
            elsewhere.doors[WEBMENTION] = (202, "")
            assert delivery.deliver("nachbar.example") == []
            tick()
            assert len(elsewhere.sent) == 1
            return (202, "")

        elsewhere.doors[WEBMENTION] = comes_between
        published(f'{LINK}<p><a href="{other}">und das</a></p>')
        assert elsewhere.told() == [WEBMENTION, WEBMENTION]

    def test_a_row_that_was_taken_away_is_left_to_the_other(self, elsewhere):
        ledger.enter(make_post(body=LINK))
        Outgoing.objects.update(due_at=timezone.now())
        first, second = row(), row()
        assert (first.claim(), second.claim()) == (True, False)

    def test_what_an_editor_decides_meanwhile_stands(self, elsewhere):
        elsewhere.blog(PAGE, webmention=WEBMENTION)
        elsewhere.doors[WEBMENTION] = lambda: row().leave_alone() or (503, "")
        published()
        assert (row().state, row().due_at) == (State.NEVER, None)

    def test_a_change_during_the_delivery_is_told_afterwards(self, elsewhere):
        elsewhere.blog(PAGE, webmention=WEBMENTION)

        def changes():
            elsewhere.doors[WEBMENTION] = (202, "")
            Post.objects.update(title="Anders")
            return (202, "")

        elsewhere.doors[WEBMENTION] = changes
        published()
        assert elsewhere.told() == [WEBMENTION, WEBMENTION]
