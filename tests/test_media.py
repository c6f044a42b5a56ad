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
