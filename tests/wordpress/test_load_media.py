"""Pictures and files: out of a folder, a zip or from the old site; late ones too."""

import zipfile
from io import BytesIO

import pytest
from PIL import Image as Pillow

from blog.models import Address, Image, Post
from startalking.core import fetch
from startalking.wordpress.media import Media, MediaError, uploaded_path

pytestmark = pytest.mark.django_db
URL = "https://blog.example/wp-content/uploads/2026/02/hof.png"


def png(colour="#0a5c63"):
    stored = BytesIO()
    Pillow.new("RGB", (60, 40), colour).save(stored, "PNG")
    return stored.getvalue()


def attachment(number=50, url=URL, parent=1, more=""):
    return (
        f"<item><title>Hof</title><link>https://blog.example/hof-{number}/</link><wp:post_id>{number}</wp:post_id>"
        "<wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status>"
        "<excerpt:encoded><![CDATA[Der <em>Hof</em> am Abend]]></excerpt:encoded>"
        f"<wp:post_parent>{parent}</wp:post_parent><wp:attachment_url>{url}</wp:attachment_url>{more}</item>"
    )


def meta(key, value):
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


@pytest.fixture
def uploads(tmp_path):
    folder = tmp_path / "uploads"
    (folder / "2026/02").mkdir(parents=True)
    (folder / "2026/02/hof.png").write_bytes(png())
    (folder / "2026/02/heft.pdf").write_bytes(b"%PDF-1.4 Heft")
    return folder


def zipped(tmp_path, *names):
    place = tmp_path / "uploads.zip"
    with zipfile.ZipFile(place, "w") as archive:
        for name in names:
            archive.writestr(name, png())
    return place


def test_a_picture_keeps_its_words(exports, moves_in, uploads):
    words = meta("_wp_attachment_image_alt", "Ein Hof &amp; ein Baum")
    words += meta("_wp_attachment_metadata", 'a:1:{s:10:"image_meta";a:1:{s:6:"credit";s:12:"Büro Muster";}}')
    moves_in(exports.item(), attachment(more=words), media=uploads)
    image = Image.objects.get()
    assert (image.alt, image.caption, image.credit) == ("Ein Hof & ein Baum", "Der Hof am Abend", "Büro Muster")
    assert (image.width, image.height) == (60, 40)


@pytest.mark.parametrize("above", ["uploads/", "wp-content/uploads/", "site/wp-content/uploads/", "./uploads/"])
def test_a_zip_may_begin_above_the_uploads(exports, moves_in, tmp_path, above):
    moves_in(exports.item(), attachment(), media=zipped(tmp_path, f"{above}2026/02/hof.png"))
    assert Image.objects.get().file


def test_a_folder_may_begin_above_the_uploads(exports, moves_in, uploads):
    moves_in(exports.item(), attachment(), media=uploads.parent)
    assert Image.objects.get().file


@pytest.mark.parametrize("url", ["../geheim.png", "2026/../../geheim.png", "/etc/passwd.png", "%2e%2e/geheim.png"])
def test_no_path_leads_out_of_the_folder(uploads, url):
    (uploads.parent / "geheim.png").write_bytes(png())
    media = Media(uploads, may_fetch=False)
    for file, address in ((url, ""), ("", f"https://blog.example/wp-content/uploads/{url}")):
        with pytest.raises(MediaError), media.open(file, address):
            pass


def test_a_link_in_the_folder_leads_out_of_it_for_nobody(uploads):
    (uploads.parent / "geheim.png").write_bytes(png())
    (uploads / "frei.png").symlink_to(uploads.parent / "geheim.png")
    with pytest.raises(MediaError), Media(uploads, may_fetch=False).open("frei.png", ""):
        pass


def test_a_zip_entry_that_climbs_is_not_known(tmp_path):
    media = Media(zipped(tmp_path, "uploads/../../geheim.png"), may_fetch=False)
    with pytest.raises(MediaError), media.open("../../geheim.png", ""):
        pass
    media.close()


def test_what_is_neither_folder_nor_zip_is_said(tmp_path):
    (tmp_path / "notiz.txt").write_text("kein Archiv")
    for place in (tmp_path / "notiz.txt", tmp_path / "gibt-es-nicht"):
        with pytest.raises(MediaError, match=place.name):
            Media(place, may_fetch=False)


def test_a_missing_file_leaves_a_record_and_a_reason(exports, moves_in):
    report = moves_in(exports.item(), attachment())
    assert not Image.objects.get().file
    assert next(line.notes for line in report.lines if line.kind == "attachment")


def test_a_damaged_file_leaves_a_record_and_a_reason(exports, moves_in, uploads):
    (uploads / "2026/02/hof.png").write_bytes(b"kein Bild")
    moves_in(exports.item(), attachment(), media=uploads)
    assert not Image.objects.get().file


def test_a_file_that_comes_late_is_shown_where_it_belongs(exports, moves_in, uploads):
    text = f'<img class="wp-image-50" src="{URL.replace(".png", "-300x200.png")}" alt="Hof">'
    items = exports.item(content=text), attachment()
    moves_in(*items)
    assert "<img" not in Post.objects.get().html
    moves_in(*items, media=uploads)
    assert Image.objects.get().file.url in Post.objects.get().html
    assert Address.objects.get(path="/?p=50").to == Image.objects.get().file.url
    assert not moves_in(*items, media=uploads).changed_anything


def test_a_late_file_does_not_touch_an_editors_text(exports, moves_in, uploads):
    items = exports.item(content=f'<img class="wp-image-50" src="{URL}">'), attachment()
    moves_in(*items)
    post = Post.objects.get()
    post.body = "<p>Neu.</p>"
    post.save()
    moves_in(*items, media=uploads)
    assert Post.objects.get().body == "<p>Neu.</p>"


def test_old_addresses_of_files_lead_to_ours(exports, moves_in, uploads, client):
    pdf = URL.replace("hof.png", "heft.pdf")
    link = f'<a href="{pdf}">Heft</a> <a href="{URL}">Hof</a> <a href="https://blog.example/hof-50/">Seite</a>'
    moves_in(exports.item(content=link), attachment(), attachment(51, pdf), media=uploads)
    body = Post.objects.get().body
    assert "blog.example" not in body
    for address in ("/wp-content/uploads/2026/02/heft.pdf", "/?attachment_id=51", "/?p=50", "/hof-50/"):
        answer = client.get(address)
        assert answer.status_code == 301
        assert answer["Location"] in body
    assert b"".join(client.get(client.get("/?p=51")["Location"]).streaming_content) == b"%PDF-1.4 Heft"


def test_a_second_run_stores_no_file_twice(exports, moves_in, uploads):
    items = exports.item(), attachment(51, URL.replace("hof.png", "heft.pdf"))
    moves_in(*items, media=uploads)
    assert not moves_in(*items, media=uploads).changed_anything


@pytest.mark.parametrize("name", ["boese.php", "boese.html", "boese.svg", "boese.exe", "ohne-endung"])
def test_what_is_no_picture_and_no_document_stays_out(exports, moves_in, uploads, name):
    (uploads / "2026/02" / name).write_bytes(b"<?php")
    report = moves_in(exports.item(), attachment(url=URL.replace("hof.png", name)), media=uploads)
    assert not Image.objects.exists()
    assert report.counts()["attachment"]["left out"] == 1


def test_files_are_fetched_through_the_one_door(exports, moves_in, monkeypatch):
    asked = []

    def get(url, *, accept, limit):
        asked.append(url)
        assert "image/png" in accept
        assert limit == 20_000_000
        return fetch.Response(url, 200, {}, png(), "image/png")

    monkeypatch.setattr(fetch, "get", get)
    moves_in(exports.item(), attachment(), may_fetch=True)
    assert asked == [URL]
    assert Image.objects.get().file


def test_a_site_that_is_gone_is_not_asked_for_ever(exports, moves_in, monkeypatch):
    asked = []

    def get(url, **_limits):
        asked.append(url)
        raise fetch.FetchError("blog.example schweigt.")

    monkeypatch.setattr(fetch, "get", get)
    moves_in(exports.item(), *(attachment(number) for number in range(50, 60)), may_fetch=True)
    assert len(asked) == 3
    assert Image.objects.count() == 10


def test_a_file_the_old_site_lost_is_said(exports, moves_in, monkeypatch):
    monkeypatch.setattr(fetch, "get", lambda url, **_limits: fetch.Response(url, 404, {}, b"", "text/html"))
    report = moves_in(exports.item(), attachment(), may_fetch=True)
    assert "blog.example" in next(line for line in report.lines if line.kind == "attachment").notes[0]


def test_paths_below_the_uploads():
    assert uploaded_path("2026/02/hof.png", "") == "2026/02/hof.png"
    assert uploaded_path("", URL) == "2026/02/hof.png"
    assert uploaded_path("", "https://blog.example/wp-content/uploads/2026/02/gespr%C3%A4ch.mp3").endswith(
        "gespräch.mp3"
    )
