import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.template import engines
from django.template.loader import render_to_string

from startalking.core import timing

pytestmark = pytest.mark.django_db


@pytest.fixture
def slow_clock(monkeypatch):
    """Each look at the clock takes a second."""
    moments = iter(range(1_000_000))
    monkeypatch.setattr(timing, "perf_counter", lambda: float(next(moments)))


def nowhere():
    return "blog:home"


def test_queries_are_counted_with_their_time():
    with timing.measured(nowhere) as costs:
        User.objects.count()
        list(User.objects.all())
    assert costs.queries == 2
    assert 0 < costs.database < costs.total


def test_a_query_that_fails_is_counted():
    with timing.measured(nowhere) as costs, pytest.raises(Exception, match="nothing"), connection.cursor() as cursor:
        cursor.execute("SELECT nothing")
    assert costs.queries == 1


def test_afterwards_nobody_counts():
    with timing.measured(nowhere) as costs:
        pass
    User.objects.count()
    assert costs.queries == 0
    assert connection.execute_wrappers == []
    assert timing.where() == timing.NOWHERE


def test_templates_inside_templates_count_once(slow_clock):
    template = engines["django"].from_string("{{ inner }}")
    with timing.measured(nowhere) as costs, timing.drawing():
        render_to_string("400.html", {})
        template.render({"inner": "x"})
    assert costs.drawing == 1.0


def test_a_template_is_noted_when_it_is_drawn():
    with timing.measured(nowhere) as costs:
        render_to_string("emails/key_subject.txt", {"count": 1})
    assert costs.drawing > 0


def test_a_slow_query_is_one_line_without_its_values(slow_clock, settings, caplog):
    settings.SLOW_QUERY = 1000
    with timing.measured(nowhere):
        list(User.objects.filter(email="vera@example.org"))
    (line,) = caplog.messages
    assert line.startswith("Slow query: where blog:home, milliseconds 1000, sql SELECT ")
    assert "vera" not in line


@pytest.mark.parametrize("limit", [0, 1001])
def test_a_query_below_the_limit_is_not_told_and_zero_is_never(slow_clock, settings, caplog, limit):
    settings.SLOW_QUERY = limit
    with timing.measured(nowhere):
        User.objects.count()
    assert caplog.messages == []


@pytest.mark.parametrize(("limit", "lines"), [(0, 0), (1, 1), (1000, 1), (1001, 0)])
def test_a_slow_page_is_one_line(slow_clock, settings, caplog, limit, lines):
    settings.SLOW_PAGE = limit
    with timing.measured(nowhere) as costs:
        pass
    timing.tell_if_slow(costs, "GET", 200)
    assert len(caplog.messages) == lines
    if lines:
        facts = "milliseconds 1000, method GET, status 200, queries 0, database 0, template 0"
        assert caplog.messages == [f"Slow page: where blog:home, {facts}"]
