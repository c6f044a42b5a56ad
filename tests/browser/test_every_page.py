"""What holds on every kind of page, in light and dark, wide and narrow."""

import pytest

from tests.browser.conftest import NOT_OK, PAGES, assert_axe_finds_nothing

pytestmark = pytest.mark.browser

every_page = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())


@every_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, address, scheme):
    assert_axe_finds_nothing(visit(address, scheme=scheme), scheme)


@every_page
def test_nothing_scrolls_sideways_on_the_smallest_phone(visit, address):
    page = visit(address, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@every_page
def test_a_page_asks_nobody_else_and_leaves_no_cookie(visit, house, address):
    page = visit(address)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert page.asked
    assert [asked for asked in page.asked if not asked.startswith((house.url, "data:"))] == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@every_page
def test_the_browser_has_nothing_to_complain_about(visit, address):
    expected = {PAGES[name]: status for name, status in NOT_OK.items()}.get(address, "nothing")
    assert [said for said in visit(address).complaints if expected not in said] == []


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
def test_landmarks_have_headings_and_levels_are_not_skipped(visit, address):
    page = visit(address)
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")
    assert levels.count(1) == 1
    for landmark in ("nav", "aside", "footer"):
        for element in page.locator(f"body > * {landmark}, body > {landmark}").all():
            named = element.get_attribute("aria-labelledby") or element.get_attribute("aria-label")
            assert named or element.locator("h2, h3").count(), element.evaluate("e => e.outerHTML.slice(0, 200)")


@every_page
def test_no_english_word_stands_on_a_german_page(visit, address):
    if address != PAGES["post in English"]:
        page = visit(address)
        page.evaluate("document.querySelectorAll('body [lang=en]').forEach(element => element.remove())")
        shown = page.locator("body").inner_text()
        english = ("says", "Reading time", "Skip to", "Comments", "Published", "Search", "Page ", " at ", "Older")
        assert [words for words in english if words in shown] == []
