"""A family name alone, where it can only be its author's: bylines, commands, addresses, folders."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

TEX, MARKDOWN, TEXT = "application/x-tex", "text/markdown", "text/plain"
NAMES = ("Anna Meier", "A. Meier", "Meier A.", "Žofie Müller", "Ž. Müller")
FAMILIES = ("Meier", "Müller")


def is_held_back(tmp_path: Path, media_type: str, data: bytes) -> bool:
    from webinar.core.anonymous import _copy
    from webinar.core.sandbox import ConversionFailed

    (path := tmp_path / "file").write_bytes(data)
    try:
        _copy(str(path), media_type, list(NAMES), FAMILIES)
    except ConversionFailed:
        return True
    return False


@pytest.mark.parametrize(
    "words",
    [
        r"\author{Meier}",
        r"\author{A.~Meier \and B. Wolf\thanks{Funded.}}",
        r"\author[1]{Meier}",
        "\\author%\n{Meier}",
        "\\author {\n Meier\n}",
        # Who is not on the list of authors is hidden all the same.
        r"\author{Nobody Known}",
        r"\newcommand{\us}{Nobody Known} \author{\us}",
        r"\title{Mosses\thanks{Thanks to the chair of plants.}}",
        r"\email{plants@example.org}",
        r"\affiliation{\institution{Institute of Bogs}}",
        r"\IEEEauthorblockN{Meier}",
        r"\hypersetup{pdfauthor={Meier}}",
        r"\usepackage[pdfauthor=Meier]{hyperref}",
        r"\gdef\@author{Meier}",
        "% by Meier, 2024",
        r"\author{M{\"u}ller}",
        r"\author{M\"uller}",
        r"\orcidID{0000}\authorrunning{Meier}",
    ],
)
def test_tex_that_may_tell(tmp_path: Path, words: str) -> None:
    kind, begin, end = "\\documentclass{article}", "\\begin{document}", "\\end{document}"
    for lines in ((kind, words, begin, "Mosses.", end), (kind, begin, words, "Mosses.", end)):
        assert is_held_back(tmp_path, TEX, "\n".join(lines).encode())


@pytest.mark.parametrize(
    ("media_type", "text"),
    [
        (TEX, "\\begin{document}\\begin{center}Mosses\\\\{\\large Meier}\\\\Bern\\end{center}"),
        (TEX, 'As \\v{Z}ofie M{\\"u}ller says.'),
        (TEX, "Written in /home/meier/paper."),
        (TEX, "Ask us: \\texttt{a.meier@example.org}."),
        (MARKDOWN, "---\ntitle: Mosses\nauthor: Meier\n---\n# Mosses"),
        (MARKDOWN, "---\nwriters:\n  - {family: Meier}\n---\n# Mosses"),
        (MARKDOWN, "% Mosses\n% Nobody Known\n\nText"),
        (MARKDOWN, "# Mosses\n\n*Meier* and **Müller**\n\nText"),
        (MARKDOWN, "# Mosses\n\nM&uuml;ller\n\nText"),
        (MARKDOWN, "# Mosses\n\n<!-- author: Nobody Known -->\n\nText"),
        (TEXT, "Mosses\n\nBy Meier\n\nMosses keep water."),
        (TEXT, "Mosses\n\nMEIER, A.; MÜLLER\n\nMosses keep water."),
        (TEXT, "Mosses\n\nAnnegret Meier\n\nMosses keep water."),
        (TEXT, "Mosses\n\nAuthors: Nobody Known\n"),
        (TEXT, "Mosses keep water. Write to ameier@example.org."),
        (TEXT, "Mosses keep water. Write to j.mueller@example.org."),
    ],
)
def test_texts_that_tell(tmp_path: Path, media_type: str, text: str) -> None:
    assert is_held_back(tmp_path, media_type, text.encode())
    assert is_held_back(tmp_path, media_type, text.encode("utf-16"))
    if text.isascii() or "Ž" not in text:
        assert is_held_back(tmp_path, media_type, text.encode("cp1252"))


@pytest.mark.parametrize(
    ("media_type", "text"),
    [
        (
            TEX,
            (
                "\\documentclass{article}\\usepackage{authblk}\n\\author{Anonymous Author(s)}\n"
                "\\affiliation{\\institution{Anonymous institution}\\city{}}\n\\author{}\n"
                "\\begin{document} As Meier \\cite{meier2020} says, mosses keep 90\\% water.\n"
                "\\bibitem{a} \\bibinfo{author}{Meier}, \\newblock Bogs.\\end{document}"
            ),
        ),
        (MARKDOWN, "---\ntitle: Mosses\nauthor: Anonymous\n---\n# Mosses\n\nMeier [3] showed it."),
        (TEXT, "Meier roofs\n\nBy now, Meier and others found: mosses keep water.\n\nAuthor: n/a"),
    ],
)
def test_texts_that_do_not(tmp_path: Path, media_type: str, text: str) -> None:
    assert not is_held_back(tmp_path, media_type, text.encode())


def a_pdf(*pages: str) -> bytes:
    from fpdf import FPDF

    pdf = FPDF()
    pdf.set_font("helvetica", size=12)
    for words in pages:
        pdf.add_page()
        pdf.multi_cell(w=0, text=words)
    return bytes(pdf.output())


def test_pages_of_a_pdf(tmp_path: Path) -> None:
    from webinar.core.anonymous import PDF

    for pages, told in (
        (("Mosses\nMeier\nMosses keep water.",), True),
        (("Mosses\nMeier roofs, by Wolf\nKept.",), False),
        (("Mosses keep water, says Meier.", "One\nTwo\nMeier [3]\nThree\nFour"), False),
        (("Mosses", "Meier 2\nMosses keep\nwater\nfor a long\ntime."), True),
    ):
        assert is_held_back(tmp_path, PDF, a_pdf(*pages)) == told, pages


def test_parts_of_office_files(tmp_path: Path) -> None:
    from webinar.core.anonymous import _OFFICE, _OPEN

    def made(name: str, *lines: str, end: str) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as parts:
            text = "".join(f"<{end}><x:r>{one}</x:r></{end}>" for one in lines)
            parts.writestr(name, f"<x>{text}</x>")
        return out.getvalue()

    kinds: Any = ((_OFFICE, "word/footer1.xml", "w:p"), (_OPEN, "content.xml", "text:p"))
    for media_type, name, end in kinds:
        told = made(name, "Mosses", "M</x:r><x:r>eier", "Kept.", end=end)
        assert is_held_back(tmp_path, media_type, told)
        other = made(name, "Mosses", "Meier says: kept.", end=end)
        assert not is_held_back(tmp_path, media_type, other)


def test_the_name_of_a_pictures_file_is_taken_out(tmp_path: Path) -> None:
    from webinar.core.anonymous import _OFFICE, _copy

    path = tmp_path / "a.pptx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr(
            "ppt/slides/slide1.xml",
            '<p><p:cNvPr id="2" name="Picture 1" descr="C:\\Pictures\\Meier\\bog.png"/>'
            '<pic:cNvPr id="3" name="meier-bog.jpg" descr="A bog"/></p>',
        )
    with zipfile.ZipFile(io.BytesIO(_copy(str(path), _OFFICE, list(NAMES), FAMILIES))) as parts:
        told = parts.read("ppt/slides/slide1.xml").decode()
    assert "eier" not in told
    assert 'name="Picture 1"' in told
    assert 'descr="A bog"' in told


def test_the_papers_own_text_shows_no_byline() -> None:
    from webinar.reviews.anonymity import Mask

    mask = Mask(NAMES, FAMILIES)
    text = "<h1>Mosses</h1>\n<p>Meier<br>\nand <em>Müller</em></p>\n<p>Meier says so.</p>"
    assert mask.html(text) == (
        "<h1>Mosses</h1>\n<p>•••<br>\n•••<em></em></p>\n<p>Meier says so.</p>"
    )


def test_what_programs_hide_in_office_files(tmp_path: Path) -> None:
    """Modern comments and who wrote them, variables, drawings; other encodings and entities."""
    from webinar.core.anonymous import _OFFICE, _copy

    (path := tmp_path / "a.pptx").write_bytes(b"")
    parts = {
        "ppt/authors.xml": '<a name="Meier, A"/>',
        "ppt/comments/modernComment_1.xml": "<c>Meier</c>",
        "word/settings.xml": '<w><w:docVars><w:docVar w:name="a" w:val="Meier"/></w:docVars></w>',
        "word/media/image1.svg": (
            '<svg sodipodi:docname="meier.svg"><metadata>Meier</metadata></svg>'
        ),
    }
    with zipfile.ZipFile(path, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    with zipfile.ZipFile(io.BytesIO(_copy(str(path), _OFFICE, list(NAMES), FAMILIES))) as found:
        assert sorted(found.namelist()) == ["word/media/image1.svg", "word/settings.xml"]
        for name in found.namelist():
            assert b"eier" not in found.read(name), name
    for encoding in ("utf-8", "utf-16"):
        for words in ("As Anna Meier says.", "As &#381;ofie M&#252;ller says.", "By Meier"):
            with zipfile.ZipFile(path, "w") as made:
                text = f'<?xml version="1.0" encoding="{encoding}"?><x><w:p>{words}</w:p></x>'
                made.writestr("word/document.xml", text.encode(encoding))
            assert is_held_back(tmp_path, _OFFICE, path.read_bytes()), (encoding, words)


def test_a_name_that_is_broken_at_the_end_of_a_line(tmp_path: Path) -> None:
    from webinar.core.anonymous import PDF

    assert is_held_back(tmp_path, PDF, a_pdf("Mosses\nAs we said with Anna Mei-\ner before."))
    assert is_held_back(tmp_path, TEXT, b"Mosses\n\nAs we said with Anna Mei-\ner before.")
