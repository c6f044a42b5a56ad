"""A real browser before the real server, with the demo in it, as `make run` starts it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]

THREAD = "/blog/antworten-lassen/"
PAGES = {
    "home": "/",
    "second page": "/?seite=2",
    "post with a conversation": THREAD,
    "post with table and code": "/blog/redaktionsplan/",
    "post in English": "/blog/does-your-blog-need-english/",
    "page": "/ueber-uns/",
    "page below a page": "/ueber-uns/buecher/",
    "legal notice": "/impressum/",
    "category": "/kategorie/corporate-blogs/",
    "tag": "/schlagwort/corporate-blog/",
    "author": "/autor/wiebke-sandquell/",
    "archive": "/archiv/",
    "month": "/archiv/2024/05/",
    "empty year": "/archiv/1999/",
    "knowledge base": "/wissen/",
    "section": "/wissen/web-technik/",
    "article": "/wissen/web-technik/ssl/",
    "search": "/suche/",
    "search with results": "/suche/?q=Kommentare",
    "search without results": "/suche/?q=Xylophonbau",
    "year": "/archiv/2024/",
    "day": "/archiv/2024/3/12/",
    "page with comments": "/kommentarregeln/",
    "form for an answer": "/kommentar/antwort/1/",
    "one thread alone": f"{THREAD}?strang=1",
    "authors' answers alone": f"{THREAD}?nur=autor",
    "long conversation": "/blog/langes-gespraech/?kommentare=2",
    "closed conversation": "/blog/altes-gespraech/",
    "report of a comment": "/kommentar/melden/1/",
    "thanks for a report": "/kommentar/gemeldet/1/",
    "form for the own comments": "/kommentar/schluessel/",
    "form to follow": "/kommentar/folgen/beitrag/1/",
    "form for an answer elsewhere": "/webmention/",
    "post behind a password": "/blog/nur-fuer-kunden/",
    "taken down": "/blog/zurueckgezogen/",
    "not found": "/blog/redaktionsplann/",
}
NOT_OK = {"taken down": "410", "not found": "404"}

MORE = """
from django.utils import timezone
from blog.models import Post
from comments.models import Comment
text = {"body": "<p>Der Preis.</p>", "published_at": timezone.now(), "announced_at": timezone.now()}
Post.objects.create(title="Nur für Kunden", slug="nur-fuer-kunden", password="x", status="published", **text)
Post.objects.create(title="Zurückgezogen", slug="zurueckgezogen", status="withdrawn", **text)
long = Post.objects.create(title="Langes Gespräch", slug="langes-gespraech", status="published", **text)
closed = Post.objects.create(title="Altes Gespräch", slug="altes-gespraech", status="published", **text)
for number in range(120):
    Comment(post=long, name=f"Leserin {number}", body=f"Das sehe ich anders, {number}.", status="approved").submit()
Comment(post=closed, name="Leserin", body="Das war einmal.", status="approved").submit()
closed.refresh_from_db()
closed.comments_open = False
closed.save()
"""
"""What the demo has no reason to have."""


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


COLOURS = ["color-contrast", "link-in-text-block"]
"""What may be another in the dark: nothing else changes there."""


def assert_axe_finds_nothing(page, scheme="light"):
    found = Axe().run(page, options={"runOnly": RULES if scheme == "light" else COLOURS})
    assert found.response["passes"]
    assert found.violations_count == 0, found.generate_report()


@dataclass(frozen=True)
class House:
    url: str
    user: str
    password: str
    machine: dict[str, str]

    def told(self, code):
        """What Python prints in this house: a signed link is known from a letter only."""
        command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", code]
        told = subprocess.run(command, cwd=ROOT, env=self.machine, check=True, capture_output=True, text=True)
        return told.stdout.strip()


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """The demo site on a port of its own, started as an editor's machine starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    machine = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    machine |= {"DATA_DIR": str(tmp_path_factory.mktemp("house")), "PORT": port, "LANGUAGE_CODE": "de"}
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--prepare"],
        cwd=ROOT,
        env=machine | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        words = greeting(server)
        subprocess.run([sys.executable, "manage.py", "shell", "-c", MORE], cwd=ROOT, env=machine, check=True)
        yield House(f"http://127.0.0.1:{port}", words["Benutzername"], words["Passwort"], machine)
    finally:
        os.killpg(server.pid, signal.SIGINT)
        server.wait(timeout=60)
        server.stdout.close()


@pytest.fixture(scope="session")
def developed(house):
    """The house when its pictures have their lighter copies: they are made in the background."""
    waiting = "from blog.models.image import Image; print(Image.objects.waiting().count())"
    for _second in range(120):
        if house.told(waiting) == "0":
            return house
        time.sleep(1)
    return pytest.fail("The pictures never got their lighter copies.")


def greeting(server):
    """What the server says of itself when it is ready."""
    told = ""
    while "Strg-C" not in told:
        line = server.stdout.readline()
        assert line, f"The server ended with {server.wait()}: {told}"
        told += line
    return dict(re.findall(r"(Benutzername|Passwort)[^:\n]*: +(\S+)", told))


@pytest.fixture(scope="session")
def chromium():
    quiet = ["background-networking", "component-update", "sync", "quic", "gpu"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in quiet)],
        )
        yield browser
        browser.close()


@dataclass(frozen=True)
class Seen:
    """What one visit from the top to the end of a page showed."""

    asked: list[str]
    complaints: list[str]
    cookies: list[object]
    stored: int
    levels: list[int]
    nameless: list[str]
    german: str
    mistakes: str


LEVELS = "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(heading => +heading.tagName[1])"
NAMELESS = """
['nav', 'aside', 'footer']
    .flatMap(name => [...document.querySelectorAll(`body > * ${name}, body > ${name}`)])
    .filter(place => !place.ariaLabel && !place.getAttribute('aria-labelledby') && !place.querySelector('h2, h3'))
    .map(place => place.outerHTML.slice(0, 200))
"""


@pytest.fixture(scope="session")
def seen(house, chromium):
    """An address, visited once for all tests that only look."""
    before = {}

    def of(address):
        if address not in before:
            with opened(house, chromium) as to:
                before[address] = _looked_at(to(address))
        return before[address]

    return of


def _looked_at(page):
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    said, asked, cookies = [*page.complaints], [*page.asked], page.context.cookies()
    found = Axe().run(page, options={"runOnly": RULES})  # after the rest: it adds styles of its own
    assert found.response["passes"]
    stored = page.evaluate("localStorage.length + sessionStorage.length")
    levels, nameless = page.evaluate(LEVELS), page.evaluate(NAMELESS)
    page.evaluate("document.querySelectorAll('body [lang=en]').forEach(element => element.remove())")
    german = page.locator("body").inner_text()
    mistakes = found.generate_report() if found.violations_count else ""
    return Seen(asked, said, cookies, stored, levels, nameless, german, mistakes)


@pytest.fixture
def visit(house, chromium):
    """Open an address in a fresh browser; what it asked for and complained about is kept with the page."""
    with opened(house, chromium) as to:
        yield to


@contextmanager
def opened(house, chromium):
    contexts = []

    def to(address, *, width=1280, scheme="light", **more):
        context = chromium.new_context(
            base_url=house.url, viewport={"width": width, "height": 800}, color_scheme=scheme, locale="de-DE", **more
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(address)
        return page

    try:
        yield to
    finally:
        for context in contexts:
            context.close()


@pytest.fixture
def desk(visit, house):
    """An editor who is logged in; opens an address of the admin."""

    def open_(address, **how):
        page = visit(f"/admin/login/?next={quote(address)}", **how)
        page.locator("#id_username").fill(house.user)
        page.locator("#id_password").fill(house.password)
        page.locator("[type=submit]").click()
        page.wait_for_url(lambda url: url.endswith(address))
        return page

    return open_
