"""Each judge on its own, and what becomes of what they find."""

import pytest

from comments import verdicts
from comments.spam.evidence import Effect, Evidence, Form, Hit, Past
from comments.spam.findings import HOLD, SPAM
from comments.spam.judges import JUDGES, findings
from comments.spam.language import language, script
from comments.spam.likeness import fingerprint
from comments.spam.verdict import Admission, Outcome, judge

HARMLESS = "Bei uns hat das erst im zweiten Jahr funktioniert, vorher fehlte die Zeit dafür."
KNOWN = Past(approved=2)
LISTED_SPAM = Hit("word", "casino", Effect.SPAM)
LISTED_HOLD = Hit("word", "anwalt", Effect.HOLD)
LISTED_TRUST = Hit("host", "partner.example", Effect.PUBLISH)


def found(body=HARMLESS, **more):
    return {finding.reason: finding.points for finding in findings(Evidence(body=body, **more))}


def outcome(admission=Admission.HARMLESS, body=HARMLESS, **more):
    return judge(Evidence(body=body, **more), admission).outcome


@pytest.mark.parametrize(
    ("reason", "more"),
    [
        ("form_used_again", {"form": Form(age=90, uses=2)}),
        ("trap_filled", {"form": Form(age=90, trapped=True)}),
        ("sent_at_once", {"form": Form(age=1.2)}),
        ("typed_too_fast", {"form": Form(age=6), "body": HARMLESS * 10}),
        ("foreign_markup", {"body": "[url=https://pills.example]here[/url] " + HARMLESS}),
        ("foreign_markup", {"body": '<a href="https://pills.example">here</a> ' + HARMLESS}),
        ("many_links", {"body": HARMLESS + " https://a.example https://b.example", "links_held": 2}),
        ("hardly_more_than_links", {"body": "Siehe https://a.example"}),
        ("some_links", {"body": HARMLESS + " https://a.example", "links_held": 2}),
        ("hosts_of_spam", {"past": Past(hosts_in_spam=1)}),
        ("hosts_of_approved", {"past": Past(hosts_in_approved=1)}),
        ("said_before", {"past": Past(repeats=1)}),
        ("name_is_address", {"name": "billige-uhren24.com"}),
        ("name_sells", {"name": "Kredit ohne Schufa"}),
        ("name_is_sentence", {"name": "Wir machen Ihre Seite schnell und schön"}),
        ("other_script", {"body": "Отличная статья, спасибо автору за труд"}),
        ("other_language", {"body": "This is what you have to do if you want to be on the first page of it."}),
        ("writer_of_spam", {"past": Past(condemned=1)}),
        ("known_writer", {"past": KNOWN}),
        ("listed_spam", {"hits": (LISTED_SPAM,)}),
        ("listed_hold", {"hits": (LISTED_HOLD,)}),
        ("listed_publish", {"hits": (LISTED_TRUST,)}),
        ("words_of_spam", {"probability": 0.97, "threshold": 0.9}),
        ("words_of_people", {"probability": 0.02, "threshold": 0.9}),
    ],
)
def test_a_judge_says_what_it_finds(reason, more):
    assert reason in found(**more)


@pytest.mark.parametrize(
    "finding",
    [
        finding
        for evidence in (
            Evidence(body="https://a.example", form=Form(age=1, uses=12, trapped=True), past=Past(1, 3, 2, 3, 0)),
            Evidence(
                body=HARMLESS * 9,
                name="SEO",
                form=Form(age=5),
                past=KNOWN,
                hits=(LISTED_HOLD,),
                probability=0.99,
                threshold=0.9,
            ),
            Evidence(body="Отличная статья, спасибо", hits=(LISTED_SPAM,), probability=0.01),
        )
        for finding in findings(evidence)
    ],
    ids=lambda finding: finding.reason,
)
def test_every_finding_has_a_sentence(finding):
    said = verdicts.sentence(finding.as_json())
    assert said != finding.reason
    assert "%(" not in said
    assert finding.judge in verdicts.JUDGES


def test_a_harmless_comment_by_nobody_known_has_nothing_against_it():
    assert found(form=Form(age=120)) == {}


def test_what_nobody_knows_nobody_judges_by():
    assert found(form=None, probability=None) == {}


@pytest.mark.parametrize(
    ("admission", "unknown", "known"),
    [
        (Admission.NOBODY, Outcome.HOLD, Outcome.HOLD),
        (Admission.KNOWN_JUDGED, Outcome.HOLD, Outcome.PUBLISH),
        (Admission.KNOWN, Outcome.HOLD, Outcome.PUBLISH),
        (Admission.HARMLESS, Outcome.PUBLISH, Outcome.PUBLISH),
    ],
)
def test_who_is_published_is_what_the_moderators_chose(admission, unknown, known):
    assert (outcome(admission), outcome(admission, past=KNOWN)) == (unknown, known)


def test_known_writers_are_judged_or_not_as_chosen():
    suspicious = {"past": KNOWN, "form": Form(age=1), "name": "Kredit", "body": HARMLESS + " https://a.example"}
    assert outcome(Admission.KNOWN, **suspicious) is Outcome.PUBLISH
    assert outcome(Admission.KNOWN_JUDGED, **suspicious) is Outcome.HOLD


def test_who_is_on_the_list_of_the_trusted_counts_as_known():
    assert outcome(Admission.KNOWN, hits=(LISTED_TRUST,)) is Outcome.PUBLISH


@pytest.mark.parametrize("admission", Admission)
def test_the_words_alone_hold_a_comment_and_never_condemn_it(admission):
    by_words = {"probability": 1.0, "threshold": 0.5, "body": "Купить дёшево часы реплика доставка"}
    assert outcome(admission, **by_words) is Outcome.HOLD


def test_the_words_do_not_tip_what_is_held_for_other_reasons_into_spam():
    almost = {"form": Form(age=1, trapped=False), "past": Past(repeats=1)}
    assert outcome(**almost) is Outcome.HOLD
    assert outcome(**almost, probability=1.0, threshold=0.5) is Outcome.HOLD


@pytest.mark.parametrize("admission", Admission)
@pytest.mark.parametrize(
    "more", [{"hits": (LISTED_SPAM,)}, {"past": Past(repeats=2)}, {"form": Form(age=1, trapped=True)}], ids=str
)
def test_spam_is_never_shown_whoever_may_publish(admission, more):
    assert outcome(admission, **more) is Outcome.SPAM


@pytest.mark.parametrize("admission", Admission)
def test_what_moderators_want_to_see_is_held_even_of_known_writers(admission):
    many = {"body": HARMLESS + " https://a.example https://b.example", "links_held": 2}
    assert outcome(admission, past=KNOWN, **many) is Outcome.HOLD
    assert outcome(admission, past=KNOWN, hits=(LISTED_HOLD, LISTED_TRUST)) is Outcome.HOLD


def test_the_verdict_is_stored_whole():
    verdict = judge(Evidence(body=HARMLESS, past=Past(repeats=1), probability=0.7, threshold=0.6), Admission.HARMLESS)
    stored = verdict.as_json()
    assert stored["outcome"] == "hold"
    assert stored["points"] == sum(finding["points"] for finding in stored["findings"]) >= HOLD
    assert (stored["probability"], stored["text_says_spam"]) == (0.7, True)


def test_points_are_such_that_one_judge_of_words_is_not_enough_for_spam():
    assert HOLD < SPAM
    assert len({judge.__name__ for judge in JUDGES}) == len(JUDGES)


@pytest.mark.parametrize(
    ("text", "is_written_in"),
    [
        ("Спасибо большое за статью", "CYRILLIC"),
        ("Vielen Dank für den Text", "LATIN"),
        ("👍👍", ""),
        ("这篇文章写得非常好我学到很多", "CJK"),
    ],
)
def test_the_script_is_that_of_most_letters(text, is_written_in):
    assert script(text) == is_written_in


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Das ist nicht so, wie wir es uns gedacht haben, aber auch gut.", "de"),
        ("This is not what we had in mind, but it will do for you and me.", "en"),
        ("Le chat dort sur le tapis", ""),
        ("Danke!", ""),
    ],
)
def test_the_language_is_told_where_it_is_plain(text, spoken):
    assert language(text) == spoken


def test_texts_that_say_the_same_have_one_fingerprint():
    one = fingerprint("Toller Beitrag! Mehr dazu auf https://a.example, sehr zu empfehlen.")
    assert one == fingerprint("toller beitrag: mehr dazu auf www.b.example   SEHR zu empfehlen")
    assert one != fingerprint("Toller Beitrag, aber leider in der Sache nicht ganz richtig.")
    assert fingerprint("Danke!") == ""
