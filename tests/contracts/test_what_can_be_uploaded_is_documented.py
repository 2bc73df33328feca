"""facts/security.md 45: kinds and sizes per upload stand in the documents, as the gate has them."""

import re

import pytest

from tests.support import source
from webinar.core import filetypes, images
from webinar.core.picturesize import MAX_PIXELS
from webinar.organization.forms import LOGO
from webinar.papers import uploads

pytestmark = pytest.mark.checklist(45)
_MB = 1024 * 1024
_ROW = re.compile(r"^\| (a file of a paper|(?:a|your) portrait|the logo) \| (.+) \| (.+) \|$", re.M)
PAPER = (filetypes.PAPER_KINDS, uploads.MOST_BYTES)
#: what the documents call an upload -> kinds, largest file in bytes
UPLOADS = {
    "a file of a paper": PAPER,
    "a portrait": (filetypes.IMAGE_KINDS, images.MAX_BYTES),
    "your portrait": (filetypes.IMAGE_KINDS, images.MAX_BYTES),
    "the logo": (LOGO.kinds, LOGO.most_bytes),
}


def kinds(allowed: frozenset[str]) -> str:
    """In the order and with the names and endings of the gate's own table."""
    return ", ".join(
        f"{filetypes.wanted(frozenset({kind}))} ({', '.join(ends)})"
        for kind, (ends, _) in filetypes.TYPES.items()
        if kind in allowed
    )


@pytest.mark.parametrize("name", ["speakers.md", "organizers.md"])
def test_the_tables_say_what_the_gate_takes(name: str) -> None:
    rows = _ROW.findall((source.ROOT / "docs" / name).read_text())
    assert len(rows) == {"speakers.md": 2, "organizers.md": 3}[name]
    for what, said, sizes in rows:
        allowed, most = UPLOADS[what]
        assert said == kinds(allowed)
        assert re.match(rf"{most // _MB} MB\b", sizes)
        if allowed == filetypes.IMAGE_KINDS:
            assert f"{MAX_PIXELS // 1_000_000} million pixels" in sizes
        else:
            assert f"{uploads.MOST_FILES} files" in sizes
            assert f"{uploads.MOST_TOTAL // _MB} MB in one paper" in sizes
        if name == "speakers.md" and what == "a file of a paper":
            assert f"{uploads.MOST_OF_PERSON // _MB // 1024} GB over all your papers" in sizes
