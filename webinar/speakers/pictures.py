"""A portrait from an upload: cropped, re-encoded in every width, before any transaction."""

import hashlib
from dataclasses import dataclass

from webinar.core import images
from webinar.speakers.models import PORTRAIT_SIZES


@dataclass(frozen=True)
class Picture:
    """One width of a portrait, WebP, square."""

    width: int
    data: bytes
    sha256: str


def make(data: bytes, crop: images.Crop | None = None) -> list[Picture]:
    """The upload as squares in every width; `crop` in pixels of the upright original.

    Raises images.ImageRefused with a sentence for the person.
    """
    made = images.make_portrait(data, crop, sizes=PORTRAIT_SIZES)
    return [
        Picture(width, content, hashlib.sha256(content).hexdigest())
        for width, content in made.webp.items()
    ]
