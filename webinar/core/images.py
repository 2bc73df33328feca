"""Pictures people hand in, made into the sizes the site shows.

Every picture is decoded and written anew: what else its file held (places, thumbnails, scripts)
does not survive. Never enlarged; upright as its EXIF orientation says; a moving picture gives
its first frame.
"""

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageOps

from webinar.core.archives import is_archive
from webinar.core.filetypes import DISGUISED_PICTURE, IMAGE_KINDS
from webinar.core.picturesize import MAX_PIXELS, TOO_MANY_PIXELS, in_millions, pixels_in
from webinar.core.plainerror import N_, PlainError
from webinar.core.uploadrule import UploadRule

MAX_BYTES = 20 * 1024 * 1024
PORTRAIT_SIZES = (96, 192, 480, 960)
LOGO_HEIGHTS = (48, 96, 192)
COVER_WIDTHS = (240, 480, 960)
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
#: of a photograph that somebody hands in
PICTURE = UploadRule(IMAGE_KINDS, MAX_BYTES)


class ImageRefused(PlainError):
    """A picture that cannot be used; the sentence says what to hand in instead."""


NO_IMAGE = N_("This is no picture this site can read. Hand in a JPEG, PNG or WebP file.")
TOO_SMALL = N_("This picture is too small: at least %(least)s by %(least)s pixels are needed.")
TOO_HEAVY = N_("This picture is larger than %(most)s MB. Make it smaller and hand it in again.")

#: Left, top, right, bottom in pixels of the upright picture.
Crop = tuple[int, int, int, int]


@dataclass(frozen=True)
class Sizes:
    """One picture in several sizes: pixels of the longer or named side to the file's bytes.

    `fallback` is JPEG or PNG for mails and cards, at the sizes that these need.
    """

    webp: dict[int, bytes]
    fallback: dict[int, bytes]


def open_image(data: bytes) -> Image.Image:
    """The first frame, decoded and upright, RGB or RGBA. Raises ImageRefused."""
    if len(data) > MAX_BYTES:
        raise ImageRefused(TOO_HEAVY, most=MAX_BYTES // 1024 // 1024)
    if is_archive(io.BytesIO(data)):
        raise ImageRefused(DISGUISED_PICTURE)
    pixels = pixels_in(io.BytesIO(data))
    if pixels > MAX_PIXELS:
        raise ImageRefused(TOO_MANY_PIXELS, **in_millions(pixels))
    try:
        with warnings.catch_warnings():
            # Our own limit below speaks in a sentence; Pillow's warning would only be logged.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data), formats=_FORMATS)
            opened.seek(0)
            # Draft mode lets JPEG decode straight to about the size that is needed.
            opened.draft("RGB", (2000, 2000))
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            clear = "A" in upright.getbands() or "transparency" in upright.info
            return upright.convert("RGBA" if clear else "RGB")
    except Exception:  # noqa: BLE001
        # On damaged data Pillow's decoders raise almost anything: SyntaxError, struct.error, ...
        raise ImageRefused(NO_IMAGE) from None


def _bare(image: Image.Image) -> Image.Image:
    """The same pixels without any metadata Pillow carries along."""
    image.info = {}
    return image


def webp(image: Image.Image, *, quality: int = 82, lossless: bool = False) -> bytes:
    """The picture as WebP without metadata."""
    out = io.BytesIO()
    _bare(image).save(out, "WEBP", quality=quality, method=4, lossless=lossless)
    return out.getvalue()


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    _bare(_on_white(image)).save(out, "JPEG", quality=85, optimize=True, progressive=True)
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _square(size: tuple[int, int], crop: Crop | None, scale: float) -> Crop:
    """The square to cut out: the wish, kept inside the picture, or the middle's upper part."""
    width, height = size
    if crop:
        left, top, right, bottom = (round(value * scale) for value in crop)
        left, top = max(0, min(left, width - 1)), max(0, min(top, height - 1))
        side = max(1, min(right - left, bottom - top, width - left, height - top))
        return left, top, left + side, top + side
    side = min(size)
    left = (width - side) // 2
    # In an upright photograph of a person the face is above the middle.
    top = (height - side) // 4
    return left, top, left + side, top + side


def make_portrait(
    data: bytes, crop: Crop | None = None, *, sizes: Sequence[int] = PORTRAIT_SIZES
) -> Sizes:
    """A square portrait in every size, WebP, and JPEG for mails and cards.

    A size beyond the picture's own is written at the picture's own: the key stays, so that
    addresses are the same for everybody. Raises ImageRefused, also below 96 pixels.
    """
    image = open_image(data)
    scale = image.width / upright_size(data)[0]
    square = _on_white(image.crop(_square(image.size, crop, scale)))
    if square.width < min(sizes):
        raise ImageRefused(TOO_SMALL, least=min(sizes))
    made = {size: _fitted(square, (size, size)) for size in sizes}
    return Sizes(
        webp={size: webp(picture) for size, picture in made.items()},
        fallback={size: _jpeg(picture) for size, picture in made.items()},
    )


def upright_size(data: bytes) -> tuple[int, int]:
    """Width and height before draft decoding: what a crop's numbers refer to.

    On damaged data Pillow raises almost anything.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            turned = image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
            return (image.height, image.width) if turned else image.size


def _fitted(image: Image.Image, box: tuple[int, int]) -> Image.Image:
    smaller = image.copy()
    smaller.thumbnail(box, Image.Resampling.LANCZOS)
    return smaller


def make_logo(data: bytes, *, heights: Sequence[int] = LOGO_HEIGHTS) -> Sizes:
    """A logo by height, its transparency kept; WebP, and PNG for mails. Raises ImageRefused."""
    image = open_image(data)
    made = {height: _fitted(image, (height * 8, height)) for height in heights}
    return Sizes(
        webp={height: webp(picture, lossless=True) for height, picture in made.items()},
        fallback={height: _png(picture) for height, picture in made.items()},
    )


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    _bare(image).save(out, "PNG", optimize=True)
    return out.getvalue()


def cover_from_pdf_page(page: bytes, *, widths: Sequence[int] = COVER_WIDTHS) -> Sizes:
    """The picture of page one (`PdfFacts.cover_webp`) by width; WebP, and JPEG for cards."""
    image = _on_white(open_image(page))
    made = {width: _fitted(image, (width, width * 2)) for width in widths}
    return Sizes(
        webp={width: webp(picture) for width, picture in made.items()},
        fallback={width: _jpeg(picture) for width, picture in made.items()},
    )
