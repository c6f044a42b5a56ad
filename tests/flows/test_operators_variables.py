"""What an operator sets, and what he meets in the folder of the data: told in words, never as a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.test_serving import ROOT, is_one_sentence, own_machine

DEFAULTS = "print(s.SITE_URL, s.ALLOWED_HOSTS[0], s.DEFAULT_FROM_EMAIL)"


@pytest.fixture
def machine(tmp_path):
    return own_machine(tmp_path / "data", "8000")


def settings(machine, code):
    """What a process prints that has read the settings as `s`."""
    command = [sys.executable, "-c", f"import startalking.settings as s; {code}"]
    return subprocess.run(command, cwd=ROOT, env=machine, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("host", "defaults"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000 127.0.0.1 noreply@127.0.0.1"),
        ("::1", "http://[::1]:8000 [::1] noreply@[::1]"),
        ("0.0.0.0", "http://127.0.0.1:8000 127.0.0.1 noreply@127.0.0.1"),
        ("::", "http://127.0.0.1:8000 127.0.0.1 noreply@127.0.0.1"),
        ("blog.example", "http://blog.example:8000 blog.example noreply@blog.example"),
    ],
)
def test_a_host_becomes_the_sites_address_its_allowed_host_and_its_sender(machine, host, defaults):
    answer = settings(machine | {"HOST": host}, DEFAULTS)
    assert answer.stdout.strip() == defaults, answer.stderr


def test_a_blank_secret_key_counts_as_not_set(machine):
    answer = settings(machine | {"SECRET_KEY": "  "}, "print(len(s.SECRET_KEY))")
    assert int(answer.stdout) >= 50


def test_a_secret_key_that_is_set_is_used_and_none_is_kept(machine):
    answer = settings(machine | {"SECRET_KEY": "of-our-own"}, "print(s.SECRET_KEY)")
    assert answer.stdout.strip() == "of-our-own"
    assert not Path(machine["DATA_DIR"], "secret_key").exists()


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("check", "secret_key"),
        ("prepare", "secret_key"),
        ("prepare", "preparation.lock"),
        ("serve", "preparation.lock"),
    ],
)
def test_a_file_this_user_cannot_use_is_told_in_one_sentence(machine, tmp_path, command, name):
    """A folder of that name, which nobody can open: root could open a file of whomever."""
    (tmp_path / "data" / name).mkdir(parents=True)
    answer = subprocess.run(
        [sys.executable, "manage.py", command], cwd=ROOT, env=machine, capture_output=True, text=True, timeout=60
    )
    assert answer.returncode == 1
    assert str(tmp_path / "data" / name) in answer.stderr
    assert is_one_sentence(answer.stderr)
