"""Whoever was told of a text hears of its changes and of its end."""

import pytest

from blog.models import Post
from linkbacks.models import Outgoing
from startalking.tick import tick
from tests.factories import make_article
from tests.flows.telling import LINK, PAGE, PINGBACK, WEBMENTION, State, published, row

pytestmark = pytest.mark.django_db


def test_new_links_are_told_and_earlier_ones_again(edit, elsewhere):
    elsewhere.blog(PAGE, webmention=WEBMENTION)
    elsewhere.blog("https://zwei.example/", pingback="https://zwei.example/ping")
    post = published()
    elsewhere.told()
    edit(post, body=f'{LINK}<p><a href="https://zwei.example/">Zwei</a></p>')
    assert sorted(elsewhere.told()) == [WEBMENTION, "https://zwei.example/ping"]


def test_pingbacks_and_trackbacks_are_never_repeated(edit, elsewhere):
    elsewhere.blog(PAGE, pingback=PINGBACK)
    elsewhere.blog("https://zwei.example/", trackback="https://zwei.example/tb")
    post = published(f'{LINK}<p><a href="https://zwei.example/">Zwei</a></p>')
    elsewhere.told()
    edit(post, title="Ganz anders")
    edit(post, press="_verb", value="withdraw")
    edit(post, press="_verb", value="publish")
    tick()
    assert elsewhere.told() == []


def test_saving_without_a_change_tells_nobody(edit, elsewhere):
    elsewhere.blog(PAGE, webmention=WEBMENTION)
    post = published()
    elsewhere.told()
    edit(post, comments_open="")
    assert elsewhere.told() == []


def test_a_link_that_vanished_is_told_once_more_and_then_left(edit, elsewhere):
    elsewhere.blog(PAGE, webmention=WEBMENTION)
    post = published()
    elsewhere.told()
    edit(post, body="<p>Nichts.</p>")
    assert elsewhere.told() == [WEBMENTION]
    assert (row().is_linked, row().state) == (False, State.DELIVERED)
    edit(post, body="<p>Gar nichts.</p>")
    assert elsewhere.told() == []
    edit(post, body=LINK)
    assert elsewhere.told() == [WEBMENTION]


def test_a_link_that_vanished_before_anybody_was_told_is_forgotten(edit, elsewhere):
    edit(title="Gruß", body=LINK)
    edit(Post.objects.get(), body="<p>Nichts.</p>")
    assert not Outgoing.objects.exists()


def test_a_text_that_is_taken_down_answers_410_before_anybody_is_told(edit, elsewhere, client):
    elsewhere.blog(PAGE, webmention=WEBMENTION)
    post = published()
    elsewhere.told()
    answers = []

    def looks():
        client.logout()
        answers.append(client.get(post.get_absolute_url()).status_code)
        return (202, "")

    elsewhere.doors[WEBMENTION] = looks
    edit(post, press="_verb", value="withdraw")
    assert (elsewhere.told(), answers) == ([WEBMENTION], [410])
    tick()
    assert elsewhere.told() == []


def test_a_text_that_became_private_is_gone_for_the_public(elsewhere, client):
    elsewhere.blog(PAGE, webmention=WEBMENTION)
    post = published()
    post.keep_private()
    assert elsewhere.told() == [WEBMENTION, WEBMENTION]
    assert client.get(post.get_absolute_url()).status_code == 410


def test_a_text_that_comes_back_is_told_again(elsewhere):
    elsewhere.blog(PAGE, webmention=WEBMENTION)
    post = published()
    post.withdraw()
    elsewhere.told()
    post.publish()
    tick()
    assert elsewhere.told() == [WEBMENTION]


def test_an_article_is_told_of_its_end(edit, elsewhere):
    elsewhere.blog(PAGE, webmention=WEBMENTION)
    article = make_article(status="draft", body=LINK)
    article.publish()
    edit(article, press="_verb", value="withdraw")
    assert elsewhere.told() == [WEBMENTION, WEBMENTION]
