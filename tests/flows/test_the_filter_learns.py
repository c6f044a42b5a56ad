"""The text filter learns from what moderators decide, and from comments that an import brought."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from comments import judgement, replay, training
from comments.models import Comment, Hand, Knowledge, Means, Policy
from comments.spam.evidence import Form
from startalking.tick import tick
from tests.factories import make_author, make_comment, make_editor, make_post

pytestmark = pytest.mark.django_db

SPAM = [
    "Verdienen Sie {n}.000 Euro pro Woche von zu Hause! Jetzt klicken und sofort starten!!!",
    "Günstige Markenuhren, {n} % Rabatt nur heute, Versand gratis, jetzt bestellen!",
    "Kredit ohne Schufa, Auszahlung in {n} Stunden, jetzt Antrag stellen!",
]
HONEST = [
    "Wir haben das im letzten Jahr mit {n} Kunden ausprobiert, es hat besser funktioniert als gedacht.",
    "Im dritten Absatz fehlt mir die Begründung, warum gerade {n} Wochen genug sein sollen.",
    "Danke für den Hinweis auf die Quelle, die kannte ich noch nicht. Seite {n} ist besonders gut.",
]
ANOTHER = "Jetzt sofort 7.000 Euro verdienen, nur heute, jetzt klicken und starten!!!"


@pytest.fixture
def hand():
    return Hand(make_editor(), Means.DESK)


def decide(hand, number=12):
    post = make_post()
    for n in range(number):
        make_comment(post, body=SPAM[n % 3].format(n=n), status=Comment.Status.HELD).mark_as_spam(hand)
        make_comment(post, body=HONEST[n % 3].format(n=n), status=Comment.Status.HELD).approve(hand)


def judged(words):
    comment = Comment(post=make_post(), name="Jemand", email="jemand@example.org", body=words)
    judgement.pass_judgement(comment, Form(age=120))
    return comment


@pytest.fixture(autouse=True)
def whatever_looks_harmless_is_published():
    Policy.objects.current()
    Policy.objects.update(admission=Policy.Admission.HARMLESS)


def test_before_it_has_learned_it_says_nothing():
    comment = judged(ANOTHER)
    assert comment.verdict["probability"] is None
    assert comment.status == Comment.Status.APPROVED


def test_what_moderators_called_spam_is_held_the_next_time(hand):
    decide(hand)
    tick()
    comment = judged(ANOTHER)
    assert comment.verdict["probability"] > 0.8
    assert comment.status == Comment.Status.HELD, "the words alone hold, and never condemn"
    assert judged("Wir haben das mit vier Kunden ausprobiert, danke für den Hinweis.").is_shown


def test_it_learns_from_an_import_too():
    post = make_post()
    for n in range(12):
        make_comment(post, body=SPAM[n % 3].format(n=n), status=Comment.Status.SPAM, import_ref=f"wp:{n}")
        make_comment(post, body=HONEST[n % 3].format(n=n), import_ref=f"wp:a{n}")
    tick()
    assert Knowledge.objects.get().samples == 24
    assert judged(ANOTHER).status == Comment.Status.HELD


def test_what_a_machine_decided_teaches_nothing():
    post = make_post()
    for n in range(12):
        make_comment(post, body=SPAM[n % 3].format(n=n), status=Comment.Status.SPAM)
        make_comment(post, body=HONEST[n % 3].format(n=n), author=make_author())
    assert not training.is_due()


def test_a_handful_of_examples_teaches_nothing(hand):
    decide(hand, number=5)
    tick()
    assert Knowledge.objects.get().trained_at is None


def test_who_wants_no_filter_has_none(hand):
    decide(hand)
    tick()
    Policy.objects.update(learns=False)
    assert judged(ANOTHER).is_shown


def test_it_learns_anew_when_there_is_news_and_only_then(hand, time_machine):
    decide(hand)
    tick()
    learned = Knowledge.objects.get().trained_at
    time_machine.move_to(timezone.now() + timedelta(minutes=5))
    tick()
    assert Knowledge.objects.get().trained_at == learned
    for comment in Comment.objects.approved()[:3]:
        comment.mark_as_spam(hand)
        comment.approve(hand)
    tick()
    assert Knowledge.objects.get().trained_at > learned


def test_what_can_no_longer_be_read_is_learned_anew(hand):
    decide(hand)
    tick()
    Knowledge.objects.update(learned=b"from an earlier version", trained_at=timezone.now())
    assert judged(ANOTHER).is_shown
    tick()
    assert judged(ANOTHER).status == Comment.Status.HELD


def test_a_replay_says_what_todays_rules_would_make_of_it(hand):
    decide(hand)
    tick()
    found = replay.replay(100)
    assert found.number == 24
    assert found.outcomes["spam", "hold"] == 12
    assert found.outcomes["approved", "publish"] == 12
    assert {case.status for case in found.cases} == {"spam"}
    assert Comment.objects.spam().count() == 12, "a replay changes nothing"


def report(*arguments):
    out = StringIO()
    call_command("spam_report", *arguments, stdout=out)
    return out.getvalue()


def test_the_report_on_this_site_counts_verdicts_against_decisions(hand):
    decide(hand, number=25)
    judged(ANOTHER).submit().mark_as_spam(hand)
    found = json.loads(report("--json"))
    assert (found["site"]["rows"], found["site"]["spam"], found["site"]["recall"]) == (1, 1, 0.0)
    assert found["text_filter"]["f1"] > 0.9


def test_the_report_on_a_new_site_says_that_there_is_nothing_to_say():
    assert json.loads(report("--json"))["text_filter"] is None
    assert "F1" in report()
    assert "–" in report()


def test_the_report_replays_the_last_comments(hand):
    decide(hand)
    tick()
    found = json.loads(report("--replay", "10", "--json"))
    assert found["comments"] == 10
    assert {"status": "spam", "outcome": "hold", "number": 5} in found["outcomes"]
    assert "words_of_spam" in report("--replay", "10")


@pytest.mark.parametrize("wrong", [["--replay", "-1"], ["--test", "x"], ["--replay", "3", "--train", "x"]], ids=str)
def test_options_that_do_not_go_together_are_refused(wrong):
    with pytest.raises(CommandError, match="--"):
        report(*wrong)
