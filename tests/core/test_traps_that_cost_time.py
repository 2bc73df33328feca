"""Documents that are small and would hold the gate for minutes, or break what looks at them."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image

from tests.core.test_documents_that_are_traps import MB, docx, judge, odt, pdf
from webinar.core.bylines import MARKDOWN, TEX, Authors
from webinar.core.filetypes import IMAGE_KINDS, Refused
from webinar.core.images import ImageRefused, open_image

__all__ = ["judge"]
#: a locator that speaks of a second disk, before the end of an archive (APPNOTE.TXT 4.3.15)
_SPLIT = b"PK\x06\x07" + struct.pack("<LQL", 1, 0, 2) + b"PK\x05\x06" + bytes(18)
#: only the root element is parsed here
_ROOT = "<a>" + " " * 5000


def _png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return out.getvalue()


def test_an_archive_whose_end_is_broken_is_still_a_disguise(judge):
    with pytest.raises(Refused, match="disguise"):
        judge(pdf() + _SPLIT, "a.pdf")
    with pytest.raises(Refused, match="disguise"):
        judge(_png() + _SPLIT, "a.png", IMAGE_KINDS)
    with pytest.raises(ImageRefused, match="disguise"):
        open_image(_png() + _SPLIT)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (odt(**{"content.xml": _ROOT + "<image " * (MB // 7)}), "a.odt"),
        (docx(**{"word/a.xml": _ROOT + "instrText " * (MB // 10)}), "a.docx"),
    ],
)
def test_beginnings_without_an_end_are_looked_at_once(judge, data, name):
    began = time.monotonic()
    assert judge(data, name).kind == name[2:]
    assert time.monotonic() - began < 5


def test_a_sign_in_a_name_hides_nothing(judge):
    shown = '<a><draw:image draw:name="a&gt;b>c" xlink:href="http://evil.example/a.png"/></a>'
    with pytest.raises(Refused, match=r"evil\.example"):
        judge(odt(**{"content.xml": shown}), "a.odt")


def test_a_picture_with_thousands_of_far_tags_is_read_once(judge):
    count, place = 2_000, 4 * MB
    entries = b"".join(struct.pack("<HHLL", 40_000 + n, 2, 8, place - 8 * n) for n in range(count))
    tiff = struct.pack("<2sHLH", b"II", 42, 8, count) + entries + bytes(4)
    tiff += zlib.compress(bytes(100)) + bytes(place)
    began = time.monotonic()
    assert judge(docx(**{"word/media/a.tiff": tiff}), "a.docx").kind == "docx"
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("media_type", [TEX, MARKDOWN])
@pytest.mark.parametrize(
    "signs",
    [
        "\\author{",
        "\\author[",
        "\\author" + " " * 60 + "x",
        "\\author%",
        "\\" + "author" * 400,
        "a.",
        "a@",
        "\n",
        "<",
        "% ",
        "&",
    ],
)
def test_authors_are_looked_for_in_one_pass(signs, media_type):
    text = (signs * 40_000)[:40_000]
    began = time.perf_counter()
    Authors(["Anna Meier"], ["Meier"]).are_told_in_source(text, media_type)
    assert time.perf_counter() - began < 1
