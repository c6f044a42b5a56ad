"""The moderators' queue in a real browser: by keyboard alone, without scripts, on a small screen."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_axe_finds_nothing

pytestmark = pytest.mark.browser

QUEUE = "/admin/comments/comment/queue/"

MAKE_WAITING = """
from blog.models import Post
from comments.models import Comment, Report
post = Post.objects.get(slug="antworten-lassen")
for number in range(3):
    verdict = {{"outcome": "hold", "points": 2, "findings": [
        {{"judge": "links", "points": 2, "reason": "some_links", "facts": {{"number": 2}}}}]}}
    said = {{"name": f"Nummer {{number}}", "email": "n@queue.example", "website": "https://queue.example/"}}
    Comment(post=post, body=f"{mark} Wartend {{number}}.", status="held", verdict=verdict, **said).submit()
comment = Comment(post=post, name="Gemeldet", body="{mark} Steht schon da.", status="approved").submit()
Report(comment=comment, reason="insult", words="Das geht zu weit.").submit()
"""


@pytest.fixture
def mark(house):
    """A word that three waiting comments have, and one that was reported."""
    word = f"Wort{uuid4().hex[:8]}"
    house.told(MAKE_WAITING.format(mark=word))
    return word


@pytest.fixture
def queue(desk, mark):
    return desk(f"{QUEUE}?order=oldest&q={mark}")


def focused(page):
    return page.evaluate("document.activeElement.closest('.entry')?.querySelector('h2').textContent ?? ''")


def names(page):
    return page.locator(".entry__name").all_text_contents()


def test_moderating_needs_no_mouse(queue):
    queue.keyboard.press("j")
    assert focused(queue) == "Nummer 0"
    queue.keyboard.press("j")
    queue.keyboard.press("k")
    assert focused(queue) == "Nummer 0"
    queue.keyboard.press("a")
    expect(queue.locator(".entry")).to_have_count(2)
    assert focused(queue) == "Nummer 1"
    queue.keyboard.press("s")
    expect(queue.locator(".entry")).to_have_count(1)
    queue.keyboard.press("u")
    expect(queue.locator(".entry")).to_have_count(2)
    assert names(queue) == ["Nummer 1", "Nummer 2"]
    queue.keyboard.press("j")
    queue.keyboard.press("t")
    expect(queue.locator(".entry")).to_have_count(1)
    assert queue.complaints == []


def test_an_answer_is_typed_and_sent_by_keyboard(queue):
    queue.keyboard.press("j")
    queue.keyboard.press("r")
    queue.keyboard.type("Danke, das ist ja ein guter Satz.")
    assert len(names(queue)) == 3
    queue.keyboard.press("Escape")
    assert focused(queue) == "Nummer 0"
    queue.keyboard.press("r")
    queue.keyboard.press("Tab")
    queue.keyboard.press("Enter")
    expect(queue.locator(".entry")).to_have_count(2)
    expect(queue.locator(".messagelist .done")).to_be_visible()
    assert queue.complaints == []


def test_an_answer_that_fails_is_shown_where_it_was_typed(queue):
    queue.keyboard.press("j")
    queue.keyboard.press("r")
    queue.keyboard.press("Tab")
    queue.keyboard.press("Enter")
    expect(queue.locator(".entry__error")).to_be_visible()
    assert queue.evaluate("document.activeElement.tagName") == "TEXTAREA"
    queue.complaints.clear()  # the browser notes the answer's status
    assert_axe_finds_nothing(queue)


def test_some_are_chosen_and_moved_at_once(queue):
    for _number in range(2):
        queue.keyboard.press("j")
        queue.keyboard.press("x")
    queue.locator("#bulk [value=trash]").click()
    expect(queue.locator(".entry")).to_have_count(1)
    queue.locator("[data-undo]").click()
    expect(queue.locator(".entry")).to_have_count(3)
    queue.locator("[data-all]").check()
    assert queue.locator(".entry [type=checkbox]:checked").count() == 3


def test_the_keys_are_listed_and_can_be_switched_off(queue):
    queue.keyboard.press("?")
    expect(queue.get_by_role("dialog")).to_be_visible()
    assert_axe_finds_nothing(queue)
    queue.locator("[data-keys-on]").uncheck()
    queue.keyboard.press("Escape")
    queue.keyboard.press("j")
    assert focused(queue) == ""
    queue.reload()
    queue.keyboard.press("j")
    assert focused(queue) == ""
    queue.locator("[data-keys]").click()
    queue.locator("[data-keys-on]").check()
    queue.keyboard.press("Escape")
    queue.locator("body").press("j")
    assert focused(queue) == "Nummer 0"


def test_keys_with_a_modifier_and_in_fields_are_the_browsers(queue):
    queue.keyboard.press("j")
    queue.keyboard.press("Control+a")
    queue.keyboard.press("Alt+s")
    queue.locator(".queue [type=search]").focus()
    queue.keyboard.type("ast")
    assert len(names(queue)) == 3


def test_everything_works_without_scripts(desk, mark):
    page = desk(f"{QUEUE}?order=oldest&q={mark}", java_script_enabled=False)
    page.locator(".entry").first.locator("[value=approve]").click()
    expect(page.locator(".entry")).to_have_count(2)
    assert page.url.partition("#")[2] == page.locator(".entry").first.get_attribute("id")
    page.locator("[data-undo]").click()
    expect(page.locator(".entry")).to_have_count(3)
    page.locator(".entry").first.locator("[data-do=answer] summary").click()
    page.locator("textarea").first.fill("Danke!")
    page.locator("[value=answer]").first.click()
    expect(page.locator(".entry__name")).to_have_text(["Nummer 1", "Nummer 2"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tab", ["waiting", "reported"])
def test_axe_finds_nothing_in_a_full_queue(desk, mark, tab, scheme):
    page = desk(f"{QUEUE}?tab={tab}", scheme=scheme)
    for summary in page.locator(".entry").first.locator("summary").all():
        summary.click()
    assert page.complaints == []
    assert_axe_finds_nothing(page, scheme)


@pytest.mark.parametrize("address", [QUEUE, "/admin/comments/comment/filter/", "/admin/comments/rule/add/", "/admin/"])
def test_it_fits_on_a_small_screen(desk, mark, address):
    page = desk(address, width=375)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.locator("#content-main").bounding_box()["width"] > 300


def test_the_emergency_switch_is_one_click_away(desk):
    page = desk("/admin/")
    page.locator(".switch [value=close]").click()
    expect(page.locator(".switch--off")).to_be_visible()
    assert_axe_finds_nothing(page)
    page.locator(".switch--off [value=open]").click()
    expect(page.locator(".switch--off")).to_have_count(0)


def test_an_entry_of_the_lists_is_tested_before_it_is_saved(desk, mark):
    page = desk("/admin/comments/rule/add/")
    page.locator("#id_text").fill(mark)
    page.locator("[name=kind][value=word]").check()
    page.locator("[name=_test]").click()
    expect(page.locator(".catch li")).to_have_count(4)
    expect(page.locator("#id_text")).to_have_value(mark)
    assert page.complaints == []
    assert_axe_finds_nothing(page)
