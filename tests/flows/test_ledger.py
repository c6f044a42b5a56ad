"""The ledger in the page of a text: what became of each link, and what an editor can do about it."""

import pytest
from django.urls import reverse

from blog.models import Post
from tests.elsewhere import fault
from tests.factories import make_editor, make_post
from tests.flows.telling import LINK, PAGE, PINGBACK, WEBMENTION, State, later, published, row

pytestmark = pytest.mark.django_db


def test_send_again_sends_again(edit, elsewhere):
    elsewhere.blog(PAGE, pingback=PINGBACK)
    post = published()
    edit(post, press="_ledger", value=f"send_again-{row().pk}")
    assert elsewhere.told() == [PINGBACK, PINGBACK]


def test_never_send_ends_the_tries(edit, elsewhere, time_machine):
    elsewhere.blog(PAGE, webmention=WEBMENTION, answer=(503, ""))
    post = published()
    edit(post, press="_ledger", value=f"leave_alone-{row().pk}")
    later(time_machine, days=1)
    assert (elsewhere.told(), row().state) == ([WEBMENTION], State.NEVER)


def test_a_button_of_another_text_does_nothing(edit, elsewhere):
    elsewhere.blog(PAGE, pingback=PINGBACK)
    published()
    edit(make_post(), press="_ledger", value=f"send_again-{row().pk}")
    assert elsewhere.told() == [PINGBACK]


def test_further_addresses_get_a_trackback_and_get_it_once(edit, elsewhere):
    elsewhere.blog("https://alt.example/", trackback="https://alt.example/tb/7")
    edit(
        title="Gruß",
        trackbacks="https://alt.example/tb/7\n\nhttps://alt.example/tb/7",
        press="_verb",
        value="publish",
    )
    assert elsewhere.told() == ["https://alt.example/tb/7"]
    post = Post.objects.get()
    edit(post, title="Anders", trackbacks="https://alt.example/tb/7")
    assert elsewhere.told() == []


def test_a_wrong_address_costs_no_text(edit, elsewhere):
    edit(title="Gruß", body=LINK)
    answer = edit(
        Post.objects.get(), body="<p>Neu.</p>", trackbacks="nachbar.example/tb\nhttps://gut.example/tb", tick=[]
    )
    form = answer.context["adminform"].form
    assert "nachbar.example/tb" in str(form.errors["trackbacks"])
    assert "https://gut.example/tb" in answer.content.decode()
    assert [line.is_ticked for line in answer.context["ledger"]] == [False]
    assert row().state == State.PLANNED


def test_the_page_tells_the_story_of_each_link(edit, elsewhere, client):
    elsewhere.blog(PAGE, pingback=PINGBACK, answer=fault(49, "Nicht hier"))
    post = published()
    page = client.get(reverse("admin:blog_post_change", args=[post.pk])).content.decode()
    assert PAGE in page
    assert "Nicht hier" in page
    assert f"send_again-{row().pk}" in page


def test_many_are_sent_again_from_the_list_of_all(elsewhere, client):
    client.force_login(make_editor())
    elsewhere.blog(PAGE, pingback=PINGBACK)
    published()
    where = reverse("admin:linkbacks_outgoing_changelist")
    assert client.get(where, {"state__exact": "delivered"}).context["cl"].result_count == 1
    assert client.get(where, {"state__exact": "failed"}).context["cl"].result_count == 0
    client.post(where, {"action": "send_again", "_selected_action": [row().pk]})
    assert elsewhere.told() == [PINGBACK, PINGBACK]
