from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db

ADDRESS = "/media/2026/picture.webp"


@pytest.fixture
def upload(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"

    def store(name, content=b"content"):
        file = Path(settings.MEDIA_ROOT, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    return store


def test_a_picture_is_shown_and_kept_for_a_year(client, upload):
    upload("2026/picture.webp", b"RIFF")
    answer = client.get(ADDRESS)
    assert answer.getvalue() == b"RIFF"
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies


@pytest.mark.parametrize(
    "name", ["page.html", "page.HTM", "picture.svg", "feed.xml", "style.css", "script.js", "noname"]
)
def test_what_could_run_is_never_shown_as_a_page(client, upload, name):
    upload(name, b"<script>alert(1)</script>")
    answer = client.get(f"/media/{name}")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    answer.close()


@pytest.mark.parametrize(
    "path", ["../secret_key", "%2e%2e/secret_key", "..%2fsecret_key", "/etc/passwd", "2026", ".htaccess"]
)
def test_nothing_beside_the_uploads_is_shown(client, upload, tmp_path, path):
    upload(".htaccess")
    upload("2026/picture.webp")
    (tmp_path / "secret_key").write_text("geheim")
    assert client.get(f"/media/{path}").status_code == 404


def test_a_file_that_is_gone_is_not_found(client, upload):
    assert client.get(ADDRESS).status_code == 404


def test_a_file_cannot_be_posted_to(client, upload):
    upload("2026/picture.webp")
    assert client.post(ADDRESS).status_code == 405


@pytest.mark.parametrize(
    ("wish", "status", "wanted", "place"),
    [
        ("bytes=2-3", 206, b"23", "bytes 2-3/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=-20", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=0-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=3-2", 200, b"0123456789", None),
        ("bytes=1-2,4-5", 200, b"0123456789", None),
        ("bytes=-0", 200, b"0123456789", None),
        ("lines=1-2", 200, b"0123456789", None),
        ("bytes=٣-", 200, b"0123456789", None),
    ],
)
def test_a_reader_may_ask_for_a_part(client, upload, wish, status, wanted, place):
    upload("2026/film.mp4", b"0123456789")
    answer = client.get("/media/2026/film.mp4", headers={"Range": wish})
    assert (answer.status_code, answer.get("Content-Range")) == (status, place)
    assert answer.getvalue() == wanted
    if status != 416:
        assert answer["Content-Length"] == str(len(wanted))


def test_a_load_is_taken_up_again_only_of_the_same_file(client, upload):
    upload("2026/film.mp4", b"0123456789")
    first = client.get("/media/2026/film.mp4")
    tag, _content = first["ETag"], first.getvalue()
    same = client.get("/media/2026/film.mp4", headers={"Range": "bytes=5-", "If-Range": tag})
    other = client.get("/media/2026/film.mp4", headers={"Range": "bytes=5-", "If-Range": '"other"'})
    assert (same.status_code, same.getvalue()) == (206, b"56789")
    assert (other.status_code, other.getvalue()) == (200, b"0123456789")


def test_who_has_the_file_is_not_sent_it_again(client, upload):
    upload("2026/picture.webp", b"RIFF")
    first = client.get(ADDRESS)
    tag, _content = first["ETag"], first.getvalue()
    answer = client.get(ADDRESS, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_the_length_is_told_without_the_content(client, upload):
    upload("2026/picture.webp", b"RIFF")
    answer = client.head(ADDRESS)
    assert (answer["Content-Length"], answer.getvalue()) == ("4", b"")
