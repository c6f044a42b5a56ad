"""Reading, commenting and the menu, by keyboard alone."""

import pytest

from tests.browser.conftest import THREAD, assert_axe_finds_nothing

pytestmark = pytest.mark.browser


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def tab_to(page, found, presses=80):
    """Press Tab until `found` holds for the focused element; what a person without a mouse does."""
    for _press in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate(f"(element => {found})(document.activeElement)"):
            return
    pytest.fail(f"{presses} presses of Tab never came to: {found}")


def test_the_menu_opens_by_keyboard(visit):
    page = visit("/")
    assert not page.get_by_role("link", name="Bücher").first.is_visible()
    tab_to(page, "element.closest('header') && /Über uns/.test(element.textContent) && element.tagName != 'A'")
    page.keyboard.press("Enter")
    tab_to(page, "element.textContent.trim() == 'Bücher'", presses=3)
    page.keyboard.press("Enter")
    page.wait_for_url("**/ueber-uns/buecher/")


def test_the_menu_opens_on_a_phone_without_scripts(visit):
    page = visit("/", width=320, java_script_enabled=False)
    link = page.locator("header").get_by_role("link", name="Kundenstimmen")
    assert not link.is_visible()
    page.locator("header summary").first.click()
    link.click()
    page.wait_for_url("**/kundenstimmen/")


def test_focus_is_always_seen(visit):
    page = visit(THREAD)
    for _press in range(60):
        page.keyboard.press("Tab")
        style = page.evaluate(
            """(() => { const e = document.activeElement, s = getComputedStyle(e);
            return [s.outlineStyle, parseFloat(s.outlineWidth), e.outerHTML.slice(0, 120)] })()"""
        )
        assert style[0] != "none", style
        assert style[1] >= 2, style


def test_a_reader_comments_by_keyboard_alone(visit):
    page = visit(THREAD)
    for name, typed in (
        ("body", "Bei uns antwortet **immer** die Technik."),
        ("name", "Ida Quellmann"),
        ("email", "ida@quellmann.example"),
    ):
        tab_to(page, f"element.name == '{name}'", presses=500)  # others comment here, too
        page.keyboard.type(typed)
    tab_to(page, "element.type == 'submit'", presses=5)
    page.keyboard.press("Enter")
    page.wait_for_url("**/kommentar/erhalten/**")
    assert "Freigabe" in page.locator("main").inner_text()
    assert page.context.cookies() == []
    assert_axe_finds_nothing(page)


def test_a_slip_in_the_form_costs_nothing(visit):
    page = visit(THREAD)
    page.locator("[name=body]").fill("Ein langer Gedanke, den ich nicht noch einmal tippen will.")
    page.locator("[name=email]").fill("keine-adresse")
    page.locator("[name=body]").evaluate("field => { field.form.noValidate = true; field.form.requestSubmit() }")
    page.wait_for_selector("[role=alert]")
    assert page.locator("[name=body]").input_value() == "Ein langer Gedanke, den ich nicht noch einmal tippen will."
    email = page.locator("[name=email]")
    described = email.get_attribute("aria-describedby").split()
    assert email.get_attribute("aria-invalid") == "true"
    assert any(page.locator(f"#{name}").inner_text().strip() for name in described)
    assert page.evaluate("document.activeElement.closest('[role=alert]') !== null")
    assert_axe_finds_nothing(page)


def test_the_archive_dropdown_works_without_scripts(visit):
    page = visit("/", java_script_enabled=False)
    page.locator("select[name=monat]").select_option("2012-09")
    page.locator("select[name=monat]").locator("xpath=ancestor::form").get_by_role("button").click()
    page.wait_for_url("**/archiv/2012/09/")


def test_print_leaves_out_what_paper_cannot_do(visit):
    page = visit(THREAD)
    page.emulate_media(media="print")
    assert page.locator("article h1, main h1").first.is_visible()
    assert not page.locator("form").first.is_visible()
    assert not page.locator("header nav").first.is_visible()
