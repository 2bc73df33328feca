"""Pictures come out upright, small, without metadata; bombs and other files are refused."""

import io
import struct
import zlib

import pytest
from PIL import Image

from webinar.core.images import (
    ImageRefused,
    cover_from_pdf_page,
    make_logo,
    make_portrait,
    open_image,
    webp,
)


def encoded(image, kind="JPEG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def read(data):
    return Image.open(io.BytesIO(data))


def two_halves(size=(400, 200)):
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return image


def test_portrait_has_every_size_as_webp_and_jpeg():
    made = make_portrait(encoded(Image.new("RGB", (1200, 1500), "green")))
    assert {size: read(data).size for size, data in made.webp.items()} == {
        96: (96, 96),
        192: (192, 192),
        480: (480, 480),
        960: (960, 960),
    }
    assert {read(data).format for data in made.webp.values()} == {"WEBP"}
    assert {read(data).format for data in made.fallback.values()} == {"JPEG"}


def test_portrait_is_never_enlarged():
    assert read(make_portrait(encoded(Image.new("RGB", (300, 300)))).webp[960]).size == (300, 300)


def test_crop_takes_the_named_square():
    picture = read(make_portrait(encoded(two_halves()), (200, 0, 400, 200)).webp[96])
    red, _, blue = picture.convert("RGB").getpixel((48, 48))
    assert blue > 200 > 60 > red


def test_crop_outside_the_picture_is_kept_inside():
    made = make_portrait(encoded(two_halves()), (-50, -50, 9000, 9000))
    assert read(made.webp[192]).size == (192, 192)


@pytest.mark.checklist(39)
def test_orientation_is_honoured_and_metadata_gone():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned: the camera's left side is up
    exif[0x010F] = "camera name"
    data = encoded(two_halves((400, 400)), exif=exif)
    made = make_portrait(data)
    picture = read(made.fallback[192])
    assert picture.convert("RGB").getpixel((96, 20))[0] > 200
    assert picture.convert("RGB").getpixel((96, 170))[2] > 200
    assert not picture.getexif()
    assert b"camera name" not in b"".join([*made.webp.values(), *made.fallback.values()])


def test_crop_of_a_large_photograph_refers_to_its_own_pixels():
    data = encoded(two_halves((8000, 4000)))
    picture = read(make_portrait(data, (4000, 0, 8000, 4000)).webp[96]).convert("RGB")
    assert picture.getpixel((4, 48))[2] > 200


def test_moving_picture_gives_its_first_frame():
    frames = [Image.new("RGB", (100, 100), colour) for colour in ("red", "blue")]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    picture = read(make_portrait(data).webp[96])
    assert getattr(picture, "n_frames", 1) == 1
    assert picture.convert("RGB").getpixel((50, 50))[0] > 200


def bomb(width, height):
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = bytes(1 + (width + 7) // 8)
    packed = zlib.compress(row * 200)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.checklist(43)
@pytest.mark.parametrize("size", [(30_000, 30_000), (10_000, 6_000), (200_000, 200_000)])
def test_picture_of_too_many_pixels_is_refused(size):
    with pytest.raises(ImageRefused, match="million pixels"):
        make_portrait(bomb(*size))


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"%PDF-1.4", b"\xff\xd8\xff broken", b"GIF89a"])
def test_other_files_are_refused(data):
    with pytest.raises(ImageRefused, match="no picture"):
        open_image(data)


@pytest.mark.checklist(39)
def test_formats_beyond_the_list_are_refused():
    with pytest.raises(ImageRefused):
        open_image(encoded(Image.new("RGB", (9, 9)), "BMP"))


def test_too_small_a_portrait_is_refused():
    with pytest.raises(ImageRefused, match="at least 96"):
        make_portrait(encoded(Image.new("RGB", (90, 200))))


def test_logo_keeps_its_transparency_and_shape():
    made = make_logo(encoded(Image.new("RGBA", (800, 200), (0, 0, 0, 0)), "PNG"))
    assert read(made.webp[96]).size == (384, 96)
    assert read(made.fallback[48]).convert("RGBA").getpixel((5, 5))[3] == 0


def test_cover_by_width():
    made = cover_from_pdf_page(webp(Image.new("RGB", (960, 1358), "white")))
    assert [read(made.webp[width]).width for width in (240, 480, 960)] == [240, 480, 960]
