"""A text of ours that comes out tells the pages that it links to, once each."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from blog.models import Page, Post
from knowledgebase.models import Article
from linkbacks import ledger
from linkbacks.models import Outgoing, Policy
from startalking.core import fetch
from startalking.core.fetch import FetchError
from startalking.tick import tick
from tests.elsewhere import fault
from tests.factories import make_article, make_page, make_post, make_section
from tests.flows.editing import moment
from tests.flows.telling import LINK, PAGE, PINGBACK, TRACKBACK, WEBMENTION, State, later, published, row
from tests.web import html

EXPORT = Path(__file__).parents[1] / "wordpress" / "exports" / "werkstatt.xml"

pytestmark = pytest.mark.django_db


class TestWhenATextComesOut:
    def test_the_linked_page_is_told_by_webmention(self, edit, elsewhere):
        elsewhere.blog(PAGE, webmention=WEBMENTION, pingback=PINGBACK, trackback=TRACKBACK)
        edit(title="Gruß", body=LINK, press="_verb", value="publish")
        source = f"http://127.0.0.1:8000{Post.objects.get().get_absolute_url()}"
        assert elsewhere.sent == [(WEBMENTION, {"source": source, "target": PAGE})]
        assert (row().state, row().protocol, row().door) == (State.DELIVERED, "webmention", WEBMENTION)
        assert row().due_at is None

    def test_pingback_is_the_second_choice(self, elsewhere):
        elsewhere.blog(PAGE, pingback=PINGBACK, trackback=TRACKBACK)
        published()
        assert elsewhere.told() == [PINGBACK]
        assert (row().state, row().protocol) == (State.DELIVERED, "pingback")

    def test_a_trackback_is_the_third_and_has_the_words_of_the_text(self, elsewhere):
        elsewhere.blog(PAGE, trackback=TRACKBACK)
        published(title="Gruß", teaser="Worum es geht.")
        [(door, fields)] = elsewhere.sent
        assert (door, fields["title"], fields["excerpt"]) == (TRACKBACK, "Gruß", "Worum es geht.")
        assert row().protocol == "trackback"

    def test_a_door_that_refuses_leads_to_the_next_one(self, elsewhere):
        elsewhere.blog(PAGE, webmention=WEBMENTION, pingback=PINGBACK)
        elsewhere.doors[WEBMENTION] = (400, "Nein.")
        published()
        assert elsewhere.told() == [WEBMENTION, PINGBACK]
        assert row().state == State.DELIVERED
        assert "Nein." in str(row().story)

    def test_a_refusal_without_words_is_no_riddle(self, elsewhere):
        elsewhere.blog(PAGE, pingback=PINGBACK, answer=(200, fault(0, "")))
        published()
        assert row().state == State.REFUSED
        assert row().reason.startswith("Pingback: ")
        assert not {"0", "“", "„"} & set(row().reason)

    def test_an_answer_with_half_a_letter_is_one_and_is_not_asked_for_again(self, elsewhere, time_machine):
        elsewhere.blog(PAGE, webmention=WEBMENTION, answer=(202, r'{"message": "Gut \ud800 so"}'))
        published()
        later(time_machine, minutes=20)
        assert elsewhere.told() == [WEBMENTION]
        assert (row().state, row().due_at) == (State.DELIVERED, None)

    def test_a_scheduled_post_tells_when_its_hour_comes(self, edit, elsewhere, time_machine):
        elsewhere.blog(PAGE, webmention=WEBMENTION)
        hour = timezone.now() + timedelta(hours=3)
        edit(title="Morgen", body=LINK, press="_verb", value="schedule", **moment(hour))
        tick()
        assert (elsewhere.told(), row().state) == ([], State.PLANNED)
        later(time_machine, hours=4)
        assert elsewhere.told() == [WEBMENTION]
        later(time_machine, minutes=1)
        assert elsewhere.told() == []

    @pytest.mark.parametrize("make", [make_page, make_article])
    def test_pages_and_articles_tell_as_well(self, edit, elsewhere, make):
        elsewhere.blog(PAGE, webmention=WEBMENTION)
        text = make(status="draft", body=LINK)
        edit(text, press="_verb", value="publish")
        assert elsewhere.told() == [WEBMENTION]
        assert row().target == text

    def test_what_is_written_and_published_in_one_breath_tells(self, edit, elsewhere):
        elsewhere.blog(PAGE, webmention=WEBMENTION)
        section = make_section()
        typed = {"term": "Wal", "headline": "Was ist ein Wal?", "slug": "wal", "section": section.pk, "position": "0"}
        edit(model=Article, body=LINK, press="_verb", value="publish", **typed)
        edit(model=Page, title="Wir", slug="wir", position="0", body=LINK, press="_verb", value="publish")
        assert elsewhere.told() == [WEBMENTION, WEBMENTION]

    def test_a_hint_that_got_lost_is_made_good_by_the_minute(self, elsewhere):
        elsewhere.blog(PAGE, webmention=WEBMENTION)
        post = make_post(status=Post.Status.DRAFT, body=LINK)
        ledger.enter(post)
        Post.objects.filter(pk=post.pk).update(status="published", published_at=timezone.now())
        assert elsewhere.told() == []
        tick()
        assert elsewhere.told() == [WEBMENTION]


class TestWhomNobodyTells:
    def test_links_to_ourselves_mails_and_pictures_are_no_lines(self, elsewhere):
        published(
            '<p><a href="/blog/anders/">hier</a> <a href="http://127.0.0.1:8000/x/">hier</a> '
            '<a href="mailto:a@b.example">Post</a> <a href="#unten">unten</a></p>'
            '<blockquote cite="https://zitat.example/"><p>Zitat</p></blockquote>',
        )
        assert not Outgoing.objects.exists()

    def test_a_page_that_is_linked_twice_is_one_line(self, elsewhere):
        elsewhere.blog(PAGE, webmention=WEBMENTION)
        published(f'{LINK}<p><a href="{PAGE}#unten">noch einmal</a></p>')
        assert elsewhere.told() == [WEBMENTION]
        assert row().url == PAGE

    def test_an_address_that_leads_back_to_us_is_left_alone(self, elsewhere):
        ours = "http://127.0.0.1:8000/blog/anders/"
        elsewhere.blog(PAGE, webmention="http://127.0.0.1:8000/webmention/")
        published()
        assert (elsewhere.told(), row().state) == ([], State.NO_DOOR)
        assert ours not in str(elsewhere.sent)

    @pytest.mark.parametrize("fields", [{"status": "draft"}, {"status": "private"}, {"password": "geheim"}])
    def test_drafts_private_and_locked_texts_tell_nobody(self, edit, elsewhere, fields):
        elsewhere.blog(PAGE, webmention=WEBMENTION)
        post = make_post(**{"status": "draft", "body": LINK} | fields)
        edit(post, title="Anders")
        if "password" in fields:
            post.publish()
        tick()
        assert (elsewhere.told(), elsewhere.asked) == ([], [])
        assert row().state == State.PLANNED

    def test_whom_an_editor_unticks_hears_nothing(self, edit, elsewhere):
        elsewhere.blog(PAGE, webmention=WEBMENTION)
        edit(title="Gruß", body=LINK)
        post = Post.objects.get()
        edit(post, tick=[], press="_verb", value="publish")
        assert (elsewhere.told(), row().state) == ([], State.NEVER)
        edit(post, title="Anders")
        assert elsewhere.told() == []

    def test_whom_an_editor_ticks_again_hears_after_all(self, edit, elsewhere):
        elsewhere.blog(PAGE, webmention=WEBMENTION)
        edit(title="Gruß", body=LINK)
        post = Post.objects.get()
        edit(post, tick=[])
        edit(post, tick=[PAGE], press="_verb", value="publish")
        assert elsewhere.told() == [WEBMENTION]

    def test_nothing_is_sent_while_that_is_switched_off(self, edit, elsewhere):
        elsewhere.blog(PAGE, webmention=WEBMENTION)
        Policy.objects.current()
        Policy.objects.update(sends=False)
        edit(title="Gruß", body=LINK, press="_verb", value="publish")
        tick()
        Policy.objects.update(sends=True)
        tick()
        assert (elsewhere.told(), row().state) == ([], State.NEVER)

    def test_old_links_of_a_text_that_moved_in_are_no_news(self, edit, elsewhere):
        elsewhere.blog(PAGE, webmention=WEBMENTION)
        elsewhere.blog("https://neu.example/", webmention="https://neu.example/wm")
        post = make_post(body=LINK, import_ref="wp:7")
        post.record_edit()
        tick()
        assert not Outgoing.objects.exists()
        edit(post, body=f'{LINK}<p><a href="https://neu.example/">Neu</a></p>')
        assert elsewhere.told() == ["https://neu.example/wm"]
        assert row().state == State.NEVER

    def test_an_import_and_the_demo_enter_nothing(self, elsewhere):
        call_command("import_wordpress", str(EXPORT), stdout=StringIO())
        for text in (make_post(body=LINK, import_ref="demo:gruss"), make_article(body=LINK)):
            text.record_edit()
        tick()
        assert not Outgoing.objects.exists()
        assert elsewhere.told() == []

    def test_the_links_of_an_old_text_wait_unticked_until_somebody_wants_them(self, edit, elsewhere):
        elsewhere.blog(PAGE, webmention=WEBMENTION)
        post = make_post(body=LINK, import_ref="wp:7")
        edit(post, tick=[PAGE])
        assert elsewhere.told() == [WEBMENTION]


class TestWhatIsAsked:
    def test_the_target_is_named_as_it_is_written_in_the_text(self, elsewhere):
        written, moved = f"{PAGE}?a=1&b=2#unten", "https://neu.example/ort/"
        elsewhere.pages[written.partition("#")[0]] = html(moved, '<link rel="webmention" href="/wm">')
        elsewhere.doors["https://neu.example/wm"] = (202, "")
        published(f'<p><a href="{written.replace("&", "&amp;")}">hier</a></p>')
        assert [fields["target"] for _door, fields in elsewhere.sent] == [written]

    def test_a_document_may_name_its_door_in_its_headers(self, elsewhere, monkeypatch):
        elsewhere.doors[WEBMENTION] = (202, "")
        elsewhere.pages[PAGE] = FetchError("Das ist ein PDF.", status=200, is_final=True)
        head = html(PAGE, content_type="application/pdf", link=f'<{WEBMENTION}>; rel="webmention"')
        monkeypatch.setattr(fetch, "head", lambda *_, **__: head)
        published()
        assert elsewhere.told() == [WEBMENTION]

    def test_where_a_webmention_can_be_followed_is_kept(self, elsewhere):
        elsewhere.blog(PAGE, webmention=WEBMENTION, answer=(201, ""))
        elsewhere.headers[WEBMENTION] = {"location": "/webmention/17"}
        published()
        assert row().status_url == "https://nachbar.example/webmention/17"
