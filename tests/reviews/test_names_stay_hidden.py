"""A mark in every field that could tell who wrote a paper, looked for in all a reviewer gets."""

import io
import re
import zipfile
from typing import Any

import pypdfium2
import pytest

from tests.support.reviewing import Choosing

#: nobody types it by chance
MARK = "Zanzibarova"


def a_pdf(words: str = "Mosses keep water.", *, title: str = MARK) -> bytes:
    from fpdf import FPDF

    pdf = FPDF()
    pdf.set_author(MARK)
    pdf.set_title(title)
    pdf.set_xmp_metadata(
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
        f' rdf:about=""><creator>{MARK}</creator></rdf:Description></rdf:RDF>'
    )
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.cell(text=words)
    pdf.text_annotation(20, 20, f"Note by {MARK}", title=MARK)
    return bytes(pdf.output())


def a_docx(*, within: bytes = b"") -> bytes:
    out = io.BytesIO()
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/>'
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/'
        'relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>'
    )
    text = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:body><w:p><w:ins w:id="1" w:author="{MARK}"><w:r><w:t>Mosses keep water.</w:t></w:r>'
        "</w:ins></w:p></w:body></w:document>"
    )
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", types)
        made.writestr("_rels/.rels", rels)
        made.writestr("word/document.xml", text)
        made.writestr("docProps/core.xml", f"<x><dc:creator>{MARK}</dc:creator></x>")
        made.writestr("word/comments.xml", f"<x>{MARK}</x>")
        if within:
            made.writestr("word/embeddings/sheet.xlsx", within)
    return out.getvalue()


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_document_within_a_document_has_no_author_either(tmp_path: Any, depth: int) -> None:
    from webinar.core.anonymous import _OFFICE, _copy
    from webinar.core.sandbox import ConversionFailed

    data = a_docx()
    for _ in range(depth):
        data = a_docx(within=data)
    (path := tmp_path / "a.docx").write_bytes(data)
    if depth > 2:
        with pytest.raises(ConversionFailed):
            _copy(str(path), _OFFICE, [MARK])
        return
    made = _copy(str(path), _OFFICE, [MARK])
    for _ in range(depth):
        with zipfile.ZipFile(io.BytesIO(made)) as parts:
            made = parts.read("word/embeddings/sheet.xlsx")
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert "docProps/core.xml" not in parts.namelist()
        assert MARK.encode() not in parts.read("word/document.xml")


def attach(paper_id: str, name: str, data: bytes) -> None:
    from tests.support.world import BY
    from webinar.papers.uploads import attach_file, take_upload

    path, accepted = take_upload(io.BytesIO(data), name)
    attach_file(paper_id=paper_id, path=path, accepted=accepted, by=BY)


@pytest.fixture
def marked(app: Any) -> tuple[Choosing, str]:
    """A paper whose author's name stands wherever there is a place for it."""
    from tests.support.world import BY
    from webinar.core.db import transaction
    from webinar.papers.operations import paper_row, submit_paper
    from webinar.reviews.operations import remark
    from webinar.speakers.operations import edit_speaker

    c = Choosing(app, papers=0, reads="all", sees_others="always")
    name = f"Wilma {MARK}"
    with app.app_context():
        with transaction():
            paper_id = c.paper(
                f"What {name} keeps", author=name, email=f"{MARK.lower()}@example.org"
            )
            row = paper_row(paper_id)
            row.abstract = f"By {name} of the Institute of Bogs, {MARK.lower()}@example.org."
            row.body = f"# Water\n\nAs {name} says ([page](https://example.org/wilma-{MARK})).\n"
            row.note = f"From {MARK}"
            row.authors[0].orcid = "0000-0002-1825-0097"
            speaker = row.submitter
            edit_speaker(
                speaker_id=speaker.public_id,
                name=name,
                affiliation=f"{MARK} Hall",
                links=[{"label": "Home", "url": f"https://example.org/wilma-{MARK}"}],
                email=speaker.email,
                by=BY,
            )
        attach(paper_id, f"{MARK}-final.pdf", a_pdf())
        attach(paper_id, f"{MARK}.docx", a_docx())
        attach(paper_id, "named.pdf", a_pdf(f"By Wilma {MARK}"))
        attach(paper_id, "notes.txt", f"Written by Wilma {MARK}.".encode())
        attach(paper_id, "plain.txt", b"Mosses keep water.")
        submit_paper(paper_id=paper_id, changes_note=f"{name} changed it", by=BY)
    c.papers.append(paper_id)
    c.assign((0, 0), (1, 0))
    c.review(1, 0, 3, text=f"Surely by Wilma {MARK}.")
    with app.app_context():
        remark(
            board_id=c.board_id,
            paper_id=paper_id,
            account_id=c.organizer_id,
            text=f"Is Wilma {MARK} known to you?",
            is_organizer=True,
            by=BY,
        )
    return c, paper_id


def test_no_answer_names_the_author(marked: tuple[Choosing, str]) -> None:
    c, paper_id = marked
    desk = c.desk(0)
    where = c.url(f"papers/{paper_id}")
    page = desk.get(where)
    files = re.findall(r'href="([^"]+/files/[a-z0-9]+)"', page.text)
    assert len(files) == 5
    pages = [
        where,
        c.url("mine"),
        "/organize/",
        "/organize/reviews/",
        "/organize/review/",
        f"/organize/review/{paper_id}/",
        f"/search?q={MARK}",
        f"/papers/what-wilma-{MARK.lower()}-keeps/",
        "/speakers/",
        *files,
        *(f"{one}?view=1" for one in files),
    ]
    seen = {}
    for address in pages:
        answer = desk.get(address)
        seen[address] = answer.status_code
        told = str(answer.headers).encode() + b"\n" + answer.data
        if MARK.lower() not in address.lower():
            assert MARK.lower().encode() not in told.lower(), address
        assert b"0000-0002-1825-0097" not in told, address
        assert b"Institute of Bogs" not in told, address
    assert seen[f"/organize/review/{paper_id}/"] == 404
    assert seen[f"/papers/what-wilma-{MARK.lower()}-keeps/"] == 404
    assert "keeps" not in desk.get(f"/search?q={MARK}").text
    # The PDF that is given away, the Office file and the plain text; two say who wrote them.
    assert [seen[one] for one in files] == [200, 200, 403, 403, 200]
    assert "•••" in page.text
    # Names of files, too, and their validators.
    told = [desk.get(one).headers for one in files]
    assert "filename=paper-1.pdf" in told[0]["Content-Disposition"].replace('"', "")


def test_what_is_given_away_is_still_the_paper(marked: tuple[Choosing, str]) -> None:
    """Read by other programs than wrote it."""
    c, paper_id = marked
    desk = c.desk(0)
    page = desk.get(c.url(f"papers/{paper_id}")).text
    pdf, docx, *_ = re.findall(r'href="([^"]+/files/[a-z0-9]+)"', page)
    document = pypdfium2.PdfDocument(desk.get(pdf).data)
    assert "Mosses keep water." in document[0].get_textpage().get_text_bounded()
    told = document.get_metadata_dict(skip_empty=True)
    assert not {"Author", "Title"} & set(told)
    with zipfile.ZipFile(io.BytesIO(desk.get(docx).data)) as parts:
        assert parts.testzip() is None
        assert "docProps/core.xml" not in parts.namelist()
        assert b"docProps" not in parts.read("[Content_Types].xml") + parts.read("_rels/.rels")
    import mammoth

    html = mammoth.convert_to_html(io.BytesIO(desk.get(docx).data)).value
    assert "Mosses keep water." in html


def test_where_the_phase_shows_names_they_stand(app: Any) -> None:
    c = Choosing(app, papers=1, shows_authors=True, shows_reviewers=True, sees_others="always")
    c.assign((0, 0), (1, 0))
    c.review(1, 0, 3, text="Fine")
    page = c.desk(0).get(c.url(f"papers/{c.papers[0]}")).text
    assert "Nora Writer" in page
    assert "Rolf Reader" in page


def test_reviewers_do_not_know_of_each_other(app: Any) -> None:
    c = Choosing(app, papers=1, sees_others="always")
    c.assign((0, 0), (1, 0))
    c.review(1, 0, 3, text="Fine")
    where = c.url(f"papers/{c.papers[0]}")
    assert c.desk(1).post(f"{where}/remarks", data={"remark": "Is it?"}).status_code == 303
    told = c.desk(0).get(where)
    for word in ("Rolf", f"rolf-{c.word}", c.reviewer_ids[1]):
        assert word not in told.text + str(told.headers)
    assert "Reviewer 1" in told.text


def a_noted_jpeg() -> bytes:
    """A photograph whose camera and program wrote down whose it is."""
    from PIL import Image

    picture, out = Image.new("RGB", (32, 32), "teal"), io.BytesIO()
    exif = picture.getexif()
    exif[0x013B] = MARK
    picture.save(out, "JPEG", exif=exif, comment=MARK.encode())
    return out.getvalue()


def test_pictures_and_folders_within_a_file_name_nobody(tmp_path: Any) -> None:
    """Family names alone, too, which the words that are looked for do not hold."""
    from fpdf import FPDF
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    from webinar.core.anonymous import _OFFICE, PDF, _copy

    note, png = PngInfo(), io.BytesIO()
    note.add_text("Author", MARK)
    Image.new("RGB", (32, 32), "teal").save(png, "PNG", pnginfo=note)
    rels = (
        f'<R><Relationship Target="file:///C:/Users/{MARK}/letter.dotx" TargetMode="External"/></R>'
    )
    place = f'<w><x15ac:absPath url="C:\\Users\\{MARK}\\"/><c>1</c></w>'
    (path := tmp_path / "a.docx").write_bytes(a_docx())
    with zipfile.ZipFile(path, "a") as parts:
        parts.writestr("word/media/image1.jpeg", a_noted_jpeg())
        parts.writestr("word/media/image2.png", png.getvalue())
        parts.writestr("word/_rels/settings.xml.rels", rels)
        parts.writestr("word/workbook.xml", place)
        parts.writestr("word/printerSettings/printerSettings1.bin", MARK.encode())
    with zipfile.ZipFile(io.BytesIO(_copy(str(path), _OFFICE, ["Wilma Nobody"]))) as parts:
        for name in parts.namelist():
            assert MARK.encode() not in parts.read(name), name
        assert "word/printerSettings/printerSettings1.bin" not in parts.namelist()
        for name in ("image1.jpeg", "image2.png"):
            picture = Image.open(io.BytesIO(parts.read(f"word/media/{name}")))
            picture.load()
            assert picture.getpixel((3, 3))[2] > 100
    pdf = FPDF()
    pdf.add_page()
    pdf.image(io.BytesIO(a_noted_jpeg()))
    (path := tmp_path / "a.pdf").write_bytes(bytes(pdf.output()))
    assert MARK.encode() in path.read_bytes()
    made = _copy(str(path), PDF, ["Wilma Nobody"])
    assert MARK.encode() not in made
    assert pypdfium2.PdfDocument(made)[0].render().to_pil().getpixel((90, 90)) is not None


_PTEX = b"/PTEX.FileName(%M.pdf)/PTEX.InfoDict 6 0 R"
#: as pdfTeX writes a page with a figure: whose Info it copies beside the picture
A_FIGURE = [
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources 7 0 R>>",
    b"<</Length 5>>stream\n/F Do\nendstream",
    b"<</Subtype/Form/BBox[0 0 9 9]/Length 1" + _PTEX + b">>stream\nn\nendstream",
    rb"<</Author(W. \(%M\))/Creator<5A616E7A>/Producer(C:\\Users\\%M)>>",
    b"<</XObject<</F 5 0 R>>>>",
]


def test_what_latex_and_word_note_of_a_figure_names_nobody(tmp_path: Any) -> None:
    from webinar.core.anonymous import _OFFICE, PDF, _copy

    mark = MARK.encode()
    objects = [one.replace(b"%M", mark) for one in A_FIGURE]
    pdf = b"%PDF-1.5\n" + b"".join(
        b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, 1)
    )
    (path := tmp_path / "a.pdf").write_bytes(pdf + b"trailer<</Root 1 0 R/Size 8>>\n%%EOF")
    made = _copy(str(path), PDF, ["Wilma Nobody"])
    assert mark not in made
    assert b"5A616E7A" not in made
    assert pypdfium2.PdfDocument(made)[0].get_objects()
    drawn = (
        f'<w><p:cNvPr name="{MARK}.png" descr="C:\\Users\\{MARK}\\a.png"/>'
        f"<d descr='Macintosh HD:Users:{MARK}:Desktop:a'/><i>INCLUDEPICTURE"
        f' "C:\\\\Users\\\\{MARK}\\\\a.png"</i><a xlink:href="file:///home/{MARK}/a.png"/>'
        f'<d name="Picture 1" descr="A curve"/><t>example.org/home/garden</t></w>'
    ).encode()
    with zipfile.ZipFile(path := tmp_path / "a.docx", "w") as parts:
        parts.writestr("word/drawn.xml", drawn)
    with zipfile.ZipFile(io.BytesIO(_copy(str(path), _OFFICE, ["Wilma Nobody"]))) as parts:
        made = parts.read("word/drawn.xml")
    assert mark not in made
    assert b'name="Picture 1" descr="A curve"' in made
    assert b"example.org/home/garden" in made


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Žofie Müller", "Zofie Mueller"),
        ("Žofie Müller", "MÜLLER, Žofie"),
        ("Žofie Müller", "Mu\u0308ller, Z\u030cofie"),
        ("Žofie Müller", "Ž. Mül\u00adler"),
        ("Žofie Müller", "zofie.mueller"),
        ("Wilma Anna Zanz", "W. A. Zanz"),
        ("Wilma Anna Zanz", "Zanz W."),
        ("山田太郎", "山田太郎"),
        ("أحمد علي", "أحمد علي"),
    ],
)
def test_a_name_is_found_however_it_is_typed(name: str, typed: str) -> None:
    from webinar.reviews.anonymity import Mask, _families, _name_forms

    mask = Mask(tuple(_name_forms(name)), _families([name]))
    for around in ("By {}.", "著者は{}です" if name == "山田太郎" else "({}’s)", "“{}”"):
        assert mask.text(around.format(typed)) != around.format(typed)
        assert typed not in mask.strictly(around.format(typed))


def test_words_like_any_other_stay() -> None:
    from webinar.reviews.anonymity import Mask

    mask = Mask(("Ana Green", "A. Green", "MIT"), ("Green",))
    words = "a green roof by Green and others, mit Moos"
    assert mask.text(words) == words
    assert mask.strictly(words) == "a green roof by ••• and others, mit Moos"
    assert mask.html("<p>Ana <em>Green</em> of MIT</p>") == "<p>•••<em></em> of •••</p>"
