"""Two real sites of ours link each other in all three protocols, over real HTTP, and learn what became of it."""

import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing

import pytest

from bench.house import ROOT, House
from tests.gatekeeper import WAYS, Gatekeeper, Rude, at_the_gate

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="needs several loopback addresses"),
]

EVERYBODY = """
from linkbacks.models import Policy
Policy.objects.update_or_create(pk=1, defaults={"admission": "verified"})
"""
TARGETS = """
from blog.models import Post
from django.utils import timezone
out = {"status": "published", "published_at": timezone.now(), "announced_at": timezone.now()}
for slug in ("per-webmention", "per-pingback", "per-trackback", "wandel", "ende", "sperre"):
    Post.objects.create(title=f"Ziel {slug}", slug=slug, body="<p>Darauf kann man sich beziehen.</p>", **out)
"""
PUBLISH = """
from blog.models import Post
links = "".join(f'<p>Dazu haben wir <a href="{{url}}">etwas Schönes</a> gelesen.</p>' for url in {urls!r})
Post.objects.create(title="Post {slug}", slug="{slug}", body=links).publish()
"""
CHANGE = """
from blog.models import Post
post = Post.objects.get(slug="mit-link")
post.body = "<p>Der Link ist fort.</p>"
post.save()
post.record_edit()
Post.objects.get(slug="abschied").withdraw()
"""
AN_HOUR_LATER = """
from datetime import timedelta
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from linkbacks.models import Incoming
cache.clear()
Incoming.objects.update(due_at=timezone.now(), checked_at=timezone.now() - timedelta(hours=2))
call_command("linkbacks", "verify")
"""
"""Nobody can make a site read the same page twice within an hour."""

BLOCK = """
from comments.models import Rule
Rule.objects.block("host", "127.0.0.1")
"""


class Site(House):
    """A house with an address, that may visit the others."""

    def open(self, place, peers):
        self.url = f"http://{place}"
        self.machine |= {"SITE_URL": self.url, "FETCH_ALLOW": ",".join(peers)}
        self.start()

    def publish(self, slug, *urls):
        self.shell(PUBLISH.format(slug=slug, urls=urls))
        return f"{self.url}/blog/{slug}/"

    def send_twice_at_once(self):
        """Two operators at the same command, while the server's own workers are at it as well."""
        command = [sys.executable, "manage.py", "linkbacks", "send"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        both = [subprocess.Popen(command, cwd=ROOT, env=self.machine, **quiet) for _number in range(2)]
        assert [process.wait(timeout=60) for process in both] == [0, 0]

    def rows(self, question):
        with closing(sqlite3.connect(f"file:{self.machine['DATA_DIR']}/startalking.sqlite3?mode=ro", uri=True)) as base:
            return base.execute(question).fetchall()

    def ledger(self):
        """Of each page elsewhere: state, protocol, reason and how often it was told."""
        asked = "SELECT url, state, protocol, reason, json_array_length(story) FROM linkbacks_outgoing"
        return {url: tuple(facts) for url, *facts in self.rows(asked)}

    def heard(self):
        """Of each page of this site: protocols, proof and status of the linkback."""
        asked = "SELECT slug, protocols, proof, i.status FROM linkbacks_incoming i JOIN blog_post p ON p.id = i.post_id"
        return {slug: tuple(facts) for slug, *facts in self.rows(asked)}


def look(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, ""


def soon(ask, expected, seconds=90):
    """What is there once it is as expected, or at last. What the tasks miss, the tick finds within a minute."""
    end = time.monotonic() + seconds
    while (found := ask()) != expected and time.monotonic() < end:
        time.sleep(0.3)
    return found


@pytest.fixture
def sites(tmp_path):
    """Ours, a neighbour behind a gatekeeper, and the address of rude people."""
    with Site(tmp_path / "ours") as ours, Site(tmp_path / "theirs") as theirs:
        command = [sys.executable, "manage.py", "prepare", "--no-demo"]
        subprocess.run(command, cwd=ROOT, env=ours.machine, check=True, capture_output=True)
        ours.shell(EVERYBODY)
        shutil.copytree(tmp_path / "ours", tmp_path / "theirs")
        theirs.shell(TARGETS)
        with at_the_gate("127.0.0.2", Gatekeeper, theirs.port) as gate, at_the_gate("127.0.0.3", Rude) as rude:
            peers = (f"127.0.0.1:{ours.port}", gate, rude)
            ours.open(peers[0], peers)
            theirs.open(gate, peers)
            yield ours, theirs, f"http://{rude}"
            ours.stop()
            theirs.stop()


def test_two_sites_tell_each_other(sites):
    """One story: each step takes real seconds, and needs the ones before."""
    ours, theirs, rude = sites
    by = {way: f"{theirs.url}/blog/per-{way}/" for way in WAYS}
    by |= {slug: f"{theirs.url}/blog/{slug}/" for slug in ("wandel", "ende", "sperre")}

    rundschau = ours.publish("rundschau", *(by[way] for way in WAYS), f"{rude}/unsinn/", f"{rude}/stumm/")
    ours.publish("mit-link", by["wandel"])
    farewell = ours.publish("abschied", by["ende"])
    ours.send_twice_at_once()
    everything = {f"per-{way}": (f'["{way}"]', "proven", "approved") for way in WAYS}
    everything |= dict.fromkeys(("wandel", "ende"), ('["webmention"]', "proven", "approved"))
    assert soon(theirs.heard, everything) == everything
    told = {way: ours.ledger()[by[way]] for way in WAYS}
    assert {way: (state, protocol, times) for way, (state, protocol, _words, times) in told.items()} == {
        way: ("delivered", way, 1) for way in WAYS
    }
    assert all(rundschau in look(by[way])[1] for way in WAYS)

    theirs.publish("gegengruss", rundschau)
    assert soon(ours.heard, back := {"rundschau": ('["webmention"]', "proven", "approved")}) == back
    assert f"{theirs.url}/blog/gegengruss/" in look(rundschau)[1]

    waits = {f"{rude}/unsinn/": "not XML-RPC", f"{rude}/stumm/": "took too long"}
    said = soon(lambda: [words for url, words in waits.items() if words in ours.ledger()[url][2]], [*waits.values()])
    assert said == [*waits.values()]
    assert {ours.ledger()[url][0] for url in waits} == {"waiting"}

    ours.shell(CHANGE)
    twice = {by["wandel"]: 2, by["ende"]: 2}
    assert soon(lambda: {url: ours.ledger()[url][3] for url in twice}, twice) == twice
    assert look(farewell)[0] == 410
    theirs.shell(AN_HOUR_LATER + BLOCK)
    assert {theirs.heard()[slug][1] for slug in ("wandel", "ende")} == {"lost"}
    assert farewell not in look(by["ende"])[1]
    assert theirs.heard()["per-pingback"][1] == "proven"

    blocked = ours.publish("gesperrt", by["sperre"])
    assert soon(lambda: theirs.heard().get("sperre", ("", "", ""))[2], "spam") == "spam"
    assert blocked not in look(by["sperre"])[1]
