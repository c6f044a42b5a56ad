"""Uploads that lie in a bucket: everything goes over real HTTP, to a server that speaks S3."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as Picture

from blog.models import Image
from startalking.core.bucket import BucketError
from tests.small_s3 import served

pytest.importorskip("boto3")
pytestmark = pytest.mark.django_db

FILM = bytes(range(256)) * 1000


@pytest.fixture(scope="module")
def server():
    with served() as server:
        yield server


@pytest.fixture
def bucket(server, settings, monkeypatch, tmp_path):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "geheim")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    options = {"bucket": "uploads", "folder": "blog", "endpoint": server.url, "region": "eu-central-1"}
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "startalking.core.bucket.Bucket", "OPTIONS": options}
    }
    settings.MEDIA_ROOT = tmp_path / "nothing-lies-here"
    server.objects.clear()
    server.asked.clear()
    server.is_down = False
    yield server
    assert not settings.MEDIA_ROOT.exists()


def jpeg():
    file = BytesIO()
    Picture.new("RGB", (1000, 500), "teal").save(file, "JPEG")
    return ContentFile(file.getvalue(), name="Am Meer.jpg")


def body(answer):
    return b"".join(answer.streaming_content)


def test_a_picture_is_taken_in_rendered_shown_and_deleted(bucket, client):
    image = Image.objects.create(file=jpeg())
    image.refresh_from_db()
    assert image.rendered_at
    names = image.file_names
    assert len(names) > 2
    assert set(bucket.objects) == {f"uploads/blog/{name}" for name in names}
    assert bucket.objects[f"uploads/blog/{names[0]}"][1] == "image/jpeg"
    assert image.shown()["src"] == f"/media/{names[0]}"
    answer = client.get(image.shown()["src"])
    assert body(answer) == bucket.objects[f"uploads/blog/{names[0]}"][0]
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "sandbox" in answer["Content-Security-Policy"]
    image.delete()
    assert not bucket.objects


def test_pages_ask_the_bucket_for_nothing(bucket):
    image = Image.objects.create(file=jpeg())
    image = Image.objects.get(pk=image.pk)
    bucket.asked.clear()
    image.shown()
    assert bucket.asked == []


@pytest.mark.parametrize(
    ("wish", "wanted", "place"),
    [
        ("bytes=0-9", FILM[:10], "bytes 0-9/256000"),
        ("bytes=255990-", FILM[-10:], "bytes 255990-255999/256000"),
        ("bytes=-5", FILM[-5:], "bytes 255995-255999/256000"),
        ("bytes=0-", FILM, "bytes 0-255999/256000"),
    ],
)
def test_a_film_is_begun_where_the_reader_wants(bucket, client, wish, wanted, place):
    name = default_storage.save("files/film.mp4", ContentFile(FILM))
    bucket.asked.clear()
    answer = client.get(f"/media/{name}", headers={"Range": wish})
    assert (answer.status_code, answer["Content-Range"], body(answer)) == (206, place, wanted)
    assert [asked[2] for asked in bucket.asked] == [wish]


def test_what_lies_beyond_the_end_is_refused(bucket, client):
    name = default_storage.save("files/film.mp4", ContentFile(FILM))
    answer = client.get(f"/media/{name}", headers={"Range": "bytes=300000-"})
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */256000")


def test_what_is_not_there_is_not_found(bucket, client):
    assert client.get("/media/files/film.mp4").status_code == 404
    assert client.get("/media/../blog/files/film.mp4").status_code == 404


def test_a_name_is_never_given_twice(bucket):
    first, second = (default_storage.save("files/a.pdf", ContentFile(letter)) for letter in (b"a", b"b"))
    assert first != second
    with default_storage.open(first) as one, default_storage.open(second) as other:
        assert (one.read(), other.read()) == (b"a", b"b")


def test_a_silent_bucket_is_told_as_such(bucket, client, caplog):
    name = default_storage.save("files/film.mp4", ContentFile(FILM))
    bucket.is_down = True
    answer = client.get(f"/media/{name}")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "SlowDown" in caplog.text
    with pytest.raises(BucketError):
        default_storage.exists(name)
