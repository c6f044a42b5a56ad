"""What is written for people: its links lead somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


def anchors(path):
    """The headings of a document as GitHub names them in addresses."""
    headings = HEADING.findall(path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(path):
    found = LINK.findall(path.read_text(encoding="utf-8"))
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def test_there_are_documents_with_links():
    assert len(DOCUMENTS) > 5
    assert len(links(ROOT / "README.md")) > 5


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_and_headings_that_are_there(path):
    dead = []
    for link in links(path):
        file, _hash, anchor = link.partition("#")
        goal = path.parent / file if file else path
        if not goal.exists() or (anchor and anchor not in anchors(goal)):
            dead.append(link)
    assert dead == []
