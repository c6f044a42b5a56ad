"""What a page weighs and what it waits for: budgets that need no luck."""

import pytest

from tests.browser.conftest import PAGES, THREAD

pytestmark = pytest.mark.browser

KINDS = ["home", "post with a conversation", "post in English", "archive", "category", "knowledge base", "article"]
every_kind = pytest.mark.parametrize("address", [PAGES[name] for name in KINDS], ids=KINDS)

LARGEST = 60_000
"""Bytes of a post over the wire, heads of the answers included, when the fonts are in the browser's cache."""
MOST_BLOCKING = 3
PHONE = {"width": 412, "device_scale_factor": 1.75}
WATCH = """window.shifts = []; new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(shift =>
[shift.value, shift.sources.map(source => source.node?.outerHTML?.slice(0, 120))]
))).observe({type: "layout-shift", buffered: true})"""
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}


@pytest.fixture
def line(visit):
    """A browser at an empty page, and what it will have got over its line: bytes by address."""

    def open_(**how):
        page = visit("/healthz", **how)
        wire = page.context.new_cdp_session(page)
        addresses, weights = {}, {}
        wire.on("Network.responseReceived", lambda told: addresses.update({told["requestId"]: told["response"]["url"]}))
        wire.on("Network.loadingFinished", lambda told: weights.update({told["requestId"]: told["encodedDataLength"]}))
        wire.send("Network.enable")
        page.wire = wire
        page.weighed = lambda: {addresses[number]: weight for number, weight in weights.items() if number in addresses}
        return page

    return open_


def read_to_the_end(page):
    for _step in range(page.evaluate("Math.ceil(document.documentElement.scrollHeight / 700)")):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(20)
    page.wait_for_load_state("networkidle")


@every_kind
def test_a_page_weighs_little_when_the_fonts_are_there(line, house, address):
    page = line(**PHONE)
    page.goto(address)
    read_to_the_end(page)
    weights = page.weighed()
    counted = {url: size for url, size in weights.items() if "/fonts/" not in url and "/media/" not in url}
    assert house.url + address in counted
    assert any("/css/site." in url for url in counted)
    assert sum(counted.values()) <= LARGEST, counted


@every_kind
def test_a_page_comes_packed_and_everything_on_it_may_be_kept(line, address):
    page = line(**PHONE)
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    texts = [answer for answer in answers if answer.headers.get("content-type", "").startswith("text/")]
    assert len(texts) >= 3
    assert [answer.url for answer in texts if answer.headers.get("content-encoding") not in {"zstd", "br"}] == []
    parts = [answer for answer in answers if "/static/" in answer.url or "/media/" in answer.url]
    assert len(parts) >= 4
    assert [answer.url for answer in parts if "immutable" not in answer.headers.get("cache-control", "")] == []


@every_kind
def test_few_things_hold_up_the_first_sight(visit, address):
    page = visit(address)
    page.wait_for_load_state("networkidle")
    status = "performance.getEntriesByType('resource').map(entry => [entry.name, entry.renderBlockingStatus])"
    asked = page.evaluate(status)
    blocking = [name for name, status in asked if status == "blocking"]
    assert len(asked) > len(blocking) >= 1
    assert len(blocking) <= MOST_BLOCKING, blocking


@every_kind
@pytest.mark.parametrize("is_slow", [False, True], ids=["fast", "slow"])
def test_nothing_moves_while_a_page_loads_and_is_read(line, address, is_slow):
    page = line(**PHONE)
    page.add_init_script(WATCH)
    if is_slow:
        page.wire.send("Network.emulateNetworkConditions", SLOW)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    read_to_the_end(page)
    assert page.evaluate("PerformanceObserver.supportedEntryTypes.includes('layout-shift')")
    assert page.evaluate("window.shifts") == []


def test_nothing_moves_where_an_address_leads_to_a_comment(line):
    page = line(**PHONE)
    page.add_init_script(WATCH)
    page.goto(f"{THREAD}#comment-12")
    page.wait_for_load_state("networkidle")
    assert page.locator("#comment-12").is_visible()
    assert 0 <= page.evaluate("document.querySelector('#comment-12').getBoundingClientRect().top") < 200
    assert page.evaluate("window.shifts") == []


def test_what_moves_is_seen(line):
    page = line(**PHONE)
    page.add_init_script(WATCH)
    page.goto(THREAD)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelector('h1').style.paddingTop = '300px'")
    page.wait_for_function("window.shifts.length")


@every_kind
def test_pictures_have_their_room_before_they_come(visit, address):
    page = visit(address)
    sizes = page.evaluate(
        "[...document.images].map(image => [image.getAttribute('width'), image.getAttribute('height')])"
    )
    assert [size for size in sizes if not all(size)] == []


@pytest.mark.parametrize("address", [PAGES["home"], THREAD], ids=["home", "post"])
@pytest.mark.parametrize(("width", "sharpness"), [(320, 1), (412, 1.75), (390, 3), (900, 1), (1280, 1), (1600, 2)])
def test_a_browser_loads_no_picture_much_larger_than_it_shows(developed, visit, address, width, sharpness):
    page = visit(address, width=width, device_scale_factor=sharpness)
    page.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
    page.wait_for_load_state("networkidle")
    shown = page.evaluate(
        """[...document.images].map(image => {
            const room = image.getBoundingClientRect(), fit = Math.max(room.width, room.height * 1.6);
            const least = +image.parentElement.querySelector("source").srcset.match(/ (\\d+)w/)[1];
            return [image.currentSrc, +image.currentSrc.match(/-(\\d+)\\.avif$/)[1], fit * devicePixelRatio, least];
        })"""
    )
    assert shown
    assert [found for found in shown if found[1] > max(found[2] * 1.52, found[3])] == []
    assert [found for found in shown if found[1] < min(found[2] * 0.85, 1600)] == []
