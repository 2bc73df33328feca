"""How large a picture says it is, without decoding it: most is known before memory is spent."""

import struct
from typing import IO

from webinar.core.plainerror import N_

#: Most pixels that are decoded: a 50 megapixel camera; 30000 x 30000 are 900 million.
MAX_PIXELS = 50_000_000
TOO_MANY_PIXELS = N_(
    "This picture has %(found)s million pixels; at most %(most)s are read. Make it smaller and "
    "hand it in again."
)
#: first bytes and the name of what reads the rest
_SIGNS = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"RIFF": "WEBP",
}


def in_millions(pixels: int) -> dict[str, int]:
    """The numbers of the sentence TOO_MANY_PIXELS."""
    return {"found": round(pixels / 1_000_000), "most": MAX_PIXELS // 1_000_000}


def is_picture(head: bytes) -> bool:
    """Whether a file that begins so says that it is a picture we know."""
    return head.startswith(tuple(_SIGNS))


def pixels_in(file: IO[bytes]) -> int:
    """Width by height as the header says; 0 for what is no picture, or a damaged one."""
    from PIL import Image, TiffImagePlugin  # noqa: F401 - which Image.preinit leaves out

    head = file.read(32)
    kind = next((kind for sign, kind in _SIGNS.items() if head.startswith(sign)), "")
    if kind == "WEBP":
        width, height = _webp_size(head)
        return width * height
    if not kind:
        return 0
    file.seek(0)
    Image.preinit()
    try:
        # Not Image.open, which refuses the largest without saying how large they are.
        width, height = Image.OPEN[kind][0](file, "").size
    except Exception:  # noqa: BLE001
        # On damaged data Pillow raises almost anything.
        return 0
    return int(width * height)


def _webp_size(head: bytes) -> tuple[int, int]:
    """Of the whole picture (RFC 9649, 2.5 to 2.7), which Pillow knows only after making room."""
    kind, rest = head[12:16], head[20:].ljust(12, b"\0")
    if kind == b"VP8X":
        return (
            1 + int.from_bytes(rest[4:7], "little"),
            1 + int.from_bytes(rest[7:10], "little"),
        )
    if kind == b"VP8L":
        bits = int.from_bytes(rest[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", rest, 6)
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0
