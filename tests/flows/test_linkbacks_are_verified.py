"""Nothing is shown whose page does not link here: how sources are looked at, again and again."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from linkbacks import limits, tasks, verification
from linkbacks.models import Incoming
from startalking.core.fetch import FetchError
from tests.doors import SOURCE, page_about, pingback, trackback, webmention
from tests.factories import make_address, make_linkback, make_post
from tests.web import html

pytestmark = pytest.mark.django_db

Proof = Incoming.Proof
HOUR = timedelta(hours=1)


@pytest.fixture
def post():
    return make_post()


@pytest.fixture
def shown(post, web):
    """A linkback that is proven and shown."""
    web[SOURCE] = page_about(post)
    linkback = make_linkback(post, source=SOURCE, proof=Proof.WAITING, due_at=timezone.now())
    verification.look_at(SOURCE)
    linkback.refresh_from_db()
    assert linkback.proof == Proof.PROVEN
    return linkback


def look_when_due(linkback, time_machine):
    linkback.refresh_from_db()
    time_machine.move_to(linkback.due_at + timedelta(seconds=1))
    verification.look_at(linkback.source)
    linkback.refresh_from_db()
    return linkback


@pytest.mark.parametrize("call", [trackback, pingback, webmention])
def test_the_pages_own_words_take_the_place_of_the_callers(client, post, web, call):
    web[SOURCE] = page_about(post)
    call(client, post)
    linkback = Incoming.objects.get()
    assert (linkback.proof, linkback.title, linkback.site_name) == (Proof.PROVEN, "Eine Antwort", "Anderswo")
    assert linkback.excerpt == "Dazu hat jemand einen Beitrag geschrieben, und zwar gut."
    assert linkback.status == Incoming.Status.HELD


def test_what_a_trackback_claims_is_not_shown(client, post, web):
    web[SOURCE] = page_about(post)
    trackback(client, post, title="Billige Uhren", excerpt="Jetzt kaufen", blog_name="Uhren")
    Incoming.objects.get().approve()
    page = client.get(post.get_absolute_url()).text
    assert "Uhren" not in page
    assert "kaufen" not in page


def test_no_link_no_mention(client, post, web):
    web[SOURCE] = f"<p>Nichts zu sehen.</p><!-- <a href='{post.get_absolute_url()}'>x</a> -->"
    trackback(client, post)
    linkback = Incoming.objects.get()
    linkback.approve()
    assert linkback.proof == Proof.LOST
    post.refresh_from_db()
    assert post.linkback_count == 0
    assert SOURCE not in client.get(post.get_absolute_url()).text


def test_former_and_short_addresses_count_as_links(client, post, web):
    make_address("/2012/10/alt/", to=post.get_absolute_url())
    make_address("/?p=42", to=post.get_absolute_url())
    day = timezone.localtime(post.published_at)
    for number, path in enumerate(
        ["/2012/10/alt", "/?p=42", f"/{day:%Y/%m}/{post.slug}/", f"{post.get_absolute_url()}#x"]
    ):
        web[f"{SOURCE}{number}"] = page_about(path)
        webmention(client, post, f"{SOURCE}{number}")
    assert set(Incoming.objects.values_list("proof", flat=True)) == {Proof.PROVEN}


def test_an_address_that_only_begins_like_ours_is_none(client, post, web):
    web[SOURCE] = page_about(f"{post.get_absolute_url()}mehr/")
    webmention(client, post)
    assert Incoming.objects.get().proof == Proof.LOST


def test_a_page_that_leads_back_to_us_proves_nothing(client, post, web, settings):
    ours = settings.SITE_URL + "/irgendwo/"
    web[SOURCE] = html(ours, page_about(post))
    webmention(client, post)
    linkback = Incoming.objects.get()
    assert (linkback.proof, linkback.due_at) == (Proof.FAILED, None)


def test_the_second_protocol_adds_a_channel(client, post, web):
    web[SOURCE] = page_about(post)
    for call in (trackback, pingback, webmention):
        call(client, post)
    assert Incoming.objects.get().protocols == ["trackback", "pingback", "webmention"]
    assert web.asked == [SOURCE]


class TestOnlyAsOftenAsNeeded:
    def test_one_visit_serves_all_that_wait_for_a_page(self, post, web):
        other = make_post()
        web[SOURCE] = page_about(post) + page_about(other)
        for target in (post, other):
            make_linkback(target, source=SOURCE, status="held", proof=Proof.WAITING, due_at=timezone.now())
        verification.look_at(SOURCE)
        assert web.asked == [SOURCE]
        assert Incoming.objects.believed().count() == 2

    def test_a_call_for_another_post_is_settled_by_what_was_read_just_now(self, client, post, web):
        other = make_post()
        web[SOURCE] = page_about(post) + page_about(other)
        webmention(client, post)
        webmention(client, other)
        assert web.asked == [SOURCE]
        assert Incoming.objects.believed().count() == 2

    def test_strangers_do_not_make_us_fetch_a_page_twice_within_an_hour(self, client, post, web, time_machine):
        begun = timezone.now()
        time_machine.move_to(begun)
        web[SOURCE] = "<p>Noch nichts.</p>"
        for minute in range(0, 59, 10):
            time_machine.move_to(begun + timedelta(minutes=minute))
            webmention(client, post)
            pingback(client, make_post())
            tasks.verify_due()
        assert web.asked == [SOURCE]
        web[SOURCE] = page_about(post)
        time_machine.move_to(begun + HOUR + timedelta(seconds=1))
        tasks.verify_due()
        assert web.asked == [SOURCE, SOURCE]
        assert Incoming.objects.on(post).get().proof == Proof.PROVEN

    def test_nor_by_asking_for_what_has_failed_in_turns(self, client, web, time_machine, monkeypatch):
        monkeypatch.setattr(limits, "PER_HOST", 1000)
        begun = timezone.now()
        posts = [make_post() for _number in range(4)]
        for number, post in enumerate(posts):
            checked = begun - timedelta(minutes=50 - 10 * number)
            make_linkback(post, source=SOURCE, status="held", proof=Proof.FAILED, tries=6, checked_at=checked)
        for minute in range(0, 60, 5):
            time_machine.move_to(begun + timedelta(minutes=minute))
            for post in posts:
                webmention(client, post)
            tasks.verify_due()
        assert len(web.asked) == 2  # for strangers once, and by our own schedule a quarter of an hour later

    def test_a_moderators_wish_is_not_put_off(self, post, web):
        web[SOURCE] = page_about(post)
        make_linkback(make_post(), source=SOURCE, checked_at=timezone.now())
        make_linkback(post, source=SOURCE, status="held", proof=Proof.FAILED).look_again()
        assert Incoming.objects.on(post).get().proof == Proof.PROVEN

    def test_a_claimed_row_is_nobody_elses(self, post, web):
        make_linkback(post, source=SOURCE, proof=Proof.WAITING, due_at=timezone.now())
        assert len(Incoming.objects.claim_source(SOURCE).rows) == 1
        assert verification.look_at(SOURCE) == []
        assert web.asked == []

    def test_a_row_whose_process_died_is_due_again(self, post, web, time_machine):
        web[SOURCE] = page_about(post)
        make_linkback(post, source=SOURCE, proof=Proof.WAITING, due_at=timezone.now())
        Incoming.objects.claim_source(SOURCE)
        time_machine.move_to(timezone.now() + HOUR + timedelta(minutes=1))
        tasks.verify_due()
        assert Incoming.objects.get().proof == Proof.PROVEN


class TestTrouble:
    @pytest.mark.parametrize("trouble", [404, 403, 500, 503, FetchError("anderswo.example schweigt.")])
    def test_what_is_shown_stays_and_is_tried_again(self, post, shown, web, trouble, time_machine):
        web[SOURCE] = trouble if isinstance(trouble, Exception) else html(SOURCE, status=trouble)
        pauses = []
        for _number in range(5):
            before = look_when_due(shown, time_machine)
            pauses.append(before.due_at - timezone.now())
        assert pauses == sorted(pauses)
        assert pauses[0] < HOUR
        assert Incoming.objects.on(post).shown().count() == 1
        web[SOURCE] = page_about(post)
        assert look_when_due(shown, time_machine).tries == 0

    def test_what_was_never_proven_fails_after_the_last_try(self, client, post, web, time_machine):
        webmention(client, post)
        linkback = Incoming.objects.get()
        for _number in range(5):
            assert linkback.proof == Proof.WAITING
            look_when_due(linkback, time_machine)
        assert (linkback.proof, linkback.due_at) == (Proof.FAILED, None)
        assert len(web.asked) == 6

    def test_what_is_no_page_fails_at_once(self, client, post, web):
        web[SOURCE] = FetchError("Das ist ein Bild.", is_final=True)
        webmention(client, post)
        linkback = Incoming.objects.get()
        assert (linkback.proof, linkback.due_at) == (Proof.FAILED, None)
        assert "Bild" in linkback.reason

    def test_each_step_leaves_a_sentence(self, client, post, web, time_machine):
        web[SOURCE] = html(SOURCE, status=503)
        webmention(client, post)
        web[SOURCE] = page_about(post)
        linkback = look_when_due(Incoming.objects.get(), time_machine)
        linkback.approve()
        said = [sentence for _moment, sentence in linkback.story]
        assert len(said) == 3
        assert "503" in said[0]


class TestAfterwards:
    def test_a_page_that_is_gone_takes_its_mention_down(self, client, post, shown, web, time_machine):
        web[SOURCE] = html(SOURCE, status=410)
        time_machine.move_to(timezone.now() + 2 * HOUR)
        webmention(client, post)
        post.refresh_from_db()
        assert post.linkback_count == 0
        assert not Incoming.objects.on(post).shown().exists()
        shown.refresh_from_db()
        assert (shown.proof, shown.due_at) == (Proof.LOST, None)

    def test_a_lost_link_takes_it_down_and_may_come_back(self, post, shown, web, time_machine):
        web[SOURCE] = "<p>Umgebaut.</p>"
        assert look_when_due(shown, time_machine).proof == Proof.LOST
        post.refresh_from_db()
        assert post.linkback_count == 0
        web[SOURCE] = page_about(post)
        assert look_when_due(shown, time_machine).proof == Proof.PROVEN
        post.refresh_from_db()
        assert post.linkback_count == 1

    def test_what_is_shown_is_looked_at_every_month(self, shown):
        assert timedelta(days=29) < shown.due_at - timezone.now() <= timedelta(days=30)

    def test_spam_and_trash_are_left_alone(self, client, post, shown, web, time_machine):
        shown.trash()
        time_machine.move_to(timezone.now() + timedelta(days=40))
        asked = len(web.asked)
        webmention(client, post)
        tasks.verify_due()
        assert len(web.asked) == asked
        shown.refresh_from_db()
        assert shown.status == Incoming.Status.TRASH

    def test_what_is_thrown_away_while_its_page_is_read_stays_away(self, post, web):
        linkback = make_linkback(post, source=SOURCE, status="held", proof=Proof.WAITING, due_at=timezone.now())

        class Slow(str):
            def encode(self):
                Incoming.objects.get(pk=linkback.pk).trash()
                return super().encode()

        web[SOURCE] = Slow(page_about(post))
        verification.look_at(SOURCE)
        linkback.refresh_from_db()
        assert (linkback.status, linkback.due_at) == (Incoming.Status.TRASH, None)

    def test_calls_without_a_link_are_forgotten_in_the_end(self, client, post, web, time_machine):
        web[SOURCE] = "<p>Nichts.</p>"
        webmention(client, post)
        tasks.forget_the_untrue()
        assert Incoming.objects.exists()
        time_machine.move_to(timezone.now() + timedelta(days=91))
        tasks.forget_the_untrue()
        assert not Incoming.objects.exists()


class TestByCommand:
    def test_the_queue_is_worked_off_now(self, post, web, capsys):
        web[SOURCE] = page_about(post)
        make_linkback(post, source=SOURCE, proof=Proof.WAITING, due_at=timezone.now())
        call_command("linkbacks", "verify")
        assert SOURCE in capsys.readouterr().out
        call_command("linkbacks", "status")
        assert "1" in capsys.readouterr().out

    def test_the_doors_of_a_page_are_told_as_json(self, web, capsys):
        web[SOURCE] = html(SOURCE, '<link rel="pingback" href="https://anderswo.example/xmlrpc.php">')
        call_command("linkback_doors", SOURCE)
        assert '"protocol": "pingback"' in capsys.readouterr().out
        web[SOURCE] = FetchError("anderswo.example schweigt.")
        with pytest.raises(CommandError, match="schweigt"):
            call_command("linkback_doors", SOURCE)
