"""Uploads in a bucket of moto's server, which others wrote to be like Amazon's."""

import subprocess
import time
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.core.files.base import ContentFile

from bench.house import free_port
from startalking.core.bucket import Bucket, BucketError
from startalking.core.parts import PartError, Wish
from tests.peers.neighbours import program

boto3 = pytest.importorskip("boto3")
pytestmark = pytest.mark.peers

FILM = bytes(range(256)) * 50_000


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [program("moto", "moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    with (tmp_path_factory.mktemp("moto") / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_for(url, process)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for(url, process):
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            return urlopen(url, timeout=5).close()
        except HTTPError:
            return None
        except OSError:
            time.sleep(0.1)
    pytest.fail("moto does not answer")


@pytest.fixture
def bucket(server, monkeypatch, tmp_path):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "geheim")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    boto3.session.Session().client("s3", endpoint_url=server, region_name="us-east-1").create_bucket(Bucket="uploads")
    return Bucket("uploads", folder="blog", endpoint=server, region="us-east-1")


def content(part):
    found = b"".join(part.content)
    part.content.close()
    return found


def test_what_is_saved_is_there_until_it_is_deleted(bucket):
    name = bucket.save("images/2026/film ä.mp4", ContentFile(FILM))
    assert bucket.exists(name)
    assert bucket.size(name) == len(FILM)
    assert content(bucket.part(name)) == FILM
    with bucket.open(name) as file:
        assert file.read() == FILM
    assert bucket.save(name, ContentFile(b"other")) != name
    bucket.delete(name)
    assert not bucket.exists(name)
    with pytest.raises(FileNotFoundError):
        bucket.part(name)


def test_parts_are_parts(bucket):
    name = bucket.save("film.mp4", ContentFile(FILM))
    for wish, wanted in ((Wish(5, 9), FILM[5:10]), (Wish(len(FILM) - 3), FILM[-3:]), (Wish(-4), FILM[-4:])):
        part = bucket.part(name, wish)
        assert (part.total, len(part.positions)) == (len(FILM), len(wanted))
        assert content(part) == wanted
    with pytest.raises(PartError) as error:
        bucket.part(name, Wish(len(FILM)))
    assert error.value.total == len(FILM)


def test_the_same_content_has_the_same_tag(bucket):
    tags = []
    for letter in (b"a", b"a", b"b"):
        part = bucket.part(bucket.save("a.txt", ContentFile(letter)))
        tags.append(part.tag)
        assert content(part) == letter
    assert tags[0] == tags[1] != tags[2]


def test_a_bucket_that_is_not_there_is_told(bucket, server):
    with pytest.raises((BucketError, FileNotFoundError)):
        Bucket("nowhere", endpoint=server, region="us-east-1").save("a.txt", ContentFile(b"a"))
