"""Exports for the tests: our own file, pieces to build others from, and the real one where it is there."""

import re
from pathlib import Path

import pytest

from startalking.core.text import clean
from startalking.wordpress import parse
from startalking.wordpress.conversion import Picture
from startalking.wordpress.html import to_html
from startalking.wordpress.load import load
from startalking.wordpress.media import Media
from startalking.wordpress.progress import Progress
from startalking.wordpress.records import Post

HERE = Path(__file__).resolve().parent
REAL = HERE.parents[2] / "shared" / "data" / "themeunittestdata.wordpress.xml"

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Blog</title><link>https://blog.example</link><language>de</language>
<wp:wxr_version>1.2</wp:wxr_version>
"""
TAIL = "</channel>\n</rss>\n"
ITEM = """<item><title>Beitrag {id}</title><wp:post_id>{id}</wp:post_id><wp:post_type>post</wp:post_type>
<wp:status>publish</wp:status><wp:post_date_gmt>2026-03-01 08:00:00</wp:post_date_gmt>
<content:encoded><![CDATA[{content}]]></content:encoded>{more}</item>
"""


class Exports:
    """Writes files and reads them back."""

    def __init__(self, folder):
        self.path = folder / "export.xml"

    def item(self, number=1, content="Text.", more=""):
        return ITEM.format(id=number, content=content, more=more)

    def text(self, *items):
        return HEAD + "".join(items) + TAIL

    def write(self, content):
        self.path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self.path

    def read(self, content):
        return list(parse.read(self.write(content)))

    def posts(self, content):
        return [record for record in self.read(content) if isinstance(record, Post)]

    def until_error(self, content):
        """The records before the error, and the error."""
        records = []
        with pytest.raises(parse.ExportError) as caught:
            records.extend(_collected(parse.read(self.write(content)), records))
        return records, caught.value


def _collected(stream, into):
    for record in stream:
        into.append(record)
    return []


@pytest.fixture
def exports(tmp_path):
    return Exports(tmp_path)


@pytest.fixture
def moves_in(exports):
    """Import an export of these items (or of this file) and return the report. Nothing is fetched unless told."""

    def moved(*items, media=None, may_fetch=False):
        source = items[0] if items and isinstance(items[0], Path) else exports.write(exports.text(*items))
        files = Media(media, may_fetch=may_fetch)
        report = load(source, files, Progress())
        files.close()
        return report

    return moved


@pytest.fixture(scope="session")
def werkstatt():
    return list(parse.read(HERE / "exports" / "werkstatt.xml"))


@pytest.fixture(scope="session")
def real():
    if not REAL.exists():
        pytest.skip("The Theme Unit Test export is not here: ../shared/data/themeunittestdata.wordpress.xml")
    return list(parse.read(REAL))


PICTURES = {
    50: Picture("/bilder/50.jpg", 'Werkbank "alt"', "Die <em>Werkbank</em>"),
    51: Picture("/bilder/51.png", "Der Hof"),
}


@pytest.fixture(scope="session")
def convert():
    """A text converted beside two known pictures, 50 and 51."""

    def converted(content, attached=()):
        return to_html(content, resolve=PICTURES.get, attached=attached)

    return converted


@pytest.fixture(scope="session")
def shown(convert):
    """A text as it leaves the cleaning, without the white space between elements; alt.example is our own host."""

    def cleaned(content, attached=()):
        markup = clean(convert(content, attached).html, own=["https://alt.example/"])
        return re.sub(r">\s+<", "><", markup.replace(' rel="noopener"', ""))

    return cleaned
