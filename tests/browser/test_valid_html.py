"""The Nu HTML checker reads every kind of page."""

import json
import os
import subprocess
import urllib.error
import urllib.request

import pytest

from tests.browser.conftest import PAGES

pytestmark = pytest.mark.validator


def fetched(address):
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return response.read()
    except urllib.error.HTTPError as response:
        return response.read()


def complaints_about(folder):
    run = subprocess.run(
        ["java", "-jar", os.environ["VALIDATOR"], "--format", "json", "--stdout", "--also-check-svg", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = [message for message in json.loads(run.stdout)["messages"] if message["type"] != "info"]
    return [f"{m['url'].rpartition('/')[2]}: {m['message']}: {m.get('extract', '')}" for m in messages]


def test_every_kind_of_page_is_valid_html(house, tmp_path):
    for name, address in PAGES.items():
        (tmp_path / f"{name}.html").write_bytes(fetched(house.url + address))
    empty = urllib.request.Request(f"{house.url}/kommentar/beitrag/1/", b"name=", {"Origin": house.url})
    (tmp_path / "form with errors.html").write_bytes(fetched(empty))
    assert complaints_about(tmp_path) == []


def test_the_checker_sees_what_is_wrong(tmp_path):
    (tmp_path / "broken.html").write_text("<!doctype html><html lang=de><title>x</title><p><div></p>")
    assert complaints_about(tmp_path)
