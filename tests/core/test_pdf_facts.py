"""A PDF gives its pages, words and first page; a broken one a sentence."""

import io

import pypdfium2
import pytest
from PIL import Image

from webinar.core.filetypes import PAPER_KINDS, inspect_upload
from webinar.core.pdf import pdf_facts
from webinar.core.sandbox import ConversionFailed


def pdf_with_words(*pages):
    """A minimal PDF (ISO 32000-1, 7.5) with one line of Helvetica on each page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for index, words in enumerate(pages):
        content = f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R"
            f" >> >> /Contents {5 + 2 * index} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode()


def test_pages_words_and_cover(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_with_words("Rivers and towns", "Second page"))
    facts = pdf_facts(path)
    assert facts.pages == 2
    assert "Rivers and towns" in facts.text
    assert "Second page" in facts.text
    cover = Image.open(io.BytesIO(facts.cover_webp))
    assert (cover.format, cover.width) == ("WEBP", 960)
    assert cover.convert("L").getextrema()[0] < 100


def test_odd_page_sizes_give_a_cover_of_bounded_size(tmp_path):
    path = tmp_path / "a.pdf"
    with pypdfium2.PdfDocument.new() as document:
        document.new_page(14_400, 20)
        document.save(path)
    cover = Image.open(io.BytesIO(pdf_facts(path).cover_webp))
    assert cover.width <= 961
    assert cover.height <= 1601


@pytest.mark.parametrize("data", [b"%PDF-1.4\nbroken", b"", b"text"])
def test_broken_file_is_a_sentence(tmp_path, data):
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(ConversionFailed, match="cannot be read"):
        pdf_facts(path)


def test_a_damaged_page_does_not_take_the_others_along(tmp_path):
    path = tmp_path / "a.pdf"
    whole = pdf_with_words("Rivers", "Towns", "Seas")
    path.write_bytes(whole.replace(b"/Kids [4 0 R 6 0 R", b"/Kids [3 0 R 3 0 R"))
    facts = pdf_facts(path)
    assert (facts.pages, facts.text) == (3, "Seas")


def test_an_object_may_begin_in_a_line_of_its_own(tmp_path):
    """As qpdf's tests have it: until there the file was taken for a page in disguise."""
    path = tmp_path / "a.pdf"
    whole = pdf_with_words("Rivers")
    path.write_bytes(whole.replace(b" 0 obj", b" 0\nobj"))
    assert inspect_upload(path, "a.pdf", PAPER_KINDS, 10_000_000).kind == "pdf"
