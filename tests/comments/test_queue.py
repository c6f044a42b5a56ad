import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, Hand, Report, Rule
from tests.factories import make_article, make_author, make_comment, make_editor, make_page, make_post

pytestmark = pytest.mark.django_db

QUEUE = "/admin/comments/comment/queue/"
VERDICT = {
    "outcome": "hold",
    "points": 4.5,
    "findings": [{"judge": "links", "points": 2.0, "reason": "some_links", "facts": {"number": 3}}],
    "probability": 0.83,
}


@pytest.fixture
def desk(client):
    client.force_login(make_editor())
    return client


def shown(client, **query):
    return [entry.comment for entry, _form, _verbs in client.get(QUEUE, query).context["rows"]]


def entry_of(client, comment, **query):
    rows = client.get(QUEUE, query).context["rows"]
    return next(entry for entry, _form, _verbs in rows if entry.comment == comment)


def queries_of(client):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(QUEUE).status_code == 200
    return len(queries)


def make_full(target):
    """A waiting answer with everything around it."""
    parent = make_comment(target)
    comment = make_comment(parent=parent, status="held", verdict=VERDICT, website="https://shop.example/")
    Report(comment=comment, reason="spam").submit()
    comment.approve(Hand(user=make_editor()))
    comment.hold(Hand(user=make_editor()))
    Rule.objects.block("email", comment.email)


def test_the_queue_costs_the_same_however_long_it_is(desk):
    make_full(make_post())
    queries_of(desk)  # fills what Django keeps for the whole process
    few = queries_of(desk)
    for number in range(30):
        make_full([make_post, make_page, make_article][number % 3]())
    assert queries_of(desk) == few <= 20


def test_each_tab_shows_its_own(desk):
    post = make_post()
    held, approved, spam, trash = (make_comment(post, status=status) for status in Comment.Status.values)
    Report(comment=approved, reason="spam").submit()
    assert shown(desk) == shown(desk, tab="waiting") == shown(desk, tab="no such") == [held]
    assert shown(desk, tab="reported") == [approved]
    assert shown(desk, tab="spam") == [spam]
    assert shown(desk, tab="trash") == [trash]
    assert shown(desk, tab="decided") == []
    spam.approve(Hand())
    held.trash(Hand())
    assert shown(desk, tab="decided") == [held, spam]


def test_one_comment_can_be_asked_for_wherever_it_lies(desk):
    comment = make_comment(status="trash")
    make_comment(status="held")
    assert shown(desk, comment=comment.pk) == [comment]
    assert shown(desk, comment=comment.pk + 1000) == []
    assert len(shown(desk, comment="x")) == len(shown(desk, comment="9" * 40)) == 1


def test_what_was_erased_lies_nowhere(desk):
    make_comment().erase(Hand())
    assert [shown(desk, tab=tab) for tab in ("waiting", "trash", "decided")] == [[], [], []]


def test_tabs_say_how_much_there_is(desk):
    make_comment(status="held")
    numbers = {tab.name: number for tab, number in desk.get(QUEUE).context["tabs"]}
    assert numbers == {"waiting": 1, "reported": 0, "spam": 0, "trash": 0, "decided": None}


def test_the_order_can_be_turned(desk):
    first, second = make_comment(status="held"), make_comment(status="held")
    assert shown(desk) == [second, first]
    assert shown(desk, order="oldest") == [first, second]


@pytest.mark.parametrize("words", ["günstig", "kauf@", "shop.example", "jetzt GÜNSTIG", "Käufer"])
def test_comments_are_found_by_text_name_and_addresses(desk, words):
    facts = {"body": "Jetzt günstig!", "name": "Käufer", "email": "kauf@example.org"}
    wanted = make_comment(status="held", website="https://shop.example/", **facts)
    make_comment(status="held")
    assert shown(desk, q=words) == [wanted]


def test_a_page_has_twenty_five(desk):
    post = make_post()
    for _number in range(26):
        make_comment(post, status="held")
    assert (len(shown(desk)), len(shown(desk, page=2)), len(shown(desk, page="x"))) == (25, 1, 25)
    assert "page=2" in desk.get(QUEUE).content.decode()


def test_an_entry_tells_the_history_of_its_writer(desk):
    for status in ("approved", "approved", "spam"):
        make_comment(status=status, email="kim@example.org")
    comment = make_comment(status="held", email="kim@example.org")
    history = entry_of(desk, comment).history
    assert sorted(number for _label, number in history.numbers) == [1, 1, 2]
    assert history.first == Comment.objects.earliest("created_at").created_at
    assert "?q=kim%40example.org" in desk.get(QUEUE).content.decode()


def test_who_gave_no_address_has_no_history(desk):
    make_comment(email="")
    assert entry_of(desk, make_comment(status="held", email="")).history is None


def test_an_entry_shows_what_it_answers_and_how_much_else_there_is(desk):
    parent = make_comment(status="spam", body="Wort " * 100, name="Paul")
    make_comment(parent=parent)
    comment = make_comment(parent=parent, status="held")
    entry = entry_of(desk, comment)
    assert entry.others == 2
    assert entry.parent_in_short.endswith("…")
    page = desk.get(QUEUE).content.decode()
    assert "Paul" in page
    assert comment.target.get_absolute_url() in page


def test_an_entry_shows_the_verdict_in_words(desk):
    comment = make_comment(status="held", verdict=VERDICT)
    (sentence, points), *_more = entry_of(desk, comment).findings
    assert "3" in sentence
    assert points == 2.0
    assert sentence in desk.get(QUEUE).content.decode()


def test_an_entry_of_an_imported_comment_needs_no_verdict(desk):
    assert not entry_of(desk, make_comment(status="held")).judged


def test_an_entry_knows_where_to_look_next(desk):
    post = make_post()
    first, second, third = (make_comment(post, status="held") for _number in range(3))
    then = {comment: entry_of(desk, comment).then for comment in (first, second, third)}
    assert then == {third: second.anchor, second: first.anchor, first: second.anchor}


def test_the_only_entry_leads_nowhere(desk):
    assert entry_of(desk, make_comment(status="held")).then == ""


def test_an_author_is_named_as_one(desk):
    comment = make_comment(author=make_author())
    comment.hold(Hand())
    assert "badge--private" in desk.get(QUEUE).content.decode()


def test_what_is_said_is_not_taken_for_markup(desk):
    make_comment(status="held", name="<b>x</b>", body="<script>1</script>", website="https://x.example/?<i>")
    page = desk.get(QUEUE).content.decode()
    assert "<b>x" not in page
    assert "<script>1" not in page
    assert "<i>" not in page


@pytest.mark.parametrize("verb", ["", "no such", "approve"])
def test_a_form_that_chooses_nothing_does_nothing(desk, verb):
    comment = make_comment(status="held")
    for chosen in ([], ["x"], ["9" * 40], [0]):
        assert desk.post(QUEUE, {"verb": verb, "comment": chosen}).status_code == 302
    assert Comment.objects.get() == comment
    assert Comment.objects.held().exists()


def test_an_empty_answer_stands_in_nobodys_way(desk):
    """It is in one form with the other buttons: a browser that insists on it would block them all."""
    make_comment(status="held")
    assert " required" not in desk.get(QUEUE).content.decode().partition('id="content-main"')[2]


def test_the_desk_leads_to_the_queue(desk):
    comment = make_comment(status="held")
    Report(comment=make_comment(comment.target), reason="spam").submit()
    waiting = {waiting.address: waiting.number for waiting in desk.get("/admin/").context["waiting"]}
    assert waiting == {QUEUE: 1, f"{QUEUE}?tab=reported": 1}


def test_the_menu_marks_the_page_one_is_on(desk):
    for address, name in ((QUEUE, "Queue"), ("/admin/comments/comment/", "Comment"), ("/admin/", None)):
        groups = desk.get(address).context["available_apps"]
        marked = [model["object_name"] for group in groups for model in group["models"] if model.get("is_current")]
        assert marked == ([name] if name else [])
