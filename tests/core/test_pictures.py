from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageSequence
from PIL.PngImagePlugin import PngInfo

from startalking.core import pictures
from startalking.core.pictures import PictureError, clean, renditions, widths_for

SECRET = b"Musterstrasse 12"


def drawn(kind="JPEG", size=(64, 40), mode="RGB", colour=(10, 92, 99), **options):
    file = BytesIO()
    Image.new(mode, size, colour).save(file, kind, **options)
    return file


def opened(picture):
    return Image.open(BytesIO(picture.content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_pictures_of_these_kinds_come_in(kind):
    picture = clean(drawn(kind))
    assert (picture.width, picture.height) == (64, 40)
    assert picture.extension in {"jpg", "png"}


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PDF", "PPM"])
def test_no_other_kind_is_even_looked_at(kind):
    with pytest.raises(PictureError):
        clean(drawn(kind))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"GIF89a<script>",
        b"\xff\xd8\xff\xe0",
        b"no picture",
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(content):
    with pytest.raises(PictureError, match=r"^[A-Z].*\.$"):
        clean(BytesIO(content))


def test_a_picture_with_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_PIXELS", 1000)
    with pytest.raises(PictureError, match=r"(?i)megapixel"):
        clean(drawn())


def test_a_small_file_that_unpacks_to_a_giant_is_refused():
    bomb = drawn("PNG", (20_000, 20_000), "1", 0)
    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(PictureError, match=r"(?i)megapixel"):
        clean(bomb)


def test_a_file_that_is_too_large_is_not_read(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_BYTES", 100)
    with pytest.raises(PictureError, match="MB"):
        clean(drawn())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nothing_that_a_camera_or_a_program_wrote_along_is_kept(kind):
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    notes = PngInfo()
    notes.add_text("Comment", SECRET.decode())
    extra = {"JPEG": {"comment": SECRET}, "PNG": {"pnginfo": notes}}.get(kind, {})
    picture = clean(drawn(kind, exif=exif, xmp=SECRET, **extra) if kind != "PNG" else drawn(kind, exif=exif, **extra))
    assert SECRET not in picture.content
    assert not opened(picture).getexif()
    for light in renditions(BytesIO(picture.content)):
        assert SECRET not in light.content


def test_a_photo_taken_on_its_side_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = clean(drawn(size=(60, 40), exif=exif))
    assert (picture.width, picture.height) == (40, 60)


def test_colours_of_another_profile_become_those_of_the_web():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    picture = opened(clean(drawn(icc_profile=profile)))
    assert picture.mode == "RGB"
    assert "icc_profile" not in picture.info


@pytest.mark.parametrize(
    "profile", [b"", b"not a profile", ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()]
)
def test_a_profile_that_says_nothing_new_leaves_the_colours_alone(profile):
    colour = opened(clean(drawn("PNG", icc_profile=profile))).convert("RGB").getpixel((5, 5))
    assert all(abs(one - other) <= 1 for one, other in zip(colour, (10, 92, 99), strict=True))


def test_ink_becomes_light():
    assert opened(clean(drawn("JPEG", mode="CMYK", colour=(255, 0, 0, 0)))).mode == "RGB"


def test_sixteen_bits_of_grey_stay_the_same_grey():
    grey = opened(clean(drawn("PNG", mode="I;16", colour=32_896))).convert("L").getpixel((5, 5))
    assert abs(grey - 128) <= 1


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_what_can_be_seen_through_stays_so(kind):
    picture = clean(drawn(kind, mode="RGBA", colour=(10, 92, 99, 100)))
    assert picture.type == "image/png"
    assert opened(picture).getpixel((5, 5))[3] < 255
    for light in renditions(BytesIO(picture.content)):
        assert opened(light).mode == "RGBA"


def test_a_palette_with_a_hole_keeps_the_hole():
    file = BytesIO()
    picture = Image.new("P", (20, 20), 1)
    picture.putpalette([0, 0, 0, 200, 10, 10])
    picture.save(file, "PNG", transparency=1)
    assert opened(clean(file)).convert("RGBA").getpixel((3, 3))[3] == 0


def test_of_an_animation_the_first_frame_stays():
    file = BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    picture = opened(clean(file))
    assert len(list(ImageSequence.Iterator(picture))) == 1
    assert picture.convert("RGB").getpixel((5, 5))[0] > 200


def test_a_cameras_original_becomes_as_large_as_anybody_needs():
    picture = clean(drawn(size=(4000, 3000)))
    assert (picture.width, picture.height) == (2560, 1920)


@pytest.mark.parametrize(
    ("width", "offered"),
    [
        (2560, [480, 720, 1080, 1600]),
        (1600, [480, 720, 1080, 1600]),
        (1200, [480, 720, 1080, 1200]),
        (1080, [480, 720, 1080]),
        (481, [480, 481]),
        (80, [80]),
    ],
)
def test_no_rendition_is_wider_than_the_original(width, offered):
    assert widths_for(width) == offered


def test_each_width_comes_in_both_light_types():
    made = [(light.width, light.height, light.type) for light in renditions(drawn(size=(600, 300)))]
    assert made == [
        (480, 240, "image/avif"),
        (480, 240, "image/webp"),
        (600, 300, "image/avif"),
        (600, 300, "image/webp"),
    ]


def test_a_rendition_that_exists_is_not_made_again():
    made = list(renditions(drawn(size=(600, 300)), {(480, "image/avif"), (480, "image/webp"), (600, "image/avif")}))
    assert [(light.width, light.type) for light in made] == [(600, "image/webp")]


def test_a_line_of_pixels_keeps_its_height():
    assert {light.height for light in renditions(drawn(size=(2000, 1)))} == {1}


DAMAGED = {kind: drawn(kind, (48, 48)).getvalue() for kind in pictures.FORMATS}


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(pictures.FORMATS),
    place=st.floats(0, 0.999),
    rubbish=st.binary(max_size=12),
    cut=st.booleans(),
)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(kind, place, rubbish, cut):
    content = DAMAGED[kind]
    at = int(len(content) * place)
    damaged = content[:at] + rubbish + (b"" if cut else content[at + len(rubbish) :])
    try:
        picture = clean(BytesIO(damaged))
    except PictureError:
        return
    assert opened(picture).size == (picture.width, picture.height)
