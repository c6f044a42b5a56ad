"""An import that breaks off leaves what was there whole, and goes on where it was."""

import json

import pytest
from django.core.management import CommandError, call_command

from blog.models import Page, Post
from startalking.wordpress import parse, records
from startalking.wordpress.load.entries import Entries
from tests.wordpress.conftest import HERE

pytestmark = pytest.mark.django_db

WERKSTATT = HERE / "exports" / "werkstatt.xml"


def moves_in(export, tmp_path):
    """Import and return the report."""
    place = tmp_path / "report.json"
    call_command("import_wordpress", export, report=place, no_fetch=True, verbosity=0)
    return json.loads(place.read_text(encoding="utf-8"))


def test_a_run_that_was_broken_off_goes_on(tmp_path, monkeypatch):
    whole, write = [], Entries._write

    def until_the_fifth(self, post):
        if len(whole) == 5:
            raise KeyboardInterrupt
        whole.append(post)
        write(self, post)

    monkeypatch.setattr(Entries, "_write", until_the_fifth)
    with pytest.raises(CommandError) as stopped:
        moves_in(WERKSTATT, tmp_path)
    assert stopped.value.returncode == 130
    assert Post.objects.count() + Page.objects.count() == 5
    monkeypatch.setattr(Entries, "_write", write)
    texts = [item for item in parse.read(WERKSTATT) if isinstance(item, records.Post) and item.kind in {"post", "page"}]
    report = moves_in(WERKSTATT, tmp_path)
    assert Post.objects.count() + Page.objects.count() == len(texts)
    assert report["counts"]["post"]["present"] + report["counts"]["page"]["present"] == 5


def test_a_broken_export_changes_nothing_and_says_where(tmp_path):
    whole = WERKSTATT.read_text(encoding="utf-8")
    broken = tmp_path / "broken.xml"
    broken.write_text(whole[: len(whole) // 2], encoding="utf-8")
    with pytest.raises(CommandError, match=str(whole[: len(whole) // 2].count("\n") + 1)[:2]) as stopped:
        moves_in(broken, tmp_path)
    assert stopped.value.returncode == 1
    assert not Post.objects.exists()
    assert not Page.objects.exists()


def test_a_moved_in_blog_is_there_for_readers(tmp_path, client):
    moves_in(WERKSTATT, tmp_path)
    page = client.get("/2026/03/krise-und-ruhe/")
    shown = page.content.decode()
    assert "Drei Schritte" in shown
    assert "Gilt das auch für Vereine?" in shown
    assert "leserin@example.org" not in shown
    assert "Rechtsabteilung" not in shown
    assert "Billige Uhren" not in shown
