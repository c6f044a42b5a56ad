"""The conversation in a real browser: writing, failing, answering in place, looking before sending, reporting."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import THREAD, assert_axe_finds_nothing

pytestmark = pytest.mark.browser

LONG = "/blog/langes-gespraech/"


def fill(page, **fields):
    for name, value in fields.items():
        page.locator(f"#comment-form [name={name}]").fill(value)


def said(page):
    return page.locator("#comment-form [name=body]")


def focused(page, found):
    return page.evaluate(f"(element => {found})(document.activeElement)")


def answer_link(page, number=1):
    return page.locator("a.comment__reply").nth(number)


def test_the_form_comes_to_the_comment_that_is_answered(visit):
    page = visit(THREAD)
    said(page).fill("Schon getippt.")
    comment = page.locator(".comment").nth(1)
    name = comment.locator(".comment__name").inner_text()
    link = comment.locator(".comment__reply")
    link.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith(THREAD)
    expect(page.locator(".reply__heading")).to_have_text(f"Antwort auf {name}")
    assert f"comment-{page.locator('[name=parent]').input_value()}" == comment.get_attribute("id")
    assert focused(page, "element.name == 'body'")
    assert said(page).input_value() == "Schon getippt."
    assert comment.locator("xpath=following-sibling::*[1]").get_attribute("id") == "comment-form"
    assert_axe_finds_nothing(page)

    page.keyboard.press("Escape")
    expect(page.locator(".reply__heading")).to_have_text("Kommentar schreiben")
    assert page.locator("[name=parent]").input_value() == ""
    assert link.evaluate("link => link == document.activeElement")
    assert said(page).input_value() == "Schon getippt."


def test_the_answer_is_cancelled_with_a_button(visit):
    page = visit(THREAD, width=320)
    answer_link(page).click()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("button", name="Antwort abbrechen").click()
    assert page.locator("[name=parent]").input_value() == ""
    assert page.locator("#comments > #comment-form").count() == 1


def test_an_answer_written_in_place_waits_below_what_it_answers(visit):
    page = visit(THREAD)
    words = page.locator(".comment__body").nth(1).inner_text().split("\n")[0]
    answer_link(page).click()
    fill(page, body="An Ort und Stelle beantwortet.", name="Ida Quellmann", email="ida@quellmann.example")
    page.locator("#comment-form button[type=submit]").first.click()
    page.wait_for_url("**/kommentar/erhalten/**")
    assert words in page.locator(".quoted").inner_text()
    assert "An Ort und Stelle beantwortet." in page.locator(".comment--held").inner_text()
    assert_axe_finds_nothing(page)


def test_without_scripts_the_link_leads_to_a_form_of_its_own(visit):
    page = visit(THREAD, java_script_enabled=False)
    answer_link(page).click()
    assert "/kommentar/antwort/" in page.url
    assert page.locator(".quoted").count() == 1
    assert page.locator(".preview").count() == 0


def test_while_typing_the_text_is_shown_and_counted(visit):
    page = visit(THREAD)
    said(page).press_sequentially("Ganz **anders** <b>x</b>")
    expect(page.locator(".preview strong")).to_have_text("anders")
    expect(page.locator(".preview h3")).to_have_text("Vorschau Ihres Kommentars")
    assert page.locator(".preview [aria-live], .preview[aria-live]").count() == 0
    count = page.locator(".field__count")
    expect(count).to_have_text("noch 9.976 Zeichen")
    assert count.get_attribute("aria-live") == "off"
    said(page).fill("x" * 9_600)
    expect(count).to_have_text("noch 400 Zeichen")
    assert count.get_attribute("aria-live") == "polite"
    said(page).fill("x" * 10_007)
    expect(count).to_have_text("7 Zeichen zu viel")
    expect(page.locator(".preview")).to_contain_text("Bitte kürzen Sie ihn")
    assert page.complaints == []
    assert_axe_finds_nothing(page)
    said(page).fill("")
    expect(page.locator(".preview")).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_button_shows_the_text_before_it_is_sent(visit, scripts):
    page = visit(THREAD, java_script_enabled=scripts)
    fill(page, body="Ganz *anders*.", name="Ida")
    page.locator("[name=wants_key]").check()
    page.get_by_role("button", name="Vorschau").click()
    page.wait_for_url("**/vorschau/")
    assert page.locator("section.preview em").inner_text() == "anders"
    assert said(page).input_value() == "Ganz *anders*."
    assert page.locator("[name=name]").input_value() == "Ida"
    assert page.locator("[name=wants_key]").is_checked()
    if scripts:
        assert focused(page, "element.matches('section.preview')")
        assert_axe_finds_nothing(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_form_that_failed_says_what_and_where(visit, scheme):
    page = visit(THREAD, scheme=scheme)
    page.locator("#comment-form button[type=submit]").first.click()
    page.wait_for_selector("[role=alert]")
    assert focused(page, "element.closest('[role=alert]') !== null")
    for name in ("body", "name", "email"):
        field = page.locator(f"#comment-form [name={name}]")
        assert field.get_attribute("aria-invalid") == "true"
        told = [page.locator(f"#{part}").inner_text() for part in field.get_attribute("aria-describedby").split()]
        assert any("Bitte" in words for words in told)
    page.locator("[role=alert] a").first.click()
    assert focused(page, "element.name == 'body'")
    assert_axe_finds_nothing(page)


def test_after_a_failure_an_answer_is_still_an_answer(visit):
    page = visit(THREAD)
    answer_link(page).click()
    parent = page.locator("[name=parent]").input_value()
    fill(page, body="Ohne Namen.")
    page.locator("#comment-form button[type=submit]").first.click()
    page.wait_for_selector("[role=alert]")
    assert page.locator("[name=parent]").input_value() == parent
    assert page.locator(".quoted").count() == 1
    assert said(page).input_value() == "Ohne Namen."


@pytest.mark.parametrize("scripts", [True, False])
def test_a_comment_is_reported(visit, scripts):
    page = visit(THREAD, java_script_enabled=scripts)
    page.get_by_role("link", name="Melden").first.click()
    page.wait_for_url("**/kommentar/melden/**")
    page.get_by_role("button", name="Meldung absenden").click()
    page.wait_for_selector("[role=alert]")
    if scripts:
        assert_axe_finds_nothing(page)
        page.locator("[role=alert] a").first.click()
        assert focused(page, "element.type == 'radio'")
    page.get_by_label("Das ist Werbung oder Spam.").check()
    page.get_by_label(re.compile("Was sollten wir wissen")).fill("Nur ein Link.")
    page.get_by_role("button", name="Meldung absenden").click()
    page.wait_for_url("**/kommentar/gemeldet/**")
    page.get_by_role("link", name="Zurück zum Gespräch").click()
    page.wait_for_url(f"**{THREAD}**")


def test_targets_below_a_comment_are_large_enough(visit):
    page = visit(THREAD, width=320)
    for link in page.locator(".comment__ways a, .comments__views a, .comment__head > a").all()[:20]:
        assert link.bounding_box()["height"] >= 24, link.inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_long_conversation_is_read_page_by_page(visit, scripts):
    page = visit(LONG, java_script_enabled=scripts)
    assert page.locator(".comment").count() == 40
    page.get_by_role("link", name="Spätere Kommentare").click()
    page.wait_for_url("**?kommentare=2#comments")
    assert page.locator(".comment").count() == 40
    link = page.locator(".comment").nth(7).locator(".comment__head > a")
    anchor = page.locator(".comment").nth(7).get_attribute("id")
    link.click()
    page.wait_for_url(f"**?kommentare=2#{anchor}")
    assert page.locator(f"#{anchor}").bounding_box()["y"] < 800


def test_the_answers_of_the_house_are_read_alone(visit):
    page = visit(THREAD)
    before = page.locator(".comment").count()
    page.get_by_role("link", name="Nur die Antworten der Redaktion").click()
    page.wait_for_url("**?nur=autor#comments")
    assert 0 < page.locator(".comment").count() < before
    page.get_by_role("link", name="Das ganze Gespräch zeigen").click()
    page.wait_for_url(f"**{THREAD}#comments")
    assert page.locator(".comment").count() == before


def test_what_was_typed_is_there_when_the_reader_comes_back(visit):
    page = visit(THREAD)
    answer_link(page).click()
    said(page).fill("Gleich wieder da.")
    page.goto("/")
    page.go_back()
    expect(said(page)).to_have_value("Gleich wieder da.")
    parent = page.locator("[name=parent]").input_value()
    heading = page.locator(".reply__heading").inner_text()
    assert bool(parent) == heading.startswith("Antwort auf")
