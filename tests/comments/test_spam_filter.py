"""The text filter: what it learns, what it keeps, and that no text makes it slow."""

from time import perf_counter
from zlib import compress, decompress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.spam import disguises, shapes
from comments.spam.calibration import Curve, fitted
from comments.spam.evaluation import Outcome, counted, cross_validated, tried_on
from comments.spam.features import SIZE, masked, vector
from comments.spam.folds import dealt
from comments.spam.learning import FEWEST, BrokenFilterError, Sample, TextFilter

WARES = [
    "Uhren",
    "Taschen",
    "Pillen",
    "Kredite",
    "Reifen",
    "Brillen",
    "Schuhe",
    "Lampen",
    "Koffer",
    "Tickets",
    "Ringe",
    "Messer",
    "Möbel",
    "Matratzen",
]
THEMES = [
    "Steuer",
    "Vortrag",
    "Server",
    "Messe",
    "Vertrag",
    "Prüfung",
    "Leasing",
    "Umfrage",
    "Werkstatt",
    "Bilanz",
    "Logo",
    "Satzung",
    "Norm",
    "Skript",
]
SPAM = [f"Jetzt günstige {ware} kaufen, nur heute! http://{ware.lower()}.example/{len(ware)}" for ware in WARES]
HAM = [f"Wie habt ihr das mit {theme} gelöst? Bei uns war es schwierig, weil die Zeit fehlte." for theme in THEMES]
SAMPLES = [Sample(text, True) for text in SPAM] + [Sample(text, False) for text in HAM]

HOSTILE = {
    "one letter": "a" * 10_000,
    "combining marks": "e" + "\u0301\u0323" * 5_000,
    "a character that unfolds into many": "\ufdfa" * 10_000,
    "halves of addresses": "a@" * 5_000,
    "halves of hosts": "a-" * 5_000,
    "spaced letters": "a " * 5_000,
    "digits with brackets": "1(" * 5_000,
    "invisible characters": "a\u200b" * 5_000,
    "half surrogates": "\ud83d" * 10_000,
    "nothing but spaces": " " * 10_000,
    "many different characters": "".join(map(chr, range(0x3000, 0x3000 + 10_000))),
}


@pytest.fixture(scope="module")
def trained():
    return TextFilter.train(SAMPLES)


def test_it_learns_to_tell_spam_from_questions(trained):
    assert trained.probability("Nur heute günstige Fahrräder kaufen! http://fahrrad.example/1") >= trained.threshold
    assert trained.probability("Wie war das bei euch, wenn die Zeit fehlte?") < 0.5


def test_a_probability_is_a_probability(trained):
    assert all(0 <= trained.probability(text) <= 1 for text in [*SPAM, *HAM, "", "\0", "漢字"])


def test_the_same_samples_make_the_same_filter(trained):
    assert TextFilter.train(SAMPLES).to_bytes() == trained.to_bytes()


def test_what_is_stored_judges_the_same(trained):
    stored = TextFilter.from_bytes(trained.to_bytes())
    assert [stored.probability(text) for text in [*SPAM, *HAM]] == [trained.probability(text) for text in [*SPAM, *HAM]]
    assert stored.to_bytes() == trained.to_bytes()


def test_what_is_stored_is_small(trained):
    assert len(trained.to_bytes()) < 2 * SIZE + 1_000 < 2_000_000


DAMAGES = {
    "empty": lambda stored: b"",
    "nonsense": lambda stored: b"nonsense",
    "without its last byte": lambda stored: stored[:-1],
    "its first half": lambda stored: stored[: len(stored) // 2],
    "one byte turned": lambda stored: stored[:100] + bytes([stored[100] ^ 255]) + stored[101:],
    "something short": lambda stored: compress(b"short"),
    "something else": lambda stored: compress(b"x" * 1_000),
    "another mark": lambda stored: compress(b"another one" + decompress(stored)[11:]),
    "another version": lambda stored: compress(decompress(stored)[:11] + b"\xff\xff" + decompress(stored)[13:]),
    "a weight too few": lambda stored: compress(decompress(stored)[:-2]),
    "a bomb": lambda stored: compress(bytes(50_000_000)),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_bytes_are_refused(trained, damage):
    with pytest.raises(BrokenFilterError):
        TextFilter.from_bytes(damage(trained.to_bytes()))


def test_who_knows_nothing_holds_nothing():
    untrained = TextFilter.untrained()
    assert untrained.probability(SPAM[0]) == 0.5 < untrained.threshold
    assert TextFilter.from_bytes(untrained.to_bytes()).probability(SPAM[0]) == 0.5


@pytest.mark.parametrize(
    "samples",
    [[], SAMPLES[:1], [Sample(text, True) for text in SPAM], [Sample(text, False) for text in HAM]],
    ids=["nothing", "one", "only spam", "only ham"],
)
def test_too_little_teaches_nothing(samples):
    assert TextFilter.train(samples).probability(SPAM[0]) == 0.5


def test_a_few_of_each_kind_are_enough():
    few = [Sample(text, True) for text in SPAM[:FEWEST]] + [Sample(text, False) for text in HAM[:FEWEST]]
    assert TextFilter.train(few).probability(SPAM[-1]) > TextFilter.train(few).probability(HAM[-1])
    assert TextFilter.train(few[1:]).probability(SPAM[-1]) == 0.5


def test_contradictions_make_it_unsure():
    both = [Sample(text, spam) for text in [*SPAM, *HAM] for spam in (True, False)]
    assert all(TextFilter.train(both).probability(text) < TextFilter.threshold for text in SPAM)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_takes_long(trained, text):
    started = perf_counter()
    assert 0 <= trained.probability(text) <= 1
    assert perf_counter() - started < 1


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=500))
def test_every_text_has_features(text):
    assert all(number < SIZE for block in vector(text) for number in block.numbers)
    assert vector(text) == vector(text)


def test_only_the_beginning_is_looked_at():
    assert vector("x" * disguises.LOOKED_AT) == vector("x" * disguises.LOOKED_AT + " http://late.example")


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("ＦＲＥＥ", "free"),
        ("v i a g r a", "viagra"),
        ("V.I.A.G.R.A now", "viagra now"),
        ("p\u200ba\u00adypal", "paypal"),
        ("pаypаl", "paypal"),  # two Cyrillic letters
        ("Zoe\u0308", "zoe"),
        ("Zoë", "zoe"),
        ("Straße", "strasse"),
        ("Привет", "привет"),
        ("z. B. so", "z. b. so"),
        ("Plan A b c", "plan a b c"),
    ],
)
def test_disguised_words_are_the_words_that_are_meant(sent, meant):
    assert disguises.fold(disguises.visible(sent)) == meant


def test_disguises_are_signs():
    assert shapes.disguise_signs("v i a g r a") == {"spaced"}
    assert shapes.disguise_signs("pаypal") == {"mixed"}
    assert shapes.disguise_signs("p\u200baypal") == {"invisible"}
    assert shapes.disguise_signs("👨\u200d👩\u200d👧 Größe und Привет") == set()


def test_copies_of_a_mailing_are_recognised():
    assert masked("Win 100 pounds NOW!") == masked("win 2.500 pounds, now")
    assert masked("Win 100 pounds") != masked("Win 100 euros")


def test_folds_are_even_and_copies_stay_together():
    labels = [place % 4 == 0 for place in range(100)]
    folds = dealt([str(place // 8 if place < 40 else place) for place in range(100)], labels, 5, seed=1)
    assert all(len(set(folds[start : start + 8])) == 1 for start in range(0, 40, 8))
    assert max(map(folds.count, range(5))) - min(map(folds.count, range(5))) <= 10
    assert folds == dealt([str(place // 8 if place < 40 else place) for place in range(100)], labels, 5, seed=1)


def test_a_curve_rises_through_what_it_was_shown():
    curve = fitted([-2, -1, -0.5, 0.5, 1, 2], [False, False, True, False, True, True])
    assert curve.probability(-2) < 0.4 < curve.probability(0) < 0.6 < curve.probability(2)


def test_scores_that_tell_nothing_make_no_curve():
    assert fitted([1, 2, 3, 4], [True, True, False, False]) == Curve(0, 0)


def test_figures_are_what_their_names_say():
    outcome = counted([(True, True)] * 6 + [(True, False)] * 2 + [(False, True)] + [(False, False)] * 7)
    assert (outcome.rows, outcome.spam, outcome.ham) == (16, 8, 8)
    assert (outcome.precision, outcome.recall, outcome.ham_blocked) == (6 / 7, 6 / 8, 1 / 8)
    assert outcome.f1 == pytest.approx(2 * (6 / 7) * (6 / 8) / (6 / 7 + 6 / 8))
    assert Outcome().precision is Outcome().ham_blocked is None


def test_each_fold_is_judged_by_what_the_others_teach():
    mixed = [*SAMPLES, *[Sample(f"{sample.text} 2", sample.spam) for sample in SAMPLES]]
    outcome = cross_validated(mixed)
    assert outcome.rows == len(mixed)
    assert outcome.f1 > 0.9
    assert outcome == cross_validated(mixed)


def test_labels_by_chance_cannot_be_learnt():
    by_chance = [Sample(sample.text, place % 2 == 0) for place, sample in enumerate(SAMPLES)]
    assert (cross_validated(by_chance).recall or 0) < 0.8


def test_a_filter_is_tested_on_other_samples(trained):
    outcome = tried_on(trained, [Sample("Günstige Autos kaufen! http://auto.example/3", True), Sample(HAM[0], False)])
    assert (outcome.caught, outcome.blocked) == (1, 0)
