"""Sites that share one Redis: each has names of its own there, and nobody finds what is another's."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIVE = {"SITE_URL": "https://blog.example", "SECRET_KEY": "live" * 12}
ASK = """
import json
from startalking import settings
print(json.dumps([settings.REDIS_PREFIX, settings.CACHES["default"]["KEY_PREFIX"], settings.HUEY["name"]]))
"""


def names(folder, **environment):
    """What a site with this environment calls its things, its cache and its queue."""
    environment = os.environ | LIVE | {"REDIS_URL": "redis://127.0.0.1:6379/0", "DATA_DIR": str(folder)} | environment
    answer = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, check=True)
    return json.loads(answer.stdout)


def test_a_copy_of_the_site_has_names_of_its_own(tmp_path):
    live = names(tmp_path)
    assert names(tmp_path) == live
    for difference in ({"SITE_URL": "https://staging.example"}, {"SECRET_KEY": "copy" * 12}):
        assert not set(live) & set(names(tmp_path, **difference))
