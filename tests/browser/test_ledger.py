"""The ledger below a text, in a real browser: under the site's policy, by keyboard, dark and narrow."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import RULES, assert_axe_finds_nothing

pytestmark = pytest.mark.browser

FILL = """
import json
from datetime import timedelta
from django.utils import timezone
from blog.models import Post
from linkbacks import ledger
from linkbacks.models import Outgoing
link = '<p><a href="https://{}.example/mit-einem-langen-namen-der-umbrechen-muss/">hier</a></p>'
body = "".join(link.format(name) for name in Outgoing.State.values)
draft, post = (
    Post.objects.create(title=title, slug=title.lower(), body=body, **fields)
    for title, fields in (
        ("Kontorbuch-Entwurf", {}),
        ("Kontorbuch", {"status": "published", "published_at": timezone.now(), "announced_at": timezone.now()}),
    )
)
for text in (draft, post):
    ledger.enter(text)
for row, state in zip(Outgoing.objects.on(post).order_by("pk"), Outgoing.State.values):
    row.note("Die andere Seite hat etwas dazu gesagt.")
    row.state, row.protocol = state, "pingback"
    row.due_at = timezone.now() + timedelta(days=1) if state == "waiting" else None
    row.save()
print(json.dumps([draft.pk, post.pk]))
"""


@pytest.fixture(scope="module")
def texts(house):
    return json.loads(house.told(FILL))


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 375)])
def test_axe_and_the_policy_find_nothing(desk, texts, scheme, width):
    for text in texts:
        page = desk(f"/admin/blog/post/{text}/change/", scheme=scheme, width=width)
        page.wait_for_load_state("networkidle")
        for story in page.locator("#ledger summary").all():
            story.click()
        assert page.complaints == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, context="#ledger", options={"runOnly": RULES})
        assert found.response["passes"]
        assert found.violations_count == 0, found.generate_report()


def test_a_page_is_unticked_by_keyboard_and_enter_saves(desk, texts):
    page = desk(f"/admin/blog/post/{texts[0]}/change/")
    box = page.get_by_role("checkbox", name="https://waiting.example")
    expect(box).to_be_checked()
    box.focus()
    page.keyboard.press("Space")
    page.locator("#id_title").press("Enter")
    page.wait_for_url("**/admin/blog/post/")
    page.goto(f"/admin/blog/post/{texts[0]}/change/")
    expect(page.get_by_role("checkbox", name="https://waiting.example")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="https://planned.example")).to_be_checked()


def test_a_button_of_a_line_leads_back_to_the_ledger(desk, texts):
    page = desk(f"/admin/blog/post/{texts[1]}/change/")
    line = page.locator(".ledger__line", has_text="https://failed.example")
    line.get_by_role("button").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/#ledger")
    expect(page.get_by_role("checkbox", name="https://failed.example")).not_to_be_checked()


def test_the_list_of_all_has_nothing_to_complain_about(desk, texts):
    page = desk("/admin/linkbacks/outgoing/")
    page.wait_for_load_state("networkidle")
    assert page.complaints == []
    assert_axe_finds_nothing(page)
