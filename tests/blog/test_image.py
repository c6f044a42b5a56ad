import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models import ProtectedError
from django.template import Context, Template
from django.utils import translation

from blog.models import Image
from startalking.core.pictures import PictureError
from tests.factories import make_image, make_page, make_post, make_site, picture_file

pytestmark = pytest.mark.django_db


def files_of(image):
    return {name for name in image.file_names if image.file.storage.exists(name)}


def fresh(image):
    return Image.objects.get(pk=image.pk)


def test_a_picture_comes_in_under_a_name_of_ours():
    image = Image()
    image.take_in(picture_file(), "../../Größe & Maß (final).PNG")
    assert image.file.name.startswith("images/")
    assert "groesse-mass-final-" in image.file.name
    assert image.file.name.endswith(".png")
    assert (image.width, image.height) == (80, 50)


def test_two_pictures_of_one_name_do_not_meet():
    assert make_image().file.name != make_image().file.name


def test_its_lighter_copies_are_made_when_it_has_come_in():
    image = fresh(make_image(file=picture_file(600, 300)))
    assert [(copy["width"], copy["type"]) for copy in image.renditions] == [
        (480, "image/avif"),
        (480, "image/webp"),
        (600, "image/avif"),
        (600, "image/webp"),
    ]
    assert len(files_of(image)) == 5
    assert not Image.objects.waiting().exists()


def test_a_file_that_is_no_picture_never_gets_in_whoever_assigns_it():
    with pytest.raises(PictureError):
        Image.objects.create(file=ContentFile(b"<svg onload=alert(1)>", name="bild.png"))
    assert not Image.objects.exists()


def test_a_form_hears_what_is_wrong_with_a_file():
    with pytest.raises(ValidationError) as refusal:
        Image(file=ContentFile(b"nonsense", name="bild.png")).full_clean()
    assert list(refusal.value.message_dict) == ["file"]


def test_what_a_form_has_cleaned_is_not_cleaned_again(monkeypatch):
    image = Image(file=picture_file())
    image.full_clean()
    monkeypatch.setattr("startalking.core.pictures.clean", None)
    image.save()
    assert image.file.storage.exists(image.file.name)


def test_rendering_again_makes_only_what_is_missing(monkeypatch):
    image = fresh(make_image(file=picture_file(600, 300)))
    before = image.renditions
    lost = before[1]["name"]
    image.file.storage.delete(lost)
    made = []
    monkeypatch.setattr(
        Image, "_kept", lambda self, picture, kept=Image._kept: made.append(picture) or kept(self, picture)
    )
    image.render()
    image.render()
    assert [picture.type for picture in made] == ["image/webp"]
    assert fresh(image).renditions == before


def test_a_failure_keeps_its_reason_and_is_tried_three_times():
    image = fresh(make_image())
    Image.objects.update(rendered_at=None, renditions=[])
    image = fresh(image)
    image.file.storage.delete(image.file.name)
    for _attempt in range(3):
        assert Image.objects.waiting().exists()
        image.render()
    assert not Image.objects.waiting().exists()
    assert fresh(image).problem


def test_a_record_without_a_file_waits_for_nothing():
    image = Image.objects.create(alt="Ein Bild, das fehlt")
    image.render()
    assert not Image.objects.waiting().exists()
    assert image.shown()["src"] == ""


def test_a_new_file_leaves_the_old_one_where_it_is():
    image = make_image()
    former = image.file.name
    image.take_in(picture_file(90, 90), "neu.png")
    assert image.file.name != former
    assert image.file.storage.exists(former)
    assert fresh(image).width == 90


def test_a_picture_above_a_post_cannot_be_deleted():
    image = make_image()
    make_post(picture=image)
    assert image.is_in_use
    with pytest.raises(ProtectedError):
        image.delete()


def test_a_picture_in_a_text_cannot_be_deleted():
    image = make_image()
    make_page(body=f'<p><img src="{image.file.url}" alt=""></p>')
    assert image.is_in_use
    with pytest.raises(ProtectedError):
        Image.objects.all().delete()


def test_a_picture_that_nothing_shows_goes_with_all_its_files():
    image = fresh(make_image())
    assert not image.is_in_use
    assert len(files_of(image)) == 3
    image.delete()
    assert not files_of(image)


@pytest.mark.parametrize(
    ("credit", "licence", "line"),
    [
        ("Agentur/Nora Beispiel", "", "Photo: Agentur/Nora Beispiel"),
        ("Nora Beispiel", "CC BY 4.0", "Photo: Nora Beispiel (CC BY 4.0)"),
        ("Illustration: Nora Beispiel", "", "Illustration: Nora Beispiel"),
        ("© Nora Beispiel", "", "© Nora Beispiel"),
        ("", "CC0", "CC0"),
        ("", "", ""),
    ],
)
def test_the_credit_line_writes_itself(credit, licence, line):
    with translation.override("en"):
        assert Image(credit=credit, licence=licence).credit_line == line


def rendered(source, **context):
    return Template("{% load pictures %}" + source).render(Context(context))


def test_a_page_offers_the_lightest_type_first_and_the_size_of_the_original():
    html = rendered('{% picture image sizes="50vw" %}', image=fresh(make_image(file=picture_file(600, 300))))
    assert html.index("image/avif") < html.index("image/webp")
    assert 'width="600" height="300"' in html
    assert 'sizes="50vw"' in html
    assert 'loading="lazy"' in html


def test_the_first_picture_of_a_page_does_not_wait():
    html = rendered("{% picture image eager=True %}", image=fresh(make_image()))
    assert 'fetchpriority="high"' in html
    assert "lazy" not in html


def test_a_decorative_picture_says_nothing():
    assert 'alt=""' in rendered("{% picture image decorative=True %}", image=fresh(make_image(alt="Zwei Stühle")))


def test_a_widget_may_keep_what_is_shown_as_plain_data():
    image = fresh(make_image())
    assert rendered("{% picture image %}", image=image.shown()) == rendered("{% picture image %}", image=image)


def test_a_picture_without_a_file_shows_nothing():
    assert "<img" not in rendered("{% picture image %}", image=Image())


def in_text(image, body, **fields):
    post = make_post(body=body.replace("SRC", image.file.url), **fields)
    return post.html


def test_a_picture_in_a_text_gets_its_copies_and_its_size():
    image = fresh(make_image(file=picture_file(600, 300)))
    html = in_text(image, '<p>Vorher <img src="SRC"> nachher</p>')
    assert "<picture>" in html
    assert f"{image.stem}-480.avif 480w" in html
    assert 'width="600"' in html
    assert f'alt="{image.alt}"' in html
    assert "figure" not in html


def test_a_picture_by_itself_gets_its_caption_and_its_credit():
    make_site(language="en")
    image = fresh(make_image(caption="Zwei <Stühle>", credit="Agentur/Nora Beispiel"))
    html = in_text(image, '<p><a href="/x/"><img src="SRC"></a></p>')
    assert html.startswith('<figure><a href="/x/"')
    assert 'Zwei &lt;Stühle&gt; <span class="credit">Photo: Agentur/Nora Beispiel</span></figcaption></figure>' in html
    assert "<p>" not in html


def test_a_caption_that_an_editor_wrote_is_kept():
    image = fresh(make_image(caption="Aus der Mediathek", credit="Nora Beispiel"))
    html = in_text(image, '<figure><img src="SRC"><figcaption>Vom Redakteur</figcaption></figure>')
    assert "Vom Redakteur <span" in html
    assert "Aus der Mediathek" not in html


def test_a_credit_is_not_said_twice():
    image = fresh(make_image(credit="Nora Beispiel"))
    html = in_text(image, '<figure><img src="SRC"><figcaption>Foto: Nora Beispiel</figcaption></figure>')
    assert html.count("Nora Beispiel") == 1


def test_a_width_that_an_editor_chose_is_kept():
    image = fresh(make_image(file=picture_file(600, 300)))
    html = in_text(image, '<p>Klein: <img src="SRC" width="200" height="10"></p>')
    assert 'width="200"' in html
    assert 'height="100"' in html
    assert "200px, 92vw" in html


def test_a_rendition_in_a_text_counts_as_its_picture():
    image = fresh(make_image(file=picture_file(600, 300), credit="Nora Beispiel"))
    html = make_post(body=f'<p><img src="/media/{image.renditions[0]["name"]}" alt=""></p>').html
    assert f'src="{image.file.url}"' in html
    assert "Nora Beispiel" in html


def test_a_picture_we_know_nothing_of_stays_as_it_is():
    body = '<p><img src="/media/2012/10/bild.png" alt="Ein Bild"></p>'
    assert make_post(body=body).html == body


def test_a_credit_that_changes_changes_the_texts():
    image = fresh(make_image(credit="Nora Beispiel"))
    post = make_post(body=f'<p><img src="{image.file.url}"></p>')
    image.credit = "Ole Muster"
    image.save()
    image.record_edit()
    post.refresh_from_db()
    assert "Ole Muster" in post.html
    assert "Nora Beispiel" not in post.html


def test_a_text_written_before_the_copies_were_made_gets_them(monkeypatch):
    with monkeypatch.context() as nobody_renders:
        nobody_renders.setattr(Image, "render", lambda self: None)
        image = make_image(file=picture_file(600, 300))
    post = make_post(body=f'<p><img src="{image.file.url}"></p>')
    assert "srcset" not in post.html
    fresh(image).render()
    post.refresh_from_db()
    assert "srcset" in post.html
