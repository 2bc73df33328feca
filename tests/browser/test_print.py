"""On a sheet: the text, where and when, the address; nothing that only a screen needs."""

import pypdfium2
import pytest

pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True)
_NOT_ON_PAPER = ("Skip to the content", "Archive", "Contact", "Send the comment",
                 "Another time zone", "Subscribe", "This is your time zone")  # fmt: skip


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_a_paper_is_an_article(server, page, tmp_path, size):
    pages = _printed(page, "/papers/what-crosses-over-on-translating-poetry/", size, tmp_path)
    text = _words(pages)
    assert 3 <= len(pages) <= 5
    for words in (
        "What Crosses Over: On Translating Poetry",
        "Layla al-Mansouri",
        "at ",
        f"{server.base_url}/papers/what-crosses-over-on-translating-poetry/",
        "Abstract",
        "Cite this paper",
    ):
        assert words in text
    # Footnotes stand at the end, not at a margin that a sheet does not have.
    assert text.count("the two pages open like a door") == 1
    assert "the two pages open like a door" in _words(pages[-1:])
    assert [words for words in (*_NOT_ON_PAPER, "Contents") if words in text] == []
    for number, one in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in one


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_a_programme_says_when_and_where(server, page, tmp_path, size):
    pages = _printed(page, "/webinars/tides-and-harbours/", size, tmp_path)
    text = _words(pages)
    assert len(pages) <= 3
    for words in (
        "Tides, Harbours",
        "13:00",
        "London time",
        "Online: Great Room",
        "Programme",
        "Why Harbours Watch the Moon",
        "Imogen Hartley",
        f"{server.base_url}/webinars/tides-and-harbours/",
    ):
        assert words in text
    assert [words for words in (*_NOT_ON_PAPER, "Add to calendar") if words in text] == []


def test_no_heading_ends_a_page(server, page, tmp_path):
    for path in ("/papers/why-harbours-watch-the-moon/", "/webinars/tides-and-harbours/"):
        page.goto(path)
        headings = {words.strip() for words in page.locator("h2, h3, h4").all_inner_texts()}
        for printed in _printed(page, path, "A4", tmp_path):
            lines = [line.strip() for line in printed.splitlines() if line.strip()]
            # The last line is the number of the sheet.
            assert not headings & set(lines[-2:]), lines[-4:]


def _words(pages):
    """Without their lines."""
    return " ".join(" ".join(pages).split())


def _printed(page, path, size, folder):
    """The text of each page."""
    page.goto(path)
    file = folder / "printed.pdf"
    page.pdf(path=file, format=size)
    with pypdfium2.PdfDocument(file) as document:
        return [one.get_textpage().get_text_bounded() for one in document]
