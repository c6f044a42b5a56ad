import pytest

from comments.spam.alarm import BEFORE, RECENT, alarms

CAUGHT = {"findings": [{"judge": "links", "points": 3.0}]}
FREE = {"findings": [{"judge": "links", "points": 0.5}, {"judge": "writer", "points": -3.0}]}


@pytest.mark.parametrize(
    ("recent", "before", "names"),
    [
        ([CAUGHT] * RECENT, [FREE] * BEFORE, ["links"]),
        ([CAUGHT] * (RECENT - 2) + [FREE] * 2, [FREE] * 50, ["links"]),
        ([CAUGHT] * RECENT, [], ["links"]),
        ([CAUGHT] * (RECENT - 3) + [FREE] * 3, [FREE] * BEFORE, []),
        ([CAUGHT] * RECENT, [CAUGHT] * BEFORE, []),
        ([FREE] * RECENT, [FREE] * BEFORE, []),
        ([CAUGHT] * (RECENT - 1), [], []),
        ([{}] * RECENT, [{}] * 3, []),
    ],
)
def test_an_alarm_is_raised_where_nearly_all_is_caught_that_was_not_before(recent, before, names):
    assert [alarm.judge for alarm in alarms([*recent, *before])] == names


def test_the_alarm_says_how_it_was_before():
    (alarm,) = alarms([CAUGHT] * RECENT + [CAUGHT] * 10 + [FREE] * 30)
    assert (alarm.caught, alarm.of, alarm.usual) == (RECENT, RECENT, 0.25)
