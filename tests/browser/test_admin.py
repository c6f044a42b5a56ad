"""The admin in a real browser: under the site's policy, by keyboard, and with a text that must not get lost."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PAGES = {
    "desk": "/admin/",
    "posts": "/admin/blog/post/",
    "new post": "/admin/blog/post/add/",
    "pages": "/admin/blog/page/",
    "pictures": "/admin/blog/image/",
    "comments": "/admin/comments/comment/",
    "queue": "/admin/comments/comment/queue/",
    "spam filter": "/admin/comments/comment/filter/",
    "quarantine": "/admin/comments/rejected/",
    "lists": "/admin/comments/rule/",
    "new entry of the lists": "/admin/comments/rule/add/",
    "rules for comments": "/admin/comments/policy/1/change/",
    "linkbacks": "/admin/linkbacks/incoming/",
    "articles": "/admin/knowledgebase/article/",
    "new article": "/admin/knowledgebase/article/add/",
    "settings": "/admin/blog/site/1/change/",
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def type_text(page, title, text):
    page.locator("#id_title").fill(title)
    editor = page.get_by_role("textbox", name="Text")
    editor.click()
    page.keyboard.type(text)
    return editor


@pytest.mark.parametrize(
    ("name", "scheme"),
    [(name, "light") for name in PAGES] + [(name, "dark") for name in ("desk", "posts", "new post", "queue")],
)
def test_axe_and_the_policy_find_nothing(desk, name, scheme):
    address = PAGES[name]
    page = desk(address, scheme=scheme)
    page.wait_for_load_state("networkidle")
    assert page.complaints == []  # asked first: what looks for mistakes adds styles of its own
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.response["passes"]
    assert found.violations_count == 0, found.generate_report()


def test_the_log_in_has_nothing_to_complain_about(visit):
    page = visit("/admin/login/")
    assert page.complaints == []
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.violations_count == 0, found.generate_report()


def test_a_text_is_typed_and_published(desk):
    page = desk("/admin/blog/post/add/")
    type_text(page, "Größe zählt nicht", "Ein Satz mit ")
    page.get_by_role("button", name="Fett", exact=False).or_(page.get_by_role("button", name="Bold")).click()
    page.keyboard.type("Nachdruck")
    page.keyboard.press("Control+b")
    page.keyboard.press("Enter")
    page.keyboard.type("Ein zweiter Absatz.")
    assert page.locator("#id_slug").input_value() == "groesse-zaehlt-nicht"
    page.locator("button[name=_verb][value=publish]").click()
    page.wait_for_url("**/change/")
    expect(page.locator(".badge--published")).to_be_visible()
    assert page.complaints == []

    page.locator(".viewsitelink").click()
    expect(page.locator("h1")).to_have_text("Größe zählt nicht")
    expect(page.locator("main strong", has_text="Nachdruck")).to_be_visible()
    expect(page.locator("main p", has_text="Ein zweiter Absatz.")).to_be_visible()


def test_a_table_and_a_link_are_made_without_breaking_the_policy(desk):
    page = desk("/admin/blog/post/add/")
    editor = type_text(page, "Tabelle", "Wort")
    page.keyboard.press("Control+a")
    page.locator(".prose-menubar [data-name=link]").click()
    page.locator("dialog input[name=href]").fill("https://example.org/")
    page.locator("dialog button[type=submit]").click()
    expect(editor.locator("a[href='https://example.org/']")).to_have_text("Wort")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.locator(".prose-menubar [data-name=table]").click()
    page.locator("dialog button[type=submit]").click()
    expect(editor.locator("table")).to_be_visible()
    assert page.complaints == []


def test_every_tool_of_the_editor_has_a_name_of_ours(desk):
    page = desk("/admin/blog/post/add/")
    tools = page.get_by_role("toolbar").locator("button")
    expect(tools.first).to_be_visible()
    words = page.locator("#id_body").evaluate("field => Object.values(JSON.parse(field.dataset.words))")
    names = tools.evaluate_all("all => all.map((tool) => tool.getAttribute('aria-label'))")
    assert set(names) <= set(words)


def test_who_was_logged_out_finds_the_text_still_there(desk):
    page = desk("/admin/blog/post/add/")
    editor = type_text(page, "Lange getippt", "Das ging nicht verloren.")
    sessions = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=_save]").click()
    expect(page.locator('[data-kept="logged-out"]')).to_be_visible()
    expect(editor).to_contain_text("Das ging nicht verloren.")

    page.context.add_cookies(sessions)
    page.locator("[name=_continue]").click()
    page.wait_for_url("**/change/")
    expect(editor).to_contain_text("Das ging nicht verloren.")
    expect(page.locator('[data-kept="found"]')).to_be_hidden()


def test_what_was_typed_before_a_crash_is_offered_again(desk):
    page = desk("/admin/blog/page/add/")
    editor = type_text(page, "Vor dem Absturz", "Der Rechner ging aus.")
    while "ging aus" not in page.evaluate("Object.values(localStorage).join()"):
        page.wait_for_timeout(100)
    page.reload()
    expect(page.locator('[data-kept="found"]')).to_be_visible()
    expect(page.get_by_role("textbox", name="Text")).to_be_visible()
    page.locator("[data-kept-do=restore]").click()
    expect(page.locator("#id_title")).to_have_value("Vor dem Absturz")
    expect(editor).to_contain_text("Der Rechner ging aus.")


def test_a_form_fits_on_a_small_screen(desk):
    page = desk("/admin/blog/post/add/", width=375)
    page.get_by_role("toolbar").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
