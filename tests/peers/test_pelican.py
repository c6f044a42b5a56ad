"""A blog made by Pelican, with its plugin for linkbacks: it sends a pingback, then a webmention, for each link."""

import json

import pytest

from tests.peers.neighbours import program, said_by, served

pytestmark = pytest.mark.peers

ARTICLE = """
Was ein Pelikan fängt
#####################
:date: 2026-10-04 10:00
:slug: {slug}

Über das Antworten hat `jemand etwas Kluges <{target}>`_ geschrieben, und zwar für alle.
"""
SETTINGS = """
AUTHOR = "Petra Kahn"
SITENAME = "Pelikanpost"
SITEURL = "{url}"
RELATIVE_URLS = False
PATH = "content"
TIMEZONE = "Europe/Berlin"
DEFAULT_LANG = "de"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
PLUGINS = {plugins}
LINKBACKS_CACHEPATH = "linkbacks.json"
LINKBACKS_REQUEST_TIMEOUT = 20
"""


class Pelican:
    def __init__(self, folder, url):
        self.program, self.folder, self.url = program("pelican", "pelican"), folder, url
        self.output = folder / "output"
        self.output.mkdir()
        (folder / "content").mkdir()

    def write(self, target, slug="was-ein-pelikan-faengt"):
        text = ARTICLE.format(target=target, slug=slug)
        (self.folder / "content" / "antwort.rst").write_text(text, encoding="utf-8")
        self.article = f"{self.url}/{slug}.html"

    def build(self, *plugins):
        """What the plugin noted about each link."""
        text = SETTINGS.format(url=self.url, plugins=list(plugins))
        (self.folder / "pelicanconf.py").write_text(text, encoding="utf-8")
        said_by(self.program, "-s", "pelicanconf.py", folder=self.folder)
        notes = self.folder / "linkbacks.json"
        return json.loads(notes.read_text()) if notes.exists() else {}


@pytest.fixture
def pelican(places, tmp_path):
    return Pelican(tmp_path, places["pelican"].url)


def test_its_pingback_and_its_webmention_become_one_entry(house, places, pelican):
    target = house.publish("Was Pelikane fangen")
    pelican.write(target)
    pelican.build()
    with served(pelican.output, places["pelican"]):
        [notes] = pelican.build("linkbacks").values()
        [incoming] = house.incoming(pelican.article)
    assert {kind: note.get("error") for kind, note in notes[target].items()} == {"pingback": None, "webmention": None}
    assert incoming["protocols"] == ["pingback", "webmention"]
    assert (incoming["proof"], incoming["status"]) == ("proven", "held")
    assert incoming["title"] == "Was ein Pelikan fängt"
    assert "Über das Antworten hat jemand etwas Kluges geschrieben" in incoming["excerpt"]
    assert "Was ein Pelikan fängt" not in house.page(target)
    house.moderate("approve", pelican.article)
    shown = house.page(target)
    assert "Was ein Pelikan fängt" in shown
    assert "jemand etwas Kluges" in shown


def test_it_calls_before_its_page_is_there_and_is_believed_later(house, places, pelican):
    """The plugin calls before Pelican has written the page, and authors upload it later still."""
    target = house.publish("Was Pelikane morgen fangen")
    pelican.write(target, slug="was-noch-kommt")
    pelican.build("linkbacks")
    [incoming] = house.incoming(pelican.article)
    assert (incoming["proof"], incoming["tries"]) == ("waiting", 1), incoming
    with served(pelican.output, places["pelican"]):
        house.moderate("look_again", pelican.article)
        [incoming] = house.incoming(pelican.article, "proven")
    assert incoming["proof"] == "proven"
