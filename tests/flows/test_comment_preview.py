"""A writer looks at a comment before sending it: with a button, or while typing. Nothing is stored."""

import pytest

from comments import tokens
from comments.models import Comment, Rejected
from startalking.core.text import MAX_COMMENT
from tests.factories import make_author, make_comment, make_editor, make_post, make_site

pytestmark = pytest.mark.django_db

LOOKS = '<div class="comment__body"><p>Ganz <strong>anders</strong>.</p>\n</div>'


@pytest.fixture
def post():
    return make_post()


def look(client, post, headers=None, **fields):
    typed = {"token": tokens.issue(post), "body": "Ganz **anders**."} | fields
    return client.post(f"/kommentar/beitrag/{post.pk}/vorschau/", typed, headers=headers or {})


def test_the_button_at_the_form_leads_to_the_preview(client, post):
    assert f'formaction="/kommentar/beitrag/{post.pk}/vorschau/"' in client.get(post.get_absolute_url()).text


def test_the_text_stands_above_the_form_and_everything_is_kept(client, post):
    parent = make_comment(post, body="Wer hat das gemessen?")
    typed = {"name": "Vera", "email": "vera@", "website": "www.example", "parent": str(parent.pk), "wants_key": "on"}
    page = look(client, post, **typed)
    assert page.status_code == 200
    assert LOOKS in page.text
    assert "Wer hat das gemessen?" in page.text
    form = page.context["form"]
    assert {name: form[name].value() for name in typed} == typed
    assert 'id="comment-wants_key" checked' in page.text
    assert "Ganz **anders**." in page.text
    assert not form.is_bound
    assert 'role="alert"' not in page.text
    assert list(Comment.objects.all()) == [parent]
    assert not Rejected.objects.exists()


def test_from_the_preview_it_is_sent(client, post):
    form = look(client, post, name="Vera", email="vera@example.org").context["form"]
    sent = {field.html_name: field.value() or "" for field in form}
    sent = {name: value for name, value in sent.items() if value}
    assert client.post(form.action, sent).status_code == 302
    assert Comment.objects.get().name == "Vera"


def test_the_script_gets_the_text_alone(client, post):
    page = look(client, post, alone="1")
    assert page.text.strip() == LOOKS


def test_only_what_a_comment_may_hold_is_shown(client, post):
    page = look(client, post, alone="1", body="<script>x</script><b>y</b> ![z](https://z.example/z.png)").text
    assert "<script" not in page
    assert "<b>" not in page
    assert "<img" not in page


@pytest.mark.parametrize(
    ("body", "said"),
    [("", "Bitte schreiben Sie etwas."), ("x" * (MAX_COMMENT + 5), "10005 Zeichen"), ("\u200b \n", "Bitte schreiben")],
    ids=["nothing", "too much", "nothing visible"],
)
@pytest.mark.parametrize("alone", [{}, {"alone": "1"}], ids=["page", "script"])
def test_a_text_that_will_not_do_is_told_so(client, post, body, said, alone):
    page = look(client, post, body=body, **alone)
    assert page.status_code == 200
    assert said in page.text


def test_no_other_website_shows_its_texts_in_our_name(client, post):
    page = look(client, post, headers={"Sec-Fetch-Site": "cross-site"})
    assert LOOKS not in page.text
    assert "Ganz **anders**." in page.text


def test_a_preview_does_not_make_the_writer_look_hasty(client, post):
    token = tokens.issue(post)
    assert look(client, post, token=token).context["form"]["token"].value() == token
    fresh = look(client, post, token="gefälscht").context["form"]["token"].value()
    assert tokens.judge(fresh, post) is tokens.Verdict.GOOD


def test_an_editor_previews_as_author(client, post):
    editor = make_editor()
    make_author(user=editor, name="Die Redaktion")
    client.force_login(editor)
    page = look(client, post)
    assert LOOKS in page.text
    assert 'name="email"' not in page.text


def test_with_consent_asked_for_the_tick_is_kept(client, post):
    make_site(comment_consent=True)
    assert 'id="comment-consent" checked' in look(client, post, consent="on").text


def test_a_page_that_went_away_gives_the_text_back(client, post):
    token = tokens.issue(post)
    post.withdraw()
    page = look(client, post, token=token)
    assert page.status_code == 410
    assert "Ganz **anders**." in page.text


def test_drafts_private_and_missing_pages_answer_alike(client):
    hidden = [make_post(status=status) for status in ("draft", "private", "withdrawn")]
    assert {look(client, post, token="geraten").status_code for post in hidden} == {404}
    assert client.post("/kommentar/beitrag/999999/vorschau/").status_code == 404
    assert client.get(f"/kommentar/beitrag/{make_post().pk}/vorschau/").status_code == 405


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 19, "²", "-1"], ids=["endless", "too great", "odd", "negative"])
def test_a_number_that_no_comment_has_answers_none(client, post, number):
    page = look(client, post, parent=number)
    assert page.status_code == 200
    assert page.context["parent"] is None
