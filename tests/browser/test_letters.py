"""The pages behind the links in letters: for every eye, by keyboard alone, without scripts."""

import pytest

from tests.browser.conftest import THREAD, assert_axe_finds_nothing
from tests.browser.test_reading import tab_to

pytestmark = pytest.mark.browser

MAKE_WRITER = """
from blog.models import Post
from comments import keys
from comments.models import Comment, Follow, Writer
from django.urls import reverse
post = Post.objects.get(slug="antworten-lassen")
said = {{"name": "Vera Beispiel", "email": "{email}", "post": post}}
for status, body in (("approved", "Das ist *da*."), ("held", "Das wartet."), ("trash", "Das ist weg.")):
    Comment(status=status, body=body, **said).submit()
writer = Writer.objects.with_address("{email}")
follow = Follow.objects.begin(writer, post)
print(reverse("comments:key", args=[keys.cut(writer)]))
print(reverse("comments:follow_confirm", args=[keys.confirmation(follow)]))
print(reverse("comments:follow_end", args=[keys.ending(follow)]))
print(reverse("comments:follow", args=["beitrag", post.pk]))
"""


@pytest.fixture(scope="session")
def letters(house):
    """The addresses of a writer's pages: the key, the question, the end, and the form to follow."""
    return house.told(MAKE_WRITER.format(email="vera@letters.example")).splitlines()


@pytest.fixture(scope="session")
def pages(letters):
    key, confirm, end, follow = letters
    sent = f"{follow}?gesendet=1"
    return {
        "key": key,
        "key, done": f"{key}?getan=korrigiert",
        "erase": f"{key}loeschen/",
        "request": "/kommentar/schluessel/",
        "requested": "/kommentar/schluessel/?gesendet=1",
        "erased": "/kommentar/schluessel/?geloescht=1",
        "confirm": confirm,
        "end": end,
        "follow": follow,
        "follow, sent": sent,
    }


NAMES = ("key", "key, done", "erase", "request", "requested", "erased", "confirm", "end", "follow", "follow, sent")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, pages, name, scheme):
    page = visit(pages[name], scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
    assert_axe_finds_nothing(page, scheme)
    assert page.complaints == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_scrolls_sideways_on_the_smallest_phone(visit, pages, name):
    page = visit(pages[name], width=320)
    page.evaluate("document.querySelectorAll('main details').forEach(details => { details.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_key_tells_nobody_where_it_was_used(visit, pages, house):
    page = visit(pages["key"])
    assert [asked for asked in page.asked if not asked.startswith((house.url, "data:"))] == []
    assert page.context.cookies() == []
    page.locator("main").get_by_role("link", name="Antworten").first.click()
    assert page.evaluate("document.referrer") == ""


def test_a_writer_corrects_and_withdraws_by_keyboard_alone(visit, house):
    key = house.told(MAKE_WRITER.format(email="ida@letters.example")).splitlines()[0]
    page = visit(key)
    tab_to(page, "element.tagName == 'SUMMARY' && element.closest('main') && /korrigieren/.test(element.textContent)")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    tab_to(page, "element.tagName == 'BUTTON' && /speichern/.test(element.textContent)", presses=3)
    page.keyboard.press("Enter")
    page.locator("#errors").wait_for()
    assert page.evaluate("document.activeElement.id") == "errors"
    assert_axe_finds_nothing(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("Das sehe ich jetzt **anders**.")
    tab_to(page, "element.tagName == 'BUTTON' && /speichern/.test(element.textContent)", presses=3)
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    assert page.locator("main strong", has_text="anders").count() == 1
    tab_to(page, "element.tagName == 'SUMMARY' && /^Zurückziehen/.test(element.textContent.trim())")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Ihr Kommentar ist zurückgezogen.").wait_for()


def test_a_follower_says_yes_and_ends_it_without_scripts(visit, house):
    _key, confirm, _end, _follow = house.told(MAKE_WRITER.format(email="otto@letters.example")).splitlines()
    page = visit(confirm, java_script_enabled=False)
    page.get_by_role("button", name="Ja, E-Mails senden").click()
    page.get_by_role("link", name="E-Mails abbestellen").click()
    page.get_by_role("button", name="E-Mails abbestellen").click()
    assert "Keine E-Mails mehr" in page.locator("h1").inner_text()
    assert page.locator("main").get_by_role("link", name="Zum Gespräch").get_attribute("href").startswith(THREAD)
