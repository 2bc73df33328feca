"""DOCX, ODT, PPTX, Markdown and text give the structure that their author gave them."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from odfdo import Document as OpenDocument
from odfdo import Element
from PIL import Image

from tests.support.shared import needs, shared_file
from webinar.core.richtext import headings, render_markdown
from webinar.core.sandbox import ConversionFailed
from webinar.papers.conversion import convert
from webinar.papers.recognition import Heading, NumberedList, recognise, to_markdown

PAPER = shared_file("data/paper-2022-04-16.txt")
SOURCES = [
    Path(__file__).parent.parent / "data" / "paste-blog-page.txt",
    pytest.param(PAPER, marks=needs(PAPER)),
]
ODT_LISTS = (
    '<text:list-style xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" style:name="Counted">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    "</text:list-style>"
)


def outline(markdown):
    """What matters of the structure: headings, lists with their points, last paragraph."""
    html = render_markdown(markdown)
    titles = [(heading.level, heading.title) for heading in headings(html)]
    return titles, html.count("<ol"), html.count("<li>")


def as_docx(blocks, path):
    document = Document()
    for block in blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, 1)
        elif isinstance(block, NumberedList):
            for item in block.items:
                document.add_paragraph(item.text, style="List Number")
        else:
            document.add_paragraph(block.text)
    document.save(path)


def as_odt(blocks, path):
    document = OpenDocument("text")
    document.body.clear()
    document.insert_style(Element.from_tag(ODT_LISTS), automatic=True)
    for block in blocks:
        if isinstance(block, Heading):
            element = Element.from_tag('<text:h text:outline-level="1"/>')
            element.text = block.text
        elif isinstance(block, NumberedList):
            element = Element.from_tag('<text:list text:style-name="Counted"/>')
            for item in block.items:
                point = Element.from_tag("<text:list-item><text:p/></text:list-item>")
                point.get_element("text:p").text = item.text
                element.append(point)
        else:
            element = Element.from_tag("<text:p/>")
            element.text = block.text
        document.body.append(element)
    document.save(path)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(("kind", "write"), [("docx", as_docx), ("odt", as_odt)])
def test_styled_document_gives_the_structure_of_the_pasted_text(source, kind, write, tmp_path):
    recognition = recognise(source.read_text(encoding="utf-8"))
    path = tmp_path / f"paper.{kind}"
    write(recognition.blocks, path)
    converted = convert(path, kind)
    assert outline(converted.markdown) == outline(to_markdown(recognition, set()))
    # The author is asked about the same parts as with pasted text.
    again = recognise(converted.pasted)
    for part in ("furniture", "biography"):
        assert [each.text for each in again.of_kind(part)] == [
            each.text for each in recognition.of_kind(part)
        ]


@pytest.mark.parametrize("source", SOURCES)
def test_document_with_typed_numbers_gives_it_too(source, tmp_path):
    text = source.read_text(encoding="utf-8")
    document = Document()
    for line in text.splitlines():
        if line.strip():
            document.add_paragraph(line)
    path = tmp_path / "paper.docx"
    document.save(path)
    recognition = recognise(text)
    converted = convert(path, "docx")
    assert outline(converted.markdown) == outline(to_markdown(recognition, set()))
    assert recognise(converted.pasted).of_kind("biography")[0].name


def test_emphasis_tables_quotes_links_and_pictures_of_a_docx(tmp_path):
    document = Document()
    document.add_heading("Title of all", 0)
    document.add_heading("Part", 1)
    paragraph = document.add_paragraph("Plain ")
    paragraph.add_run("strong ").bold = True
    paragraph.add_run("leaning").italic = True
    paragraph.add_run(" 5 * 3 <b>")
    table = document.add_table(2, 2)
    for index, word in enumerate(["a", "b|c", "d", "e"]):
        table.cell(index // 2, index % 2).text = word
    document.add_paragraph("Said before.", style="Quote")
    for style in ("List Bullet", "List Bullet 2", "List Bullet"):
        document.add_paragraph("point", style=style)
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "PNG")
    document.add_picture(io.BytesIO(picture.getvalue()))
    path = tmp_path / "a.docx"
    document.save(path)
    converted = convert(path, "docx")
    html = render_markdown(converted.markdown)
    assert [heading.level for heading in headings(html)] == [2, 2]
    assert "<strong>strong</strong> <em>leaning</em> 5 * 3 &lt;b&gt;" in html
    assert "<td>d</td>" in html
    assert "b|c" in html
    assert "<blockquote>\n<p>Said before.</p>" in html
    assert html.count("<ul>") >= 1
    assert html.count("<li>") == 3
    assert converted.pictures_left_out == 0
    assert html.count("<figure><img") == 1
    assert "Said before." in converted.text


def test_notes_links_and_marks_of_an_odt(tmp_path):
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }
    spaces = " ".join(f'xmlns:{name}="{space}"' for name, space in names.items())
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>"
        '<style:style style:name="T1" style:family="text">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
        "</office:automatic-styles><office:body><office:text>"
        '<text:h text:outline-level="2">Part</text:h>'
        '<text:p>One<text:note text:note-class="footnote"><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>The note.</text:p></text:note-body>"
        '</text:note> <text:span text:style-name="T1">two</text:span><text:s/>'
        '<text:a xlink:href="https://x.example/">three</text:a>'
        '<text:a xlink:href="javascript:x">four</text:a></text:p>'
        "<table:table><table:table-row><table:table-cell><text:p>cell</text:p>"
        "</table:table-cell></table:table-row></table:table>"
        "<text:list><text:list-item><text:p>dot</text:p></text:list-item></text:list>"
        "</office:text></office:body></office:document-content>"
    )
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    html = render_markdown(convert(path, "odt").markdown)
    assert 'href="#fn-text-1"' in html
    assert "The note." in html
    assert "<strong>two</strong>" in html
    assert 'href="https://x.example/"' in html
    assert "javascript" not in html
    assert "<th>cell</th>" in html
    assert "<ul>\n<li>dot</li>" in html


def test_slides_give_titles_and_points(tmp_path):
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    p = "http://schemas.openxmlformats.org/presentationml/2006/main"
    r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    m = "http://schemas.openxmlformats.org/officeDocument/2006/math"

    def shape(words, place=""):
        mark = f'<p:nvSpPr><p:nvPr><p:ph type="{place}"/></p:nvPr></p:nvSpPr>' if place else ""
        return f"<p:sp>{mark}<a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:sp>"

    def slide(*shapes):
        return f'<p:sld xmlns:p="{p}" xmlns:a="{a}">{"".join(shapes)}</p:sld>'

    path = tmp_path / "a.pptx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "ppt/presentation.xml",
            f'<p:presentation xmlns:p="{p}" xmlns:r="{r}">'
            '<p:sldId r:id="r2"/><p:sldId r:id="r1"/></p:presentation>',
        )
        archive.writestr(
            "ppt/_rels/presentation.xml.rels",
            f'<Relationships xmlns="{rels}"><Relationship Id="r1" Target="slides/slide1.xml"/>'
            '<Relationship Id="r2" Target="slides/slide2.xml"/></Relationships>',
        )
        two = f"One</a:t></a:r><a:br/><a:r><m:t xmlns:m='{m}'>x</m:t><a:t>"
        archive.writestr("ppt/slides/slide1.xml", slide(shape("Thanks"), shape(two)))
        archive.writestr("ppt/slides/slide2.xml", slide(shape("Rivers", "title"), shape("Rain")))
        archive.writestr(
            "ppt/slides/_rels/slide2.xml.rels",
            f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type="{r}/notesSlide"'
            ' Target="../notesSlides/notesSlide1.xml"/>'
            f'<Relationship Id="r2" Type="{r}/diagramData" Target="../diagrams/data1.xml"/>'
            "</Relationships>",
        )
        archive.writestr("ppt/diagrams/data1.xml", slide(shape("Art")))
        archive.writestr(
            "ppt/notesSlides/notesSlide1.xml", slide(shape("Speak slowly", "body"), shape("7"))
        )
    converted = convert(path, "pptx")
    assert converted.text == "Rivers\n- Rain\n- Art\n\nSpeak slowly\n\n- Thanks\n- One x"
    assert converted.markdown == ""


def test_text_and_markdown_files(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("1. Eins ist.\r\n2. Zwei ist.\r\n".encode("utf-16"))
    assert convert(path, "text").markdown == "1. Eins ist.\n2. Zwei ist.\n"
    path.write_text("# Title\n\n*text*\n")
    assert convert(path, "markdown").markdown == "# Title\n\n*text*\n"


def odt_of(content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", content)
    return out.getvalue()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("data", "kind", "part"),
    [
        (b"", "docx", "damaged"),
        (b"PK\x03\x04", "odt", "damaged"),
        (odt_of("<a/>"), "docx", "cannot be read"),
        (odt_of("<a/>"), "odt", "cannot be read"),
        (odt_of("<a>"), "odt", "damaged"),
        (odt_of(f'<!DOCTYPE a [<!ENTITY l0 "x">{LAUGHS}]><a>&l9;</a>'), "odt", "never has"),
        (odt_of("<a>" + " " * 60_000_000 + "</a>"), "odt", "unpacks"),
        (b"", "text", "No text"),
        (b"a\0", "text", "UTF-8"),
        (b"<" * 600_000, "text", "more text"),
    ],
)
def test_hopeless_files_end_in_a_sentence(data, kind, part, tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(data)
    with pytest.raises(ConversionFailed, match=part):
        convert(path, kind)


def test_list_styles_nest_by_their_depth(tmp_path):
    document = Document()
    for style, words in (
        ("List Bullet", "one"),
        ("List Bullet 2", "inside"),
        ("List Bullet 3", "deeper"),
        ("List Bullet", "two"),
        ("List Number", "first"),
        ("List Number 2", "of it"),
    ):
        document.add_paragraph(words, style=style)
    path = tmp_path / "a.docx"
    document.save(path)
    assert convert(path, "docx").markdown.split("\n")[:-1] == [
        "- one",
        "  - inside",
        "    - deeper",
        "- two",
        "",
        "1. first",
        "   1. of it",
    ]
