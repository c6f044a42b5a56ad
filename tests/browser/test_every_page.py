"""What holds on every kind of page, in light and dark, wide and narrow."""

import pytest

from tests.browser.conftest import NOT_OK, PAGES, assert_axe_finds_nothing

pytestmark = pytest.mark.browser

every_page = pytest.mark.parametrize(
    "address",
    # Those of a page go to one worker, which looks at it once.
    [pytest.param(address, id=name, marks=pytest.mark.xdist_group(name)) for name, address in PAGES.items()],
)


@every_page
def test_axe_finds_nothing(seen, address):
    assert not seen(address).mistakes


@every_page
def test_axe_finds_nothing_in_the_dark(visit, address):
    assert_axe_finds_nothing(visit(address, scheme="dark"), "dark")


@every_page
def test_nothing_scrolls_sideways_on_the_smallest_phone(visit, address):
    page = visit(address, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@every_page
def test_a_page_asks_nobody_else_and_leaves_no_cookie(seen, house, address):
    page = seen(address)
    assert page.asked
    assert [asked for asked in page.asked if not asked.startswith((house.url, "data:"))] == []
    assert page.cookies == []
    assert page.stored == 0


@every_page
def test_the_browser_has_nothing_to_complain_about(seen, address):
    expected = {PAGES[name]: status for name, status in NOT_OK.items()}.get(address, "nothing")
    assert [said for said in seen(address).complaints if expected not in said] == []


@every_page
def test_a_page_works_without_scripts(visit, address):
    page = visit(address, java_script_enabled=False)
    assert page.locator("h1").count() == 1
    assert page.locator("main").inner_text().strip()


@every_page
def test_four_skip_links_come_first_and_lead_somewhere(visit, address):
    page = visit(address)
    for _number in range(4):
        page.keyboard.press("Tab")
        target = page.evaluate("document.activeElement.hash")
        assert target.startswith("#")
        assert page.locator(target).count() == 1
        box = page.evaluate("document.activeElement.getBoundingClientRect().toJSON()")
        assert box["height"] >= 24
        assert box["top"] >= 0


@every_page
def test_landmarks_have_headings_and_there_is_one_title(seen, address):
    assert seen(address).levels.count(1) == 1
    assert seen(address).nameless == []


@every_page
def test_no_english_word_stands_on_a_german_page(seen, address):
    if address != PAGES["post in English"]:
        english = ("says", "Reading time", "Skip to", "Comments", "Published", "Search", "Page ", " at ", "Older")
        assert [words for words in english if words in seen(address).german] == []
