"""WordPress tells us of its links, and we tell WordPress of ours."""

import json
import time

import pytest

pytestmark = pytest.mark.peers

HELD = "hold"


def link(url):
    return f'<p>Zum selben Thema hat <a href="{url}">jemand im Netz</a> vor Tagen etwas geschrieben.</p>'


def test_its_pingback_is_verified_and_shown(house, wordpress):
    target = house.publish("Was WordPress anpingt")
    _number, source = wordpress.publish("Ein Verweis aus WordPress", link(target))
    [incoming] = house.incoming(source)
    assert (incoming["proof"], incoming["status"]) == ("proven", "held")
    assert incoming["protocols"] == ["pingback"]
    assert "Ein Verweis aus WordPress" in incoming["title"]
    assert "Zum selben Thema hat jemand im Netz vor Tagen etwas geschrieben" in incoming["excerpt"]
    house.moderate("approve", source)
    assert "Ein Verweis aus WordPress" in house.page(target)


def test_its_trackback_and_its_pingback_become_one_entry(house, wordpress):
    target = house.publish("Worauf WordPress antwortet")
    _number, source = wordpress.publish("Eine Antwort aus WordPress", link(target), [f"{target}trackback/"])
    [incoming] = house.incoming(source)
    assert sorted(incoming["protocols"]) == ["pingback", "trackback"]
    assert incoming["proof"] == "proven"


def test_its_trackback_without_a_link_is_not_believed(house, wordpress):
    target = house.publish("Worauf niemand verweist")
    _number, source = wordpress.publish("Ohne Verweis", "<p>Hier steht kein Link.</p>", [f"{target}trackback/"])
    [incoming] = house.incoming(source)
    assert (incoming["proof"], incoming["status"]) == ("lost", "held")
    assert "Ohne Verweis" not in house.page(target)


@pytest.fixture
def theirs(wordpress):
    """Number and address of a post of theirs; they take one comment in some seconds from everybody."""
    post = wordpress.publish("Worüber WordPress schreibt", "<p>Etwas, worauf man verweisen kann.</p>")
    time.sleep(wordpress.PATIENCE)
    return post


def test_its_door_is_found_in_the_headers(house, wordpress):
    _number, url = wordpress.publish("Wo WordPress zu erreichen ist", "<p>Ein Text.</p>")
    [door] = json.loads(house.manage("linkback_doors", url))
    assert door == {"protocol": "pingback", "address": f"{wordpress.url}/xmlrpc.php", "found_in": "X-Pingback header"}


def test_it_takes_our_pingback(house, wordpress, theirs):
    number, url = theirs
    ours = house.publish("Wir verweisen auf WordPress", link(url))
    [sent] = house.outgoing(url)
    assert (sent["state"], sent["protocol"], sent["door"]) == ("delivered", "pingback", f"{wordpress.url}/xmlrpc.php")
    [comment] = wordpress.comments(number)
    assert (comment["type"], comment["author_url"], comment["status"]) == ("pingback", ours, HELD)
    assert "Wir verweisen auf WordPress" in comment["author"]
    assert "jemand im Netz" in comment["content"]


def test_it_takes_our_trackback(house, wordpress, theirs):
    number, url = theirs
    ours = house.publish("Wir melden uns bei WordPress", extras=[f"{url}trackback/"])
    [sent] = house.outgoing(url)
    assert (sent["state"], sent["protocol"]) == ("delivered", "trackback"), sent
    [comment] = wordpress.comments(number)
    assert (comment["type"], comment["author_url"], comment["status"]) == ("trackback", ours, HELD)
    assert "Wir melden uns bei WordPress" in comment["content"]


def test_two_pingbacks_at_once_are_too_quick_and_arrive_later(house, wordpress, theirs):
    _number, url = theirs
    _number, other = wordpress.publish("Worüber WordPress noch schreibt", "<p>Etwas anderes.</p>")
    house.publish("Wir verweisen zweimal auf WordPress", link(url) + link(other))
    tried = house.outgoing(url) + house.outgoing(other)
    assert {sent["state"] for sent in tried} <= {"delivered", "waiting"}, tried
    time.sleep(wordpress.PATIENCE)
    house.send_again(wordpress.url)
    assert [sent["state"] for sent in house.outgoing(url) + house.outgoing(other)] == ["delivered", "delivered"]


def test_a_pingback_and_a_trackback_for_the_same_post_are_one_comment_there(house, wordpress, theirs):
    """What comes second is known there already, and counts as delivered."""
    number, url = theirs
    house.publish("Wir melden uns doppelt bei WordPress", link(url), extras=[f"{url}trackback/"])
    house.outgoing(url)
    time.sleep(wordpress.PATIENCE)
    house.send_again(url)
    assert [sent["state"] for sent in house.outgoing(url)] == ["delivered", "delivered"]
    assert len(wordpress.comments(number)) == 1
