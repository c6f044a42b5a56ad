"""Pushl sends webmentions for the entries of any site's feed."""

import pytest

from tests.peers.neighbours import program, said_by, served

pytestmark = pytest.mark.peers

FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>Kurz gesagt</title><id>{url}/</id><updated>2026-10-04T10:00:00Z</updated>
  <link rel="self" href="{url}/feed.xml"/>
  <entry>
    <title>Zustimmung</title><id>{entry}</id><updated>2026-10-04T10:00:00Z</updated>
    <link rel="alternate" type="text/html" href="{entry}"/>
  </entry>
</feed>
"""
ENTRY = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><title>Zustimmung – Kurz gesagt</title></head>
<body><article class="h-entry"><h1 class="p-name">Zustimmung</h1>
<p>Von <a class="p-author h-card" href="{url}/">Paula Uschl</a></p>
<div class="e-content"><p>{words}</p></div>
</article></body></html>
"""
REPLY = (
    'Zu <a class="u-in-reply-to" href="{target}">diesem Beitrag</a>: Das sehe ich ganz genauso, denn wer Gespräche '
    "führt, hört auch auf anderen Seiten zu und antwortet dort."
)


class Site:
    """A feed with one entry, and Pushl, which remembers what it saw."""

    def __init__(self, folder, url):
        self.program, self.folder, self.url = program("pushl", "pushl"), folder, url
        self.entry = f"{url}/{folder.name}.html"
        (folder / "feed.xml").write_text(FEED.format(url=url, entry=self.entry), encoding="utf-8")

    def write(self, words):
        text = ENTRY.format(url=self.url, words=words)
        (self.folder / f"{self.folder.name}.html").write_text(text, encoding="utf-8")

    def push(self):
        more = ["--cache", self.folder / "cache", "--timeout", "20", "--max-time", "60"]
        return said_by(self.program, "-vvv", *more, f"{self.url}/feed.xml")


@pytest.fixture
def site(places, tmp_path):
    site = Site(tmp_path, places["pushl"].url)
    with served(tmp_path, places["pushl"]):
        yield site


def test_its_webmention_of_a_reply_is_shown_with_its_author(house, site):
    target = house.publish("Worüber man reden muss")
    site.write(REPLY.format(target=target))
    assert "succeeded" in site.push()
    [incoming] = house.incoming(site.entry)
    assert (incoming["proof"], incoming["protocols"]) == ("proven", ["webmention"])
    assert (incoming["kind"], incoming["author_name"]) == ("reply", "Paula Uschl")
    house.moderate("approve", site.entry)
    shown = house.page(target)
    assert "Paula Uschl" in shown
    assert "hört auch auf anderen Seiten zu" in shown


def test_it_hears_that_a_page_is_not_there(house, site):
    site.write(REPLY.format(target=f"{house.url}/blog/nie-geschrieben/"))
    assert "client error 404" in site.push()


def test_a_link_that_it_reports_as_lost_is_shown_no_more(house, site):
    """Pushl calls again for links that are gone; an hour after its first visit the server looks again by itself."""
    target = house.publish("Was später niemand mehr erwähnt")
    site.write(REPLY.format(target=target))
    site.push()
    house.incoming(site.entry)
    house.moderate("approve", site.entry)
    assert "Paula Uschl" in house.page(target)
    site.write("Dazu sage ich nun doch nichts.")
    assert "succeeded" in site.push()
    house.moderate("look_again", site.entry)
    assert [row["proof"] for row in house.incoming(site.entry, "lost")] == ["lost"]
    assert "Paula Uschl" not in house.page(target)
