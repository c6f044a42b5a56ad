"""Who is shown without waiting, what moderators are told, and what they can do."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from comments.models import Rule
from linkbacks import verification
from linkbacks.models import Incoming, Policy
from startalking.core.fetch import FetchError
from tests.doors import SOURCE, page_about, trackback, webmention
from tests.factories import make_editor, make_linkback, make_post, make_site
from tests.web import html

pytestmark = pytest.mark.django_db

Status = Incoming.Status


@pytest.fixture
def post():
    return make_post()


@pytest.fixture
def heard(client, post, web):
    """Somebody links here; the linkback as it is after its page was read."""

    def call(source=SOURCE, **words):
        web[source] = page_about(post, **words)
        webmention(client, post, source)
        return Incoming.objects.on(post).get(source=source)

    return call


def admit(who):
    policy = Policy.objects.current()
    policy.admission = who
    policy.save()


class TestAdmission:
    def test_unknown_sites_wait_and_known_ones_are_shown(self, heard):
        first = heard()
        assert first.status == Status.HELD
        first.approve()
        assert heard("https://www.anderswo.example/noch-eine/").status == Status.APPROVED
        assert heard("https://fremd.example/").status == Status.HELD

    def test_everything_waits_where_the_editors_want_that(self, heard):
        admit(Policy.Admission.NOBODY)
        heard().approve()
        assert heard(f"{SOURCE}2").status == Status.HELD

    def test_whatever_is_proven_is_shown_where_the_editors_want_that(self, heard, post):
        admit(Policy.Admission.VERIFIED)
        assert heard().status == Status.APPROVED
        post.refresh_from_db()
        assert post.linkback_count == 1

    def test_what_is_not_proven_is_never_shown(self, client, post, web):
        admit(Policy.Admission.VERIFIED)
        web[SOURCE] = "<p>Kein Verweis.</p>"
        trackback(client, post, title="Eine Antwort")
        assert Incoming.objects.get().status == Status.HELD

    def test_a_change_of_the_rules_acts_on_the_next_call(self, heard):
        assert heard().status == Status.HELD
        admit(Policy.Admission.VERIFIED)
        assert heard("https://fremd.example/").status == Status.APPROVED

    def test_a_stranger_in_another_script_waits(self, heard):
        admit(Policy.Admission.VERIFIED)
        strange = heard(before="Купить дешёвые часы сегодня в нашем магазине", after="недорого и быстро")
        assert strange.status == Status.HELD
        assert strange.verdict["findings"]


class TestLists:
    def block(self, **fields):
        Rule.objects.create(**({"kind": "host", "text": "anderswo.example", "effect": "spam"} | fields))

    def test_a_blocked_site_is_spam_and_not_even_visited(self, heard, web):
        self.block()
        linkback = heard()
        assert linkback.status == Status.SPAM
        assert "anderswo.example" in str(linkback.story)
        assert web.asked == []

    def test_so_is_what_leads_on_to_one(self, client, post, web):
        self.block()
        web["https://kurz.example/x"] = html(SOURCE, page_about(post))
        webmention(client, post, "https://kurz.example/x")
        assert Incoming.objects.get().status == Status.SPAM

    def test_words_hold_as_they_do_comments(self, heard):
        admit(Policy.Admission.VERIFIED)
        self.block(kind="word", text="Gewinnspiel", effect="hold")
        assert heard(title="Großes Gewinnspiel").status == Status.HELD

    def test_what_moderators_decided_stays(self, heard, web):
        linkback = heard()
        linkback.approve()
        self.block()
        linkback.look_again()
        linkback.refresh_from_db()
        assert (linkback.status, linkback.proof) == (Status.APPROVED, Incoming.Proof.PROVEN)

    def test_what_rules_let_through_they_take_down_again(self, heard, post):
        admit(Policy.Admission.VERIFIED)
        linkback = heard()
        assert linkback.status == Status.APPROVED
        self.block(kind="word", text="Eine Antwort")
        linkback.look_again()
        linkback.refresh_from_db()
        assert linkback.status == Status.SPAM
        post.refresh_from_db()
        assert post.linkback_count == 0


class TestLetters:
    @pytest.fixture(autouse=True)
    def moderators(self):
        make_site(moderators="redaktion@example.org")

    def test_moderators_hear_of_what_is_proven_and_waits_once(self, heard):
        linkback = heard(title="Eine Antwort & mehr")
        heard()
        (letter,) = mail.outbox
        assert "Eine Antwort & mehr" in letter.body
        assert "\n" not in letter.subject
        assert f"/linkbacks/incoming/{linkback.pk}/change/" in letter.body

    @pytest.mark.parametrize("page", ["<p>Kein Verweis.</p>", FetchError("Stille.")])
    def test_nobody_is_bothered_with_claims(self, client, post, web, page):
        web[SOURCE] = page
        trackback(client, post)
        assert mail.outbox == []

    def test_nobody_is_bothered_with_what_needs_no_decision(self, heard):
        admit(Policy.Admission.VERIFIED)
        heard()
        assert mail.outbox == []


class TestDesk:
    @pytest.fixture
    def desk(self, client):
        client.force_login(make_editor())
        return client

    def change(self, linkback):
        return reverse("admin:linkbacks_incoming_change", args=[linkback.pk])

    def press(self, desk, linkback, verb):
        form = desk.get(self.change(linkback)).context["adminform"].form
        fields = {"version": form.initial["version"], "_verb": verb}
        assert desk.post(self.change(linkback), fields).status_code == 302
        linkback.refresh_from_db()

    def test_the_page_of_a_row_tells_its_whole_story(self, desk, heard):
        Rule.objects.create(kind="word", text="Hund", effect="hold")
        linkback = heard(before="Ein Hund hat", title="Titel & mehr")
        page = desk.get(self.change(linkback)).text
        for words in ("Titel &amp; mehr", "Ein Hund hat", "Webmention", SOURCE, linkback.story[0][1], "„Hund“"):
            assert words in page

    @pytest.mark.parametrize(
        ("verb", "status"), [("approve", "approved"), ("mark_as_spam", "spam"), ("trash", "trash")]
    )
    def test_buttons_decide(self, desk, heard, verb, status):
        linkback = heard()
        self.press(desk, linkback, verb)
        assert linkback.status == status
        assert linkback.is_decided

    def test_a_button_looks_again_however_short_ago_the_last_look_was(self, desk, heard, web):
        linkback = heard()
        web[SOURCE] = "<p>Nichts mehr.</p>"
        self.press(desk, linkback, "look_again")
        assert linkback.proof == Incoming.Proof.LOST

    def test_a_button_blocks_the_site(self, desk, heard):
        linkback = heard()
        self.press(desk, linkback, "block_host")
        assert linkback.status == Status.SPAM
        assert Rule.objects.get().text == "anderswo.example"
        assert heard("https://anderswo.example/andere/").status == Status.SPAM

    def test_who_may_not_write_lists_cannot_block(self, client, heard):
        editor = User.objects.create_user("helfer", is_staff=True)
        editor.user_permissions.set(Permission.objects.filter(content_type__app_label="linkbacks"))
        client.force_login(editor)
        linkback = heard()
        form = client.get(self.change(linkback)).context["adminform"].form
        fields = {"version": form.initial["version"], "_verb": "block_host"}
        assert client.post(self.change(linkback), fields).status_code == 403
        assert not Rule.objects.exists()

    def test_the_list_finds_each_stage(self, desk, post):
        rows = {
            "held": make_linkback(post, status="held"),
            "unchecked": make_linkback(post, status="held", proof="waiting"),
            "shown": make_linkback(post),
            "lost": make_linkback(post, proof="lost"),
            "failed": make_linkback(post, status="held", proof="failed"),
            "spam": make_linkback(post, status="spam"),
            "trash": make_linkback(post, status="trash"),
        }
        for stage, row in rows.items():
            found = desk.get(reverse("admin:linkbacks_incoming_changelist"), {"stage": stage}).context["cl"].result_list
            assert list(found) == [row], stage

    def test_the_rules_are_one_page(self, desk):
        page = desk.get(reverse("admin:linkbacks_policy_changelist"), follow=True)
        assert page.status_code == 200
        assert 'name="admission"' in page.text


class TestSwitches:
    """What the editors switch acts on existing posts at once."""

    def test_the_sites_switch(self, client, post):
        make_site(linkbacks_open=False)
        assert webmention(client, post).status_code == 400
        make_site(linkbacks_open=True)
        assert webmention(client, post).status_code == 201

    def test_the_age_limit(self, client):
        old = make_post(published_at=timezone.now() - timedelta(days=31))
        make_site(linkbacks_close_after=30)
        assert webmention(client, old).status_code == 400
        make_site(linkbacks_close_after=32)
        assert webmention(client, old).status_code == 201

    def test_what_is_shown_stays_when_a_post_closes(self, client, post):
        make_linkback(post, title="Von früher")
        make_site(linkbacks_open=False)
        assert "Von früher" in client.get(post.get_absolute_url()).text


class TestLook:
    def test_likes_and_reposts_are_a_line_of_names(self, client, post):
        for number in range(10):
            make_linkback(post, kind="like", author_name=f"Leserin {number}")
        make_linkback(post, kind="repost", author_name="Max")
        page = client.get(post.get_absolute_url()).text
        assert "Leserin 0</a>, " in page
        assert "Leserin 8" not in page
        assert page.count('class="linkback__head"') == 0

    def test_replies_stand_in_the_conversation_where_the_editors_want_that(self, client, post):
        make_linkback(post, kind="reply", author_name="Eva", reply="Das sehe ich ganz anders. " * 5)
        make_linkback(post, kind="reply", reply="Danke!")
        assert "ganz anders" not in client.get(post.get_absolute_url()).text
        policy = Policy.objects.current()
        policy.replies_in_thread = True
        policy.save()
        page = client.get(post.get_absolute_url()).text
        assert page.index('id="comments"') < page.index("ganz anders") < page.index('id="comment-form"')
        assert "Danke!" not in page

    def test_foreign_words_are_text_and_foreign_pictures_stay_away(self, client, post, web):
        web[SOURCE] = (
            '<article class="h-entry"><p class="p-author h-card"><img class="u-photo" src="https://x.example/p.png" '
            'alt="">Eva</p><h1 class="p-name">&lt;script&gt;alert(1)&lt;/script&gt;</h1><div class="e-content">'
            f'Wie <a class="u-in-reply-to" href="http://127.0.0.1:8000{post.get_absolute_url()}">dort</a> steht.</div>'
            "</article>"
        )
        webmention(client, post)
        linkback = Incoming.objects.get()
        assert linkback.kind == "reply"
        assert linkback.author_name == "Eva"
        linkback.approve()
        page = client.get(post.get_absolute_url()).text
        assert "<script>alert" not in page
        assert "p.png" not in page


def test_two_processes_settle_a_row_once(post, web):
    web[SOURCE] = page_about(post)
    make_linkback(post, source=SOURCE, status="held", proof="waiting", due_at=timezone.now())
    for _process in range(2):
        verification.look_at(SOURCE)
    assert web.asked == [SOURCE]


def test_words_that_a_moderator_changed_stay_changed(heard):
    linkback = heard(title="Alles groß geschrieben")
    linkback.correct(title="Klein geschrieben")
    linkback.look_again()
    linkback.refresh_from_db()
    assert (linkback.title, linkback.site_name) == ("Klein geschrieben", "Anderswo")
