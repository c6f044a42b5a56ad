"""No call keeps a door busy, and none makes it take much memory: `bench/linkback_doors.py` has the figures."""

import tracemalloc
from time import process_time

import pytest

from linkbacks import limits
from tests.doors import FORM, address
from tests.factories import make_post

pytestmark = pytest.mark.django_db

FIELDS = "url={source}&source={source}&target={target}&title={more}&excerpt={more}"
CALL = (
    "<methodCall><methodName>pingback.ping</methodName><params><param><value>{source}</value></param>"
    "<param><value>{target}</value></param>{more}</params></methodCall>"
)
MORE = {
    "letters": "x" * 60_000,
    "a megabyte": "x" * 1_000_000,
    "percent signs": "%" * 60_000,
    "elements": "<div>" * 12_000,
    "brackets": "<" * 60_000,
    "attributes": "<a " + "x=1 " * 14_000,
    "combining marks": "e" + "\u0301" * 20_000,
    "entities": "&amp;" * 12_000,
    "fields": "&a=1" * 15_000,
    "values": "<param><value>x</value></param>" * 1_900,
}
SOURCES = {
    "usual": "https://anderswo.example/",
    "long": "https://anderswo.example/" + "x" * 50_000,
    "long host": "https://" + "a." * 25_000,
    "letters": "https://" + "ö" * 20_000,
    "different letters": "https://" + "".join(chr(0x4E00 + number) for number in range(15_000)),
    "port": "https://anderswo.example:" + "9" * 50_000,
    "brackets": "https://" + "[" * 50_000,
}


def knock(client, target, source, more):
    facts = {"source": source, "target": address(target), "more": more}
    for door in (target.trackback_url, "/webmention/"):
        yield client.post(door, FIELDS.format(**facts), content_type=FORM)
    yield client.post("/pingback/", CALL.format(**facts), content_type="text/xml")


@pytest.mark.parametrize(
    ("source", "more"),
    [*((SOURCES["usual"], more) for more in MORE.values()), *((far, "") for far in SOURCES.values())],
)
def test_a_hostile_call_is_answered_soon_and_cheaply(client, monkeypatch, source, more):
    monkeypatch.setattr(limits, "PER_SENDER", 0)
    monkeypatch.setattr(limits, "PER_HOST", 0)
    post = make_post()
    list(knock(client, post, "https://anders.example/", ""))  # loads what a server has loaded
    tracemalloc.start()
    began = process_time()
    for answer in knock(client, post, source, more):
        assert answer.status_code < 500
    seconds = process_time() - began
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 50 * 1024 * 1024
    assert seconds < 6  # three doors, an instrument that makes it ten times slower, and whatever else this machine does
