"""A blog that is meant to stay begins without the demo: with a navigation, a sidebar and legal pages all the same."""

import re
import subprocess
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from blog.models import Page, Post, Site
from startalking import preparation
from startalking.starter import REF
from tests.factories import make_page, make_site
from tests.flows.test_serving import ROOT
from tests.wordpress.conftest import HERE
from widgets.models import Menu, MenuEntry, Widget

WERKSTATT = HERE / "exports" / "werkstatt.xml"
LEGAL = ("impressum", "datenschutz")


@pytest.fixture
def first_day(db, tmp_path, monkeypatch):
    """A site that has been prepared without the demo; call it to start it once more."""
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)

    def prepared():
        return preparation.first_start(demo=False)

    prepared()
    return prepared


def moves_in(**options):
    said = StringIO()
    call_command("import_wordpress", WERKSTATT, no_fetch=True, stdout=said, stderr=StringIO(), **options)
    return said.getvalue()


def part(page, pattern):
    found = re.search(pattern, page.content.decode(), re.DOTALL)
    assert found, pattern
    return found[0]


def header(client, address="/"):
    return part(client.get(address), r'<header class="masthead">.*?</header>')


def footer(client, address="/"):
    return part(client.get(address), r'<div class="footer__legal">.*?</footer>')


def test_every_page_has_a_navigation_a_sidebar_and_the_legal_links(first_day, client):
    for address in ("/", "/wissen/", "/impressum/"):
        for label, goal in (("Blog", "/"), ("Wissen", "/wissen/"), ("Archiv", "/archiv/")):
            assert re.search(rf'<a href="{goal}"[^>]*>\s*{label}', header(client, address))
        assert "/datenschutz/" in footer(client, address)
        assert "/impressum/" in footer(client, address)
    assert 'name="q"' in part(client.get("/"), r'<aside class="sidebar".*?</aside>')


@pytest.mark.parametrize("slug", LEGAL)
def test_the_legal_pages_are_templates_to_fill_in(first_day, client, slug):
    page = client.get(f"/{slug}/")
    assert page.status_code == 200
    assert "<mark>" in page.content.decode()
    assert "demo:" not in page.content.decode()


def test_a_site_in_english_has_english_words_and_says_that_the_templates_are_german(db, client, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    make_site(language="en")
    preparation.first_start(demo=False)
    assert re.search(r'<a href="/wissen/"[^>]*>\s*Knowledge', header(client))
    assert set(Page.objects.values_list("language", flat=True)) == {"de"}


def test_the_next_start_changes_nothing_and_brings_nothing_back(first_day):
    before = list(Widget.objects.values("pk", "area", "kind", "title"))
    first_day()
    assert list(Widget.objects.values("pk", "area", "kind", "title")) == before
    Widget.objects.all().delete()
    first_day()
    assert not Widget.objects.exists()


@pytest.mark.parametrize("demo", [True, False])
def test_who_lost_the_database_can_log_in_and_is_told_and_gets_no_demo(db, tmp_path, monkeypatch, client, demo):
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    (tmp_path / "started").touch()
    editor = preparation.first_start(demo=demo)
    assert client.login(username=preparation.EDITOR, password=editor.password)
    assert "leer" in editor.warning
    assert (Widget.objects.count(), Page.objects.count(), Post.objects.count()) == (0, 0, 0)
    assert preparation.first_start(demo=demo) is None


def test_a_site_whose_users_are_gone_gets_an_editor_and_is_not_called_empty(first_day, client):
    get_user_model().objects.all().delete()
    editor = first_day()
    assert client.login(username=preparation.EDITOR, password=editor.password)
    assert editor.warning == ""


def test_a_first_start_has_nothing_to_warn_of(db, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    assert preparation.first_start(demo=False).warning == ""


def test_a_site_with_widgets_is_left_alone(db, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    Widget.objects.create(area="sidebar", kind="search")
    preparation.first_start(demo=False)
    assert (Widget.objects.count(), Menu.objects.count(), Page.objects.count()) == (1, 0, 0)


def test_a_page_that_is_there_is_led_to(db, client, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    make_page(title="Impressum", slug="impressum", body="<p>Angaben.</p>")
    preparation.first_start(demo=False)
    assert Page.objects.filter(slug="impressum").count() == 1
    assert "/impressum/" in footer(client)


def test_what_moves_in_takes_the_places_that_were_kept_for_it(first_day, client):
    said = moves_in()
    assert "Hauptmenü" in said
    assert Site.objects.current().title != "start:talking"
    assert Widget.objects.get(area="header").menu.name == "Hauptmenü"
    for entry in Menu.objects.get(name="Hauptmenü").facts()["entries"]:
        assert f'href="{entry["url"]}"' in header(client)
    page = client.get("/impressum/")
    assert "Angaben." in page.content.decode()
    assert "<mark>" not in page.content.decode()
    assert not Page.objects.filter(import_ref=f"{REF}impressum").exists()
    assert all(f'href="/{slug}/"' in footer(client) for slug in LEGAL)
    assert "Krise" in part(client.get("/"), r'<main id="content".*?</main>')
    assert "<select" in part(client.get("/"), r'<aside class="sidebar".*?</aside>')


def test_a_second_import_leaves_the_header_to_the_editor(first_day):
    moves_in()
    Widget.objects.get(area="header").delete()
    moves_in()
    assert not Widget.objects.filter(area="header").exists()


def test_a_navigation_of_the_editors_stays(first_day):
    own = Menu.objects.create(name="Eigenes", slug="eigenes")
    Widget.objects.filter(area="header").update(menu=own)
    moves_in()
    assert Widget.objects.get(area="header").menu == own


def test_a_template_somebody_has_filled_in_stays(first_day, client):
    page = Page.objects.get(slug="impressum")
    page.body = "<p>Ausgefüllt.</p>"
    page.save()
    moves_in()
    assert "Ausgefüllt." in client.get("/impressum/").content.decode()
    assert MenuEntry.objects.filter(page=page).exists()


def test_the_demo_takes_the_place_of_what_was_laid(first_day, client):
    call_command("demo", stdout=StringIO())
    assert not Page.objects.filter(import_ref__startswith=REF).exists()
    assert Widget.objects.filter(area="sidebar").count() > 10
    assert client.get("/impressum/").status_code == 200


def test_an_import_keeps_away_from_the_demo_unless_told(db):
    Post.objects.create(title="Aus der Demo", slug="aus-der-demo", import_ref="demo:aus-der-demo")
    with pytest.raises(CommandError, match="DEMO=no"):
        moves_in()
    assert Post.objects.count() == 1
    moves_in(beside_demo=True)
    assert Post.objects.count() > 1


@pytest.mark.parametrize(("given", "is_without"), [([], False), (["DEMO=yes"], False), (["DEMO=no"], True)])
def test_make_run_begins_without_the_demo_when_told(given, is_without):
    told = subprocess.run(["make", "-n", "run", *given], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "serve --prepare" in told
    assert ("--no-demo" in told) == is_without
