"""Another blog says by trackback that it links here: what is kept, what is shown, and how it is answered."""

import pytest
from django.template import Context, Template
from hypothesis import HealthCheck, example, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from blog.models import Post, Site
from linkbacks import limits
from linkbacks.models import Incoming
from startalking.core import text
from tests.doors import FORM, SOURCE, error, knock, page_about, ping
from tests.factories import (
    make_address,
    make_article,
    make_linkback,
    make_page,
    make_post,
    make_site,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return make_post()


@pytest.mark.parametrize("make", [make_post, make_page, make_article])
def test_a_trackback_is_shown_when_its_link_was_found_and_an_editor_agrees(client, web, make):
    target = make()
    web[SOURCE] = page_about(target)
    assert error(ping(client, target, title="Von der anderen Seite", blog_name="Woanders", excerpt="Ein Satz")) == ""
    linkback = Incoming.objects.get()
    assert (linkback.target, linkback.source, linkback.status) == (target, SOURCE, Incoming.Status.HELD)
    assert "Eine Antwort" not in client.get(target.get_absolute_url()).text
    linkback.approve()
    page = client.get(target.get_absolute_url()).text
    for word in ("Eine Antwort", "Anderswo", "[…] Dazu hat jemand", 'rel="nofollow ugc'):
        assert word in page


def test_approval_alone_shows_nothing(client, post):
    ping(client, post, title="Eine Antwort")
    Incoming.objects.get().approve()
    assert "Eine Antwort" not in client.get(post.get_absolute_url()).text


def test_the_csrf_check_does_not_stand_at_this_door(post):
    from django.test import Client

    assert error(ping(Client(enforce_csrf_checks=True), post)) == ""


def test_markup_is_stripped_and_words_are_cut_at_words(client, post):
    ping(client, post, title="<b>Fett</b> &amp; laut", excerpt="<script>x</script>" + "lang &amp; länger " * 40)
    linkback = Incoming.objects.get()
    assert linkback.title == "Fett & laut"
    assert len(linkback.excerpt) <= 252
    assert linkback.excerpt.endswith(("lang…", "länger…", "&…"))


def test_without_a_title_host_and_path_stand_in(client, post):
    ping(client, post)
    assert Incoming.objects.get().shown_title == "anderswo.example/antwort"


def test_visitors_are_led_to_the_page(client, post):
    assert client.get(post.trackback_url)["Location"] == post.get_absolute_url()
    assert client.get("/gibt-es-nicht/trackback/").status_code == 404


def test_a_page_that_is_called_trackback_can_be_read(client):
    post = make_post(title="Was ist ein Trackback?", slug="trackback")
    make_address("/alt/trackback/", post.get_absolute_url())
    assert "Was ist ein Trackback?" in client.get(post.get_absolute_url()).text
    assert client.get(post.get_absolute_url().rstrip("/"))["Location"] == post.get_absolute_url()
    assert client.get("/alt/trackback/")["Location"] == post.get_absolute_url()
    assert client.get(post.trackback_url)["Location"] == post.get_absolute_url()
    assert error(ping(client, post)) == ""


def test_the_same_source_shows_up_once(client, post):
    for spelling in (SOURCE, SOURCE + "#kommentare", "HTTPS://ANDERSWO.example:443/antwort/"):
        assert error(ping(client, post, url=spelling)) == ""
    assert Incoming.objects.count() == 1


def test_one_source_may_link_to_several_pages(client, post):
    ping(client, post)
    ping(client, make_post())
    assert Incoming.objects.count() == 2


def test_what_a_moderator_took_away_does_not_come_back(client, post):
    ping(client, post)
    Incoming.objects.get().trash()
    assert error(ping(client, post)) == ""
    assert Incoming.objects.get().status == Incoming.Status.TRASH


def test_drafts_private_and_missing_pages_answer_alike(client):
    hidden = (Post.Status.DRAFT, Post.Status.PRIVATE, Post.Status.WITHDRAWN, Post.Status.IN_REVIEW)
    answers = {ping(client, make_post(status=status)).content for status in hidden}
    answers.add(knock(client, "/blog/gibt-es-nicht/trackback/").content)
    answers.add(knock(client, "/trackback/trackback/").content)
    assert len(answers) == 1
    assert not Incoming.objects.exists()


def test_a_closed_page_and_a_closed_site_take_none(client, post):
    Post.objects.filter(pk=post.pk).update(linkbacks_open=False)
    assert "does not take" in error(ping(client, post))
    Post.objects.filter(pk=post.pk).update(linkbacks_open=True)
    make_site(linkbacks_open=False)
    assert "does not take" in error(ping(client, post))


def test_former_addresses_and_those_of_wordpress_keep_answering(client, post):
    make_address("/2012/10/alt/", to=post.get_absolute_url())
    make_address("/?p=42", to=post.get_absolute_url())
    for number, path in enumerate(["/2012/10/alt/trackback/", "/2012/10/alt/trackback", "/wp-trackback.php?p=42"]):
        assert error(knock(client, path, url=f"{SOURCE}{number}")) == ""
    assert Incoming.objects.on(post).count() == 3


@pytest.mark.parametrize("source", ["", "keine-adresse", "ftp://a.example/", "https://u:p@a.example/", "x" * 2000])
def test_a_source_that_is_no_page_is_refused(client, post, source):
    assert error(ping(client, post, url=source))
    assert error(ping(client, post, url=f"https://a.example/{'x' * 1000}"))
    assert not Incoming.objects.exists()


def test_a_megabyte_is_refused(client, post):
    assert "large" in error(ping(client, post, excerpt="x" * 1_000_000))


@rules(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.binary(max_size=400), st.text(alphabet=st.characters(codec="latin-1"), max_size=60))
@example(b"url=https%3A%2F%2Fa.example%2F&title=%00%FF", "utf-8")
@example(b"url=https%3A%2F%2Fa.example%2F&title=+2AA-&excerpt=%00", "utf-7")
@example(b"url=https://a.example/" + b"%C3%A4" * 900, "utf-8")
@example(b"url=https://a.example/&title=" + b"<" * 60_000, "utf-8")
def test_no_bytes_end_in_a_server_error(client, post, monkeypatch, body, charset):
    monkeypatch.setattr(limits, "PER_SENDER", 0)
    monkeypatch.setattr(limits, "PER_HOST", 0)
    header = "".join(letter for letter in charset if letter.isprintable())
    response = client.generic("POST", post.trackback_url, body, content_type=f"{FORM}; charset={header}")
    error(response)


def doors(target):
    return Template("{% load linkbacks %}{% linkback_doors target %}").render(Context({"target": target}))


def test_the_page_names_its_door_only_while_it_is_open(settings):
    post = make_post(title="Eins -- zwei --> drei")
    found = doors(post)
    assert f'trackback:ping="{settings.SITE_URL}{post.trackback_url}"' in found
    assert found.count("-->") == 1
    assert f'<link rel="pingback" href="{settings.SITE_URL}/pingback/">' in found
    assert doors(make_post(linkbacks_open=False)).strip() == ""
    assert doors(make_post(password="geheim")).strip() == ""


def test_linkbacks_cost_one_query_and_none_without_any(post, django_assert_num_queries):
    template = Template("{% load linkbacks %}{% linkbacks target %}")
    with Site.objects.remembered():
        Site.objects.current()
        with django_assert_num_queries(0):
            template.render(Context({"target": post}))
        for _ in range(5):
            make_linkback(post)
        make_linkback(post, origin=make_post())
        again = Post.objects.get(pk=post.pk)
        with django_assert_num_queries(1):
            shown = template.render(Context({"target": again}))
    assert shown.count('class="linkback__head"') == 6


def test_deeply_nested_words_do_not_hold_the_door(client, post, monkeypatch):
    looked_at = []
    plain = text.plain
    monkeypatch.setattr(text, "plain", lambda words: looked_at.append(len(words)) or plain(words))
    assert error(ping(client, post, excerpt="Anfang " + "<div>" * 5_000)) == ""
    assert max(looked_at) <= 5_000
    assert Incoming.objects.get().excerpt == "Anfang"
