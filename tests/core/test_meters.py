import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from prometheus_client.values import close_all_multiprocess_files

from startalking.core import limits, meters
from startalking.core.meters import Figure

TOKEN = "a-token-of-twenty-characters"


@pytest.fixture
def counting(settings, tmp_path, monkeypatch):
    """Metrics are on, in a folder of their own. Returns what is told, as `told["name{labels}"]`."""
    settings.METRICS_TOKEN, settings.METRICS_DIR = TOKEN, tmp_path / "metrics"
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(settings.METRICS_DIR))
    meters._meters.cache_clear()
    yield lambda *figures: read(meters.exposition(figures)[0].decode())
    close_all_multiprocess_files()
    meters._meters.cache_clear()


def read(text):
    return {name: float(value) for name, value in re.findall(r"(?m)^startalking_(\S+?(?:\{.*\})?) (\S+)$", text)}


def test_nothing_is_counted_while_nobody_may_ask(settings, tmp_path):
    settings.METRICS_DIR = tmp_path / "metrics"
    meters.note_page("blog:home", "GET", 200, seconds=0.1, queries=3)
    meters.note_refusal("comments")
    with meters.task("blog.tasks.index_entry"):
        pass
    assert not settings.METRICS_DIR.exists()


def test_pages_are_counted_by_route_method_and_status(counting):
    for seconds in (0.004, 0.2):
        meters.note_page("blog:home", "GET", 200, seconds=seconds, queries=4)
    told = counting()
    labels = 'method="GET",route="blog:home",status="200"'
    assert told[f"page_seconds_count{{{labels}}}"] == 2
    assert told[f"page_seconds_sum{{{labels}}}"] == pytest.approx(0.204)
    assert told['page_seconds_bucket{le="0.005",' + labels + "}"] == 1
    assert told['page_queries_total{route="blog:home"}'] == 8


def test_the_administration_is_one_route(counting):
    meters.note_page("admin:blog_post_change", "POST", 302, seconds=0.1, queries=20)
    assert 'page_queries_total{route="admin"}' in counting()


def test_tasks_are_counted_as_done_or_failed(counting):
    with meters.task("blog.tasks.index_entry"):
        pass
    with pytest.raises(ValueError, match="no"), meters.task("blog.tasks.index_entry"):
        raise ValueError("no")
    told = counting()
    assert told['task_seconds_count{outcome="done",task="blog.tasks.index_entry"}'] == 1
    assert told['task_seconds_count{outcome="failed",task="blog.tasks.index_entry"}'] == 1


def test_what_limits_refuse_is_counted_without_the_sender(counting):
    for _ in range(3):
        limits.allow("comments.sender.0123abcd", 1, 60)
    told = counting()
    assert told['refusals_total{limit="comments"}'] == 2
    assert "0123abcd" not in "".join(told)


def test_failed_duties_are_counted(counting):
    meters.note_failed_duties(["render_waiting", "render_waiting"])
    assert counting()['duties_failed_total{duty="render_waiting"}'] == 2


def test_what_the_page_cache_counts_is_taken_over_once(counting):
    told = meters.take_over({"memory": 5}, {})
    told = meters.take_over({"memory": 7, "drawn": 1}, told)
    meters.take_over({"memory": 7, "drawn": 1}, told)
    assert counting()['page_cache_total{outcome="memory"}'] == 7
    assert counting()['page_cache_total{outcome="drawn"}'] == 1


def test_figures_are_looked_up_when_asked_for(counting):
    told = counting(
        Figure("queue", "Tasks.", {"now": 2, "later": 5}, label="due"),
        Figure("age", "Seconds.", {"": 7}),
        Figure("hits", "Hits.", {"": 9}, only_grows=True),
    )
    assert told['queue{due="later"}'] == 5
    assert told["age"] == 7
    assert told["hits_total"] == 9


def test_several_processes_are_added_up(counting, settings):
    script = f"""
from django.conf import settings
settings.configure(METRICS_TOKEN="x", METRICS_DIR={str(settings.METRICS_DIR)!r})
from startalking.core import meters
for _ in range(100):
    meters.note_page("blog:home", "GET", 200, seconds=0.1, queries=3)
"""
    others = [subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[2]) for _ in range(3)]
    assert [other.wait(60) for other in others] == [0, 0, 0]
    assert counting()['page_queries_total{route="blog:home"}'] == 900
    assert len(list(settings.METRICS_DIR.glob("histogram_*.db"))) == 3


def test_files_of_ended_processes_are_swept_and_others_stay(settings, tmp_path):
    settings.METRICS_DIR = tmp_path
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(30)
    names = {
        "living": f"counter_{meters.HOST}-{os.getpid()}.db",
        "ended": f"counter_{meters.HOST}-{ended.pid}.db",
        "elsewhere": "counter_another-host-7.db",
        "long ago": "histogram_forgotten-host-7.db",
        "foreign": "notes.txt",
    }
    for name in names.values():
        (tmp_path / name).touch()
    long_ago = time.time() - meters.FORGOTTEN - 60
    os.utime(tmp_path / names["long ago"], (long_ago, long_ago))
    meters.sweep()
    left = {file.name for file in tmp_path.iterdir()}
    assert left == {names["living"], names["elsewhere"], names["foreign"]}


def test_the_folder_is_for_its_owner_only(counting, settings):
    counting()
    assert settings.METRICS_DIR.stat().st_mode & 0o777 == 0o700
