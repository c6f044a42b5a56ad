"""Another site says by webmention that it links here, and a person by the form at the same door."""

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from blog.models import Post
from linkbacks import limits, tokens
from linkbacks.models import Incoming
from tests.doors import FORM, SOURCE, address, page_about, webmention
from tests.factories import make_article, make_linkback, make_page, make_post, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return make_post(title="Unser Beitrag")


@pytest.mark.parametrize("make", [make_post, make_page, make_article])
def test_it_is_created_with_a_page_that_tells_what_became_of_it(client, make, settings):
    target = make()
    answer = webmention(client, target)
    assert answer.status_code == 201
    assert answer["Location"].startswith(f"{settings.SITE_URL}/webmention/")
    linkback = Incoming.objects.get()
    assert (linkback.target, linkback.source, linkback.protocols) == (target, SOURCE, ["webmention"])
    assert client.get(answer["Location"].removeprefix(settings.SITE_URL)).status_code == 200


def status_page(client, linkback):
    answer = client.get(f"/webmention/{tokens.issue(linkback)}/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"proof": "waiting", "status": "held"}, "has been noted"),
        ({"proof": "proven", "status": "held"}, "as soon as an editor"),
        ({"proof": "proven", "status": "approved"}, "and it is shown"),
        ({"proof": "lost", "status": "held"}, "No link to our page"),
        ({"proof": "failed", "status": "held"}, "could not be read"),
        ({"proof": "proven", "status": "spam"}, "It is not shown"),
        ({"proof": "proven", "status": "trash"}, "It is not shown"),
    ],
)
def test_the_page_tells_the_state_and_no_reasons(client, post, fields, words):
    make_site(language="en")
    linkback = make_linkback(post)
    Incoming.objects.filter(pk=linkback.pk).update(
        **fields, reason="Geheim", story=[["2026-05-01T10:00:00+00:00", "Geheim"]], verdict={"points": 99}
    )
    page = status_page(client, linkback)
    assert words in page
    assert "Unser Beitrag" in page
    assert "Geheim" not in page


def test_the_page_does_not_name_a_text_that_was_taken_down(client, post):
    linkback = make_linkback(post)
    post.withdraw()
    assert "Unser Beitrag" not in status_page(client, linkback)


def test_nobody_can_make_up_the_address_of_such_a_page(client, post):
    linkback = make_linkback(post)
    for token in (str(linkback.pk), f"{linkback.pk}.x", tokens.issue(linkback)[:-1], "x"):
        assert client.get(f"/webmention/{token}/").status_code == 404


def test_the_same_mention_again_is_the_same_entry(client, post):
    first = webmention(client, post)
    assert webmention(client, post)["Location"] == first["Location"]
    assert Incoming.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"andere": "felder"},
        {"source": SOURCE},
        {"target": "http://127.0.0.1:8000/"},
        {"source": "keine-adresse", "target": "http://127.0.0.1:8000/"},
        {"source": "ftp://a.example/", "target": "http://127.0.0.1:8000/"},
        {"source": SOURCE, "target": SOURCE},
        {"source": SOURCE, "target": "https://fremd.example/"},
        {"source": SOURCE, "target": "http://127.0.0.1:8000/gibt-es-nicht/"},
        {"source": f"https://a.example/{'x' * 1000}", "target": "http://127.0.0.1:8000/"},
    ],
)
def test_a_bad_call_is_answered_with_400_and_a_sentence(client, fields):
    answer = client.post("/webmention/", urlencode(fields), content_type=FORM)
    assert answer.status_code == 400
    assert answer.text.strip().endswith(".")
    assert not Incoming.objects.exists()


def test_json_is_no_form(client, post):
    answer = client.post("/webmention/", {"source": SOURCE, "target": address(post)}, content_type="application/json")
    assert answer.status_code in {400, 415}


def test_drafts_private_and_missing_pages_answer_alike(client):
    hidden = [make_post(status=status) for status in (Post.Status.DRAFT, Post.Status.PRIVATE, Post.Status.WITHDRAWN)]
    assert len({webmention(client, target).content for target in [*hidden, "/blog/gibt-es-nicht/"]}) == 1


def test_who_calls_too_often_has_to_wait(client, post, monkeypatch):
    monkeypatch.setattr(limits, "PER_HOST", 1)
    webmention(client, post)
    answer = webmention(client, post, f"{SOURCE}2")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 3600


def test_the_door_is_named_in_headers_and_head_while_it_is_open(client, post, settings):
    door = f"{settings.SITE_URL}/webmention/"
    for method in (client.get, client.head):
        assert f'<{door}>; rel="webmention"' in method(post.get_absolute_url())["Link"]
    assert f'<link rel="webmention" href="{door}">' in client.get(post.get_absolute_url()).text
    for other in ("/", "/suche/"):
        assert "webmention" not in client.get(other).headers.get("Link", "")
    Post.objects.filter(pk=post.pk).update(linkbacks_open=False)
    answer = client.get(post.get_absolute_url())
    assert "Link" not in answer
    assert "webmention" not in answer.text


class TestPeople:
    """A browser at the same door."""

    BROWSER = "text/html,application/xhtml+xml"

    def test_a_form_asks_for_the_two_addresses(self, client, post):
        page = client.get("/webmention/", {"target": address(post)}).text
        assert f'value="{address(post)}"' in page
        assert 'name="source"' in page

    def test_the_post_leads_to_the_form(self, client, post):
        link = f"/webmention/?{urlencode({'target': address(post)})}"
        assert f'href="{link}"' in client.get(post.get_absolute_url()).text

    def test_what_became_of_it_is_shown_at_once(self, client, post, web):
        make_site(language="en")
        web[SOURCE] = page_about(post)
        answer = webmention(client, post, accept=self.BROWSER)
        assert answer.status_code == 201
        assert "What became of your link" in answer.text

    def test_a_mistake_shows_the_form_again_with_what_was_typed(self, client, post):
        answer = webmention(client, "/gibt-es-nicht/", "https://meine.example/antwort", accept=self.BROWSER)
        assert answer.status_code == 400
        assert 'value="https://meine.example/antwort"' in answer.text
        assert 'role="alert"' in answer.text


@rules(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.binary(max_size=400), st.text(alphabet=st.characters(codec="latin-1"), max_size=60), st.booleans())
@example(b"source=%00&target=%FF", "", True)
@example(b"source=https://a.example/&target=http://[", "", False)
@example(b"&" * 60_000, "", True)
@example(b"source=" + b"x" * 70_000, "", True)
def test_no_bytes_end_in_a_server_error(client, monkeypatch, body, kind, is_browser):
    monkeypatch.setattr(limits, "PER_SENDER", 0)
    header = "".join(letter for letter in kind if letter.isprintable())
    accept = {"HTTP_ACCEPT": "text/html"} if is_browser else {}
    response = client.generic("POST", "/webmention/", body, content_type=header or FORM, **accept)
    assert response.status_code in {400, 415}


@rules(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(st.text(max_size=200), st.text(max_size=200))
def test_no_words_end_in_a_server_error(client, post, monkeypatch, source, path):
    monkeypatch.setattr(limits, "PER_SENDER", 0)
    monkeypatch.setattr(limits, "PER_HOST", 0)
    body = urlencode({"source": f"https://{source}", "target": address(f"/{path}")}, errors="replace")
    assert client.post("/webmention/", body, content_type=FORM).status_code in {201, 400}
