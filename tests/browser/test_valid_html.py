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


def test_every_kind_of_page_is_valid_html(house, tmp_path):
    for name, address in PAGES.items():
        (tmp_path / f"{name}.html").write_bytes(fetched(house.url + address))
    run = subprocess.run(
        ["java", "-jar", os.environ["VALIDATOR"], "--format", "json", "--stdout", "--also-check-svg", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(run.stdout)["messages"]
    found = [
        f"{m['url'].rpartition('/')[2]}: {m['message']}: {m.get('extract', '')}"
        for m in messages
        if m["type"] != "info"
    ]
    assert found == []
