"""Pictures inside documents, made into figures of a paper: one picture, one name, one WebP.

A name is told by the picture's bytes alone, so whoever reads the document again names it alike.
"""

import hashlib
from dataclasses import dataclass

from webinar.core.picturesize import MAX_PIXELS

#: most pictures of one document
MOST_FIGURES = 60
#: no figure is wider or higher than this, in pixels
WIDEST, HIGHEST = 1600, 2000
#: most bytes of all figures of a document together, as they are kept
MOST_TOGETHER = 12 * 1024 * 1024


@dataclass(frozen=True)
class Figure:
    """A picture: `source` as its text names it ("figures/<name>"), its bytes in the document."""

    source: str
    data: bytes


def figure_of(data: bytes) -> Figure | None:
    """The figure these bytes become; None for what is no picture, too large, or only a line."""
    # Pillow, which only the child needs.
    from webinar.core.images import MAX_BYTES, upright_size

    if not data or len(data) > MAX_BYTES:
        return None
    try:
        width, height = upright_size(data)
    except Exception:  # noqa: BLE001
        return None
    if width * height > MAX_PIXELS or min(width, height) < 2:
        return None
    scale = min(1.0, WIDEST / width, HIGHEST / height)
    shown = max(1, round(width * scale)), max(1, round(height * scale))
    name = f"{hashlib.sha256(data).hexdigest()[:20]}-{shown[0]}x{shown[1]}.webp"
    return Figure(f"figures/{name}", data)


def written_anew(figures: dict[str, bytes]) -> dict[str, bytes]:
    """Source -> WebP of exactly the size its name says, without anything else; in a child only.

    What cannot be decoded, or is too much together, is left out.
    """
    from PIL import Image

    from webinar.core.images import ImageRefused, open_image, webp

    made: dict[str, bytes] = {}
    left = MOST_TOGETHER
    for source, data in figures.items():
        size = tuple(int(one) for one in source.rpartition("-")[2].removesuffix(".webp").split("x"))
        try:
            picture = open_image(data).resize((size[0], size[1]), Image.Resampling.LANCZOS)
        except ImageRefused:
            continue
        packed = webp(picture)
        left -= len(packed)
        if left < 0:
            break
        made[source] = packed
    return made
