"""Another blog says by pingback that it links here."""

from xmlrpc.client import Fault, ServerProxy

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, example, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from linkbacks import limits
from linkbacks.models import Incoming
from tests.doors import SOURCE, address, answer_of, call, page_about, pingback
from tests.factories import make_address, make_article, make_linkback, make_page, make_post, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return make_post()


@pytest.mark.parametrize("make", [make_post, make_page, make_article])
@pytest.mark.parametrize("door", ["/pingback/", "/xmlrpc.php"])
def test_a_ping_is_noted_and_waits(client, make, door):
    target = make()
    assert "Thank you" in pingback(client, target, door=door)
    linkback = Incoming.objects.get()
    assert (linkback.target, linkback.source, linkback.protocols) == (target, SOURCE, ["pingback"])


def test_pythons_own_client_is_understood(live_server, post):
    with ServerProxy(f"{live_server.url}/pingback/") as server:
        assert "Thank you" in server.pingback.ping(SOURCE, address(post))
        assert _fault_of(server.pingback.ping, SOURCE, address(post)) == 48
        assert len(server.system.listMethods()) == 3
        assert server.pingback.extensions.getPingbacks(address(post)) == []
        for method in ("system.multicall", "wp.getUsersBlogs", "metaWeblog.newPost", "demo.sayHello"):
            assert _fault_of(getattr(server, method), "a", "b", "c") == -32601


def _fault_of(method, *arguments):
    with pytest.raises(Fault) as fault:
        method(*arguments)
    return fault.value.faultCode


def test_every_way_to_write_our_address_will_do(client, post, settings):
    settings.SITE_URL = "https://blog.example"
    make_address("/2012/10/alt/", to=post.get_absolute_url())
    make_address("/?p=42", to=post.get_absolute_url())
    path = post.get_absolute_url()
    forms = [
        f"http://blog.example{path}",
        f"HTTPS://BLOG.EXAMPLE:443{path}#kommentare",
        f"https://www.blog.example{path.rstrip('/')}",
        f"https://blog.example{path}?utm_source=feed",
        "https://blog.example/2012/10/alt/",
        "https://blog.example/?p=42",
    ]
    for number, target in enumerate(forms):
        assert "Thank you" in answer_of(call(client, "pingback.ping", f"{SOURCE}{number}", target)), target
    assert Incoming.objects.on(post).count() == len(forms)


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("https://fremd.example/", 33),
        ("kein-ort", 32),
        ("/gibt-es-nicht/", 32),
        ("https://127.0.0.1:8000@fremd.example/", 32),
    ],
)
def test_what_is_no_page_of_ours_is_a_fault(client, target, code, settings):
    given = settings.SITE_URL + target if target.startswith("/") else target
    assert answer_of(call(client, "pingback.ping", SOURCE, given)).faultCode == code


def test_drafts_private_and_missing_pages_answer_alike(client):
    hidden = [make_post(status=status) for status in ("draft", "private", "withdrawn", "review")]
    said = {str(pingback(client, target)) for target in [*hidden, "/blog/gibt-es-nicht/"]}
    assert len(said) == 1
    assert not Incoming.objects.exists()


def test_a_closed_page_says_so(client, post):
    make_site(linkbacks_open=False)
    assert pingback(client, post).faultCode == 33


@pytest.mark.parametrize(
    "source", ["", "javascript:alert(1)", "https://u:p@a.example/", f"https://a.example/{'x' * 1000}"]
)
def test_a_source_that_is_no_page_is_a_fault(client, post, source):
    assert pingback(client, post, source).faultCode == 16
    assert not Incoming.objects.exists()


def test_the_door_knows_what_was_found_out_before(client, post, web):
    pingback(client, post)
    linkback = Incoming.objects.get()
    for proof, code in (("failed", 16), ("lost", 17), ("proven", 48)):
        Incoming.objects.filter(pk=linkback.pk).update(proof=proof)
        assert pingback(client, post).faultCode == code


def test_only_what_readers_see_is_listed(client, post):
    shown = make_linkback(post)
    make_linkback(post, status=Incoming.Status.HELD)
    make_linkback(post, proof=Incoming.Proof.LOST)
    assert answer_of(call(client, "pingback.extensions.getPingbacks", address(post))) == [shown.source]
    locked = make_post(password="geheim")
    make_linkback(locked)
    assert answer_of(call(client, "pingback.extensions.getPingbacks", address(locked))).faultCode == 32


def test_visits_are_told_to_post(client):
    for door in ("/pingback/", "/xmlrpc.php"):
        answer = client.get(door)
        assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_the_other_server_needs_no_token_of_ours(post):
    from django.test import Client

    assert "Thank you" in pingback(Client(enforce_csrf_checks=True), post)


def test_who_calls_too_often_has_to_wait(client, post, monkeypatch):
    monkeypatch.setattr(limits, "PER_SENDER", 1)
    pingback(client, post)
    answer = call(client, "pingback.ping", f"{SOURCE}2", address(post))
    assert answer_of(answer).faultCode == 49
    assert 0 < int(answer["Retry-After"]) <= 3600


def test_a_megabyte_is_refused_unread(client, post):
    assert answer_of(call(client, "pingback.ping", "x" * 1_000_000, address(post))).faultCode == -32700


def test_entities_are_not_expanded(client, post):
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><methodCall><methodName>&b;</methodName></methodCall>'
    assert answer_of(client.post("/pingback/", laughs, content_type="text/xml")).faultCode == -32700


def test_a_page_names_its_doors_while_they_are_open(client, post, settings):
    door = f"{settings.SITE_URL}/pingback/"
    for method in (client.get, client.head):
        answer = method(post.get_absolute_url())
        assert answer["X-Pingback"] == door
    assert f'<link rel="pingback" href="{door}">' in client.get(post.get_absolute_url()).text
    make_site(linkbacks_open=False)
    answer = client.get(post.get_absolute_url())
    assert "X-Pingback" not in answer
    assert 'rel="pingback"' not in answer.text


@rules(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.binary(max_size=400), st.text(alphabet=st.characters(codec="latin-1"), max_size=60))
@example(b"\xff\xfe<\x00", "text/xml")
@example(b"<methodCall><methodName>pingback.ping</methodName></methodCall>", "text/xml; charset=utf-7")
@example(b"<" * 60_000, "text/xml")
@example(b"<a>" * 20_000, "text/xml")
def test_no_bytes_end_in_a_server_error(client, monkeypatch, body, kind):
    monkeypatch.setattr(limits, "PER_SENDER", 0)
    header = "".join(letter for letter in kind if letter.isprintable())
    response = client.generic("POST", "/pingback/", body, content_type=header)
    assert response.status_code == 200
    assert fromstring(response.content).tag == "methodResponse"


@rules(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(st.text(max_size=200), st.text(max_size=200))
def test_no_words_end_in_a_server_error(client, post, monkeypatch, source, path):
    monkeypatch.setattr(limits, "PER_SENDER", 0)
    monkeypatch.setattr(limits, "PER_HOST", 0)
    from linkbacks.protocols import xmlrpc

    body = xmlrpc.call("pingback.ping", source, address(f"/{path}")).encode()
    response = client.post("/pingback/", body, content_type="text/xml")
    assert isinstance(answer_of(response), Fault | str)


def test_a_proven_ping_is_shown_with_its_own_words(client, post, web):
    web[SOURCE] = page_about(post)
    pingback(client, post)
    Incoming.objects.get().approve()
    page = client.get(post.get_absolute_url()).text
    for words in ("Eine Antwort", "Anderswo", "Dazu hat jemand", f'href="{SOURCE}" rel="nofollow ugc noopener"'):
        assert words in page
