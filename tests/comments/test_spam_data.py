"""What the text filter reaches on public collections, cross-validated. Skips where the files are not there.

As in `manage.py spam_report`: one threshold for all three, and the curve that it is laid on is fitted to the training
folds alone. The SMS have five folds here, for the time; the command has ten.
"""

from pathlib import Path

import pytest

from comments.spam.evaluation import cross_validated
from startalking.management.labelled import read

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "spam"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "folds", "f1", "ham_blocked"),
    [
        ("sms_en", 5, 0.96, 0.001),
        ("youtube_en", 10, 0.956, 0.02),
        ("comments_de_handwritten", 10, 0.92, 0.03),
    ],
)
def test_the_filter_judges_as_well_as_expected(name, folds, f1, ham_blocked):
    place = FOLDER / f"{name}.jsonl"
    if not place.exists():
        pytest.skip(f"The labelled texts are not here: ../shared/data/spam/{place.name}")
    outcome = cross_validated(read(place), folds=folds)
    assert outcome.f1 >= f1
    assert outcome.ham_blocked <= ham_blocked
