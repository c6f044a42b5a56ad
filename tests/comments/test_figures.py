"""How well the filter has judged, and the page that shows it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import figures
from comments.admin import chart
from comments.models import Comment, Decision, Hand, Knowledge, Means
from tests.factories import make_comment, make_editor, make_post

pytestmark = pytest.mark.django_db

PAGE = "/admin/comments/comment/filter/"


@pytest.fixture
def post():
    return make_post()


def judged(post, *, said, word, means=Means.DESK):
    """A comment of which the filter said one thing and a moderator another."""
    verdict = {"outcome": said, "points": 1, "findings": [], "text_says_spam": said == "hold"}
    comment = make_comment(post, status="held", verdict=verdict)
    comment.become(word, Hand(means=means))
    return comment


def test_months_without_a_comment_say_nothing():
    months = figures.by_month()
    assert len(months) == 12
    assert {(month.outcome.rows, month.outcome.f1) for month in months} == {(0, None)}
    assert months == sorted(months, key=lambda month: month.month)
    assert months[-1].month == timezone.localdate().replace(day=1)


def test_shares_are_counted_against_the_moderators(post):
    for said, word in [("spam", "spam"), ("spam", "spam"), ("hold", "spam"), ("publish", "spam")]:
        judged(post, said=said, word=word)
    for said in ("spam", "publish", "publish", "publish"):
        judged(post, said=said, word="approved")
    outcome = figures.by_month()[-1].outcome
    assert figures.overall() == outcome
    assert (outcome.rows, outcome.spam) == (8, 4)
    assert (outcome.precision, outcome.recall, outcome.ham_blocked) == (0.75, 0.75, 0.25)
    assert outcome.f1 == pytest.approx(0.75)


def test_held_as_a_first_comment_is_not_called_spam():
    assert not figures.said_spam({"outcome": "hold", "text_says_spam": False})
    assert figures.said_spam({"outcome": "hold", "text_says_spam": True})
    assert figures.said_spam({"outcome": "spam"})
    assert not figures.said_spam({})


def test_the_last_word_counts_and_what_was_taken_back_does_not(post):
    judged(post, said="publish", word="spam").approve(Hand())
    mistake = judged(post, said="publish", word="spam")
    Decision.objects.take_back(mistake.decisions.get().batch, Hand(means=Means.UNDO))
    judged(post, said="publish", word="trash")
    judged(post, said="spam", word="approved", means=Means.RULE)
    make_comment(post, status="held").mark_as_spam(Hand())
    outcome = figures.by_month()[-1].outcome
    assert (outcome.rows, outcome.spam, outcome.ham_blocked) == (1, 0, 0.0)


def test_an_old_comment_belongs_to_its_month(post):
    comment = judged(post, said="spam", word="spam")
    long_ago = timezone.now() - timedelta(days=95)
    Comment.objects.filter(pk=comment.pk).update(created_at=long_ago)
    month = next(month for month in figures.by_month() if month.outcome.rows)
    assert month.month == timezone.localdate(long_ago).replace(day=1)
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(days=500))
    assert not any(month.outcome.rows for month in figures.by_month())


def test_a_line_has_a_gap_where_nothing_is_known():
    line = chart.line("f1", "F1", [None, 1.0, 0.5, None, 0.0])
    assert line.path.count("M") == 2
    assert len(line.dots) == 3
    tops = [dot.y for dot in line.dots]
    assert tops == sorted(tops)
    assert tops[0] == chart.TOP


def test_the_page_shows_the_numbers_as_a_chart_and_as_a_table(client, post):
    client.force_login(make_editor())
    assert 'class="chart"' not in client.get(PAGE).content.decode()
    judged(post, said="spam", word="spam")
    Knowledge.objects.current().keep(b"", 1234)
    page = client.get(PAGE).content.decode()
    assert 'class="chart"' in page
    assert page.count("<circle") == 3
    assert "1234" in page.replace(".", "").replace(",", "").replace(" ", "")
    assert "100" in page.partition("<tbody>")[2]
