"""The commands as an operator meets them: real processes, real ports, an own folder for each."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READY = "Ctrl-C"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def own_machine(folder, port):
    """An environment where nothing of ours is set but the data's folder, the port and the language."""
    path = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return path | {"DATA_DIR": str(folder), "PORT": port, "LANGUAGE_CODE": "en"}


@pytest.fixture
def environment(tmp_path):
    return own_machine(tmp_path / "data", str(free_port()))


@pytest.fixture
def manage(environment):
    def run(*arguments, **more):
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment | more, capture_output=True, text=True, timeout=60)

    return run


@pytest.fixture
def start(environment):
    """Start the server in a group of its own, as a shell does it, and wait until it says that it is ready."""
    processes = []

    def run(*arguments, wait=True, **more):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", *arguments],
            cwd=ROOT,
            env=environment | {"PYTHONUNBUFFERED": "1"} | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        processes.append(process)
        process.told = ""
        while wait and READY not in process.told:
            line = process.stdout.readline()
            assert line, process.stderr.read()
            process.told += line
        return process

    yield run
    for process in processes:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def left_of(group):
    """The processes of a group that still run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(folder.name)
    return found


def wait_until_gone(group, seconds=15):
    end = time.monotonic() + seconds
    while left_of(group) and time.monotonic() < end:
        time.sleep(0.05)
    return not left_of(group)


def get(environment, path):
    return urllib.request.urlopen(f"http://127.0.0.1:{environment['PORT']}{path}", timeout=10)


@pytest.fixture(scope="module")
def ready_data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prepared") / "data"
    machine = own_machine(folder, "8000")
    subprocess.run([sys.executable, "manage.py", "prepare", "--no-demo"], cwd=ROOT, env=machine, check=True)
    return folder


@pytest.fixture
def prepared(environment, ready_data):
    shutil.copytree(ready_data, environment["DATA_DIR"])


def is_one_sentence(text):
    return len(text.strip().splitlines()) == 1 and "Traceback" not in text


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_stop_and_leaves_nothing_running(start, environment, prepared, number):
    server = start()
    answer = get(environment, "/admin/login/")
    assert answer.status == 200
    style = re.search(r'href="(/static/admin/css/base\.[0-9a-f]{12}\.css)"', answer.read().decode())
    assert "immutable" in get(environment, style[1]).headers["Cache-Control"]
    os.killpg(server.pid, number)
    assert server.wait(timeout=20) == 0
    assert wait_until_gone(server.pid)
    assert server.stderr.read() == ""
    assert server.stdout.read().splitlines() == ["Stopped."]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("seconds", [0, 0.2, 0.5, 1.0, 2.0])
def test_ctrl_c_while_it_starts_leaves_nothing_running(start, environment, prepared, seconds):
    """Counted from the moment the command is at work: before it, Python itself is still starting."""
    at_work = Path(environment["DATA_DIR"], "preparation.lock")
    at_work.unlink()
    server = start(wait=False)
    while not at_work.exists():
        time.sleep(0.01)
    time.sleep(seconds)
    os.killpg(server.pid, signal.SIGINT)
    server.wait(timeout=20)
    assert wait_until_gone(server.pid)
    assert "Traceback" not in server.stderr.read()


def test_the_first_start_makes_an_editor_and_the_second_goes_on(start, environment, manage):
    first = start("--prepare", "--no-demo")
    password = re.search(r"Password.*: +(\S+)", first.told)[1]
    assert len(password) >= 16
    assert f"http://127.0.0.1:{environment['PORT']}/admin/" in first.told
    first.terminate()
    first.wait(timeout=20)
    check = f"""
from django.contrib.auth import authenticate
assert authenticate(username="redaktion", password="{password}").is_superuser
"""
    assert manage("shell", "-c", check).returncode == 0
    second = start("--prepare", "--no-demo")
    assert "Password" not in second.told


def test_a_port_in_use_is_told_in_one_sentence(manage, environment):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(environment["PORT"])))
        taken.listen()
        answer = manage("serve", "--prepare")
    assert answer.returncode == 1
    assert environment["PORT"] in answer.stderr
    assert is_one_sentence(answer.stderr)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("DEBUG", "perhaps"),
        ("SITE_URL", "blog.example.com"),
        ("SITE_URL", "https://blog.example.com/blog"),
        ("ALLOWED_HOSTS", "https://blog.example.com"),
        ("DATABASE_URL", "mysql://root:geheim@localhost/blog"),
        ("DATABASE_URL", "postgres://blog:geheim@localhost:port/blog"),
        ("DATABASE_POOL", "0"),
        ("DATABASE_REPLICA_URL", "sqlite:////geheim.sqlite3"),
        ("DATABASE_REPLICA_URL", "postgres://blog:geheim@replica/blog"),  # and the database is SQLite
        ("MEDIA_STORAGE", "https://uploads.example.com"),
        ("MEDIA_STORAGE", "s3://"),
        ("MEDIA_STORAGE", "s3://uploads?endpoint=s3.example.com"),
        ("MEDIA_STORAGE", "s3://uploads?acl=public-read"),
        ("REDIS_URL", "geheim"),
        ("EMAIL_URL", "geheim://mail.example.com"),
        ("TIME_ZONE", "Europe/Bonn"),
        ("TIME_ZONE", "../../etc/passwd"),
        ("LANGUAGE_CODE", "fr"),
        ("SQLITE_SYNCHRONOUS", "OFF"),
        ("LOG_FORMAT", "xml"),
        ("SLOW_PAGE", "-1"),
        ("SLOW_QUERY", "soon"),
        ("METRICS_TOKEN", "geheim"),
        ("SENTRY_DSN", "https://sentry.example/geheim"),
        ("DATA_DIR", "/proc/startalking"),
        ("DATA_DIR", "/dev/null/data"),
    ],
)
def test_a_value_that_cannot_be_read_stops_the_start(environment, name, value):
    load = [sys.executable, "-c", "import startalking.settings"]
    answer = subprocess.run(load, cwd=ROOT, env=environment | {name: value}, capture_output=True, text=True)
    assert answer.returncode == 1
    assert name in answer.stderr
    assert "geheim" not in answer.stderr
    assert is_one_sentence(answer.stderr)


@pytest.mark.parametrize("command", ["check", "serve", "migrate"])
def test_a_command_stops_as_quietly(manage, command):
    answer = manage(command, PORT="eighty")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert is_one_sentence(answer.stderr)


@pytest.mark.parametrize("host", ["192.0.2.1", "nowhere.invalid"])
def test_a_host_that_is_not_ours_is_told_in_one_sentence(manage, host):
    answer = manage("serve", HOST=host)
    assert answer.returncode == 1
    assert answer.stderr.startswith("HOST")
    assert host in answer.stderr
    assert is_one_sentence(answer.stderr)


def test_a_database_out_of_reach_is_told_in_one_sentence(manage):
    answer = manage("prepare", DATABASE_URL=f"postgres://blog:geheim@127.0.0.1:{free_port()}/blog")
    assert answer.returncode == 1
    assert "geheim" not in answer.stderr
    assert is_one_sentence(answer.stderr)


def test_the_secret_key_is_made_once_and_only_for_its_owner(manage, environment):
    ask = ("shell", "--no-imports", "-c", "from django.conf import settings; print(settings.SECRET_KEY)")
    first, second = manage(*ask).stdout, manage(*ask).stdout
    kept = Path(environment["DATA_DIR"], "secret_key")
    assert first == second == kept.read_text() + "\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_two_first_starts_at_once_agree_on_the_secret_key(environment):
    ask = [sys.executable, "-c", "from startalking.settings import SECRET_KEY; print(SECRET_KEY)"]
    both = [subprocess.Popen(ask, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({process.communicate()[0] for process in both}) == 1


def test_the_minutes_tick_runs_beside_the_pages(start, environment, prepared):
    """An expired session is forgotten by the first tick, which comes at once."""
    path = Path(environment["DATA_DIR"], "startalking.sqlite3")
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("INSERT INTO django_session VALUES ('old', '', '2020-01-01 00:00:00')")
        start()
        end = time.monotonic() + 15
        while database.execute("SELECT count(*) FROM django_session").fetchone() != (0,):
            assert time.monotonic() < end
            time.sleep(0.1)


def test_the_background_can_be_left_to_a_process_of_its_own(start, environment, prepared):
    with closing(sqlite3.connect(f"{environment['DATA_DIR']}/startalking.sqlite3", isolation_level=None)) as database:
        database.execute("INSERT INTO django_session VALUES ('old', '', '2020-01-01 00:00:00')")
        start("--no-background")
        time.sleep(1.5)  # the first tick would have come at once
        assert database.execute("SELECT count(*) FROM django_session").fetchone() == (1,)
        worker = subprocess.Popen([sys.executable, "manage.py", "run_huey"], cwd=ROOT, env=environment)
        end = time.monotonic() + 30
        while database.execute("SELECT count(*) FROM django_session").fetchone() == (1,) and time.monotonic() < end:
            time.sleep(0.1)
        worker.terminate()
        assert worker.wait(timeout=20) == 0
        assert database.execute("SELECT count(*) FROM django_session").fetchone() == (0,)


@pytest.mark.parametrize("old", ["python2.7", "python3.6", "python3.10"])
def test_an_old_python_is_told_what_is_needed(old):
    versions = {path.name.rpartition(".")[0]: path for path in Path.home().glob(".pyenv/versions/*")}
    folder = versions.get(old.removeprefix("python"))
    if folder is None:
        pytest.skip(f"there is no {old} on this machine")
    answer = subprocess.run([folder / "bin/python", "manage.py"], cwd=ROOT, capture_output=True, text=True)
    assert answer.returncode == 1
    assert "3.11" in answer.stderr
    assert is_one_sentence(answer.stderr)
