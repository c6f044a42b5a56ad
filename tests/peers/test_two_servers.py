"""Two web servers and two workers with data folders of their own, as if on machines of their own: one PostgreSQL, one
Redis, and nginx in front with the configuration of docs/examples.
"""

import http.cookiejar
import re
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from bench.house import House, free_port
from tests.peers import nginx, standby
from tests.peers.neighbours import ROOT
from tests.peers.readers import SITE, comment, look

pytestmark = pytest.mark.peers

KEY = "ein-schluessel-fuer-alle-rechner-0123456789abcdefghijklmnop"
EDITOR = """
from django.contrib.auth import get_user_model
from blog.models import Site
get_user_model().objects.create_superuser("chefin", password="geheim-genug-1")
site = Site.objects.current()
site.moderators = "moderation@example.org"
site.save()
"""
PER_SENDER = """
from comments.models import Policy
Policy.objects.update(per_sender={})
"""


@contextmanager
def redis_server(folder):
    """A Redis of its own, which keeps nothing."""
    program, port = shutil.which("redis-server"), free_port()
    if program is None:
        pytest.skip("there is no Redis; on Debian: apt-get install redis-server")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(timeout=20)


@contextmanager
def worker(machine, folder):
    """`manage.py run_huey`; ended by SIGTERM, as systemd does it."""
    folder.mkdir()
    command = [sys.executable, "manage.py", "run_huey"]
    process = subprocess.Popen(command, cwd=ROOT, env=machine | {"DATA_DIR": str(folder)})
    try:
        yield
        process.terminate()
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.wait()


class Site:
    """Two houses, what stands in front of them, and the letters that were written."""

    def __init__(self, first, second, proxy, letters):
        self.first, self.second, self.proxy, self._letters = first, second, proxy, letters

    def letters_with(self, words):
        return [letter for letter in self._letters.iterdir() if words in letter.read_text()]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    if reason := standby.missing() or nginx.missing():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("site")
    (folder / "letters").mkdir()
    with ExitStack() as running:
        database = running.enter_context(standby.Pair(has_standby=False)).primary.url
        redis = running.enter_context(redis_server(folder))
        houses = [running.enter_context(House(folder / name, database)) for name in ("first", "second")]
        (folder / "nginx").mkdir()
        proxy = nginx.Nginx(folder / "nginx", [house.port for house in houses])
        for house in houses:
            Path(house.machine["DATA_DIR"]).mkdir()
            house.machine |= {"REDIS_URL": redis, "SECRET_KEY": KEY, "TRUST_PROXY": "yes"}
            house.machine |= {"SITE_URL": f"http://127.0.0.1:{proxy.port}"}
            house.machine |= {"EMAIL_URL": f"filemail:///{folder}/letters"}
            house.start("--prepare", "--no-demo", "--no-background")
        houses[0].shell(SITE + EDITOR)
        running.enter_context(proxy)
        for name in ("worker", "another"):
            running.enter_context(worker(houses[0].machine, folder / name))
        yield Site(*houses, proxy, folder / "letters")
        for house in houses:
            house.stop()


def test_a_comment_on_one_is_on_the_others_page_at_once(site):
    for turn in range(5):
        words = f"Gedanke Nummer {turn}"
        here, there = (site.first, site.second) if turn % 2 else (site.second, site.first)
        assert words not in look(there)
        assert comment(here, words) == 302
        assert words in look(there)
        assert words in look(here)
        assert words in look(site.proxy)


def test_a_reader_behind_nginx_finds_his_comment(site):
    for turn in range(4):
        assert comment(site.proxy, f"Durch die Tür, {turn}") == 302
        assert f"Durch die Tür, {turn}" in look(site.proxy)


def test_limits_are_counted_together(site):
    site.first.shell(PER_SENDER.format(4))
    try:
        told = [comment(house, f"Eile {turn}", post=3) for turn in range(4) for house in (site.first, site.second)]
    finally:
        site.first.shell(PER_SENDER.format(0))
    assert told.count(429) >= 2
    assert told.count(302) <= 4 + 4  # a window may end in between
    assert 302 in told


def test_who_logs_in_at_one_is_known_at_the_other(site):
    visitor = build_opener(HTTPCookieProcessor(http.cookiejar.CookieJar()))
    door = f"http://127.0.0.1:{site.first.port}/admin/login/"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', visitor.open(door).read().decode())[1]
    said = {"csrfmiddlewaretoken": token, "username": "chefin", "password": "geheim-genug-1", "next": "/admin/"}
    visitor.addheaders.append(("Origin", f"http://127.0.0.1:{site.proxy.port}"))
    visitor.open(door, urlencode(said).encode())
    desk = visitor.open(f"http://127.0.0.1:{site.second.port}/admin/")
    assert desk.url.endswith("/admin/")
    assert "chefin" in desk.read().decode()


def test_each_task_is_done_once(site):
    """A letter for each comment that waits, although two workers look for work."""
    site.first.shell("from comments.models import Policy; Policy.objects.update(admission='nobody')")
    try:
        for turn in range(4):
            assert comment(site.proxy, f"Bitte ansehen, {turn}", post=4) == 302
    finally:
        site.first.shell("from comments.models import Policy; Policy.objects.update(admission='known')")
    end = time.monotonic() + 60
    while len(site.letters_with("Bitte ansehen")) < 4 and time.monotonic() < end:
        time.sleep(0.2)
    assert [len(site.letters_with(f"Bitte ansehen, {turn}")) for turn in range(4)] == [1] * 4


def test_nginx_asks_the_other_where_one_is_gone(site, tmp_path):
    """With a third server in front of which nothing else stands, which is then killed."""
    (tmp_path / "data").mkdir()
    shutil.copytree(Path(site.first.machine["DATA_DIR"], "static"), tmp_path / "data/static")
    with House(tmp_path / "data") as third, nginx.Nginx(tmp_path, [third.port, site.first.port]) as proxy:
        kept = {"PORT": third.machine["PORT"], "DATA_DIR": third.machine["DATA_DIR"]}
        third.machine = site.first.machine | kept
        third.start("--no-background")
        assert [comment(proxy, f"Vorher {turn}", post=5) for turn in range(2)] == [302] * 2
        third.kill()
        assert [comment(proxy, f"Nachher {turn}", post=5) for turn in range(4)] == [302] * 4
        assert "Nachher 3" in look(proxy, "/blog/beitrag-4/")
