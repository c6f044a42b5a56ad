import shutil

import pytest

from startalking.core import redis_client
from startalking.core.pages import generations
from startalking.core.pages.published import Folder
from tests.core.pages.site import Behind, Reader
from tests.own_redis import started_redis


@pytest.fixture(params=["machine", "redis"])
def place(request, settings, tmp_path, monkeypatch):
    """Where pages are kept: on this machine, or in a Redis that is started for it."""
    settings.PAGES_DIR, settings.REDIS_URL = f"{tmp_path}/pages", ""
    settings.COUNTERS_FILE, settings.PAGE_CACHE = f"{tmp_path}/counters", True
    if request.param == "machine":
        yield settings
        return
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed")
    settings.REDIS_URL = f"unix://{tmp_path}/redis.sock"
    monkeypatch.setattr(redis_client, "SILENCE", 20)  # a busy machine is not a silent Redis
    with started_redis(tmp_path) as process:
        settings.REDIS_PROCESS = process
        yield settings
    generations._redis.cache_clear()
    redis_client.client.cache_clear()


@pytest.fixture
def behind(place):
    return Behind()


@pytest.fixture
def reader(behind):
    return Reader(behind)


@pytest.fixture
def other(behind):
    """A reader whose request comes to another worker."""
    return Reader(behind)


@pytest.fixture
def public(settings, tmp_path):
    """Where pages of this machine are published; made with the first of them."""
    settings.PAGES_DIR, settings.REDIS_URL, settings.SITE_URL = f"{tmp_path}/pages", "", "https://blog.example.com"
    settings.COUNTERS_FILE, settings.PAGE_CACHE = f"{tmp_path}/counters", True
    settings.PUBLISH_DIR = tmp_path / "public"
    return tmp_path / "public"


@pytest.fixture
def folder(public):
    return Folder(public)
