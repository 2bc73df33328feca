"""DOCX and ODT become the page that their author saw: notes, tables, figures, formulas, numbers."""

import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image

from tests.papers.test_conversion_of_documents import as_docx, as_odt
from tests.support.shared import needs, shared_file
from webinar.core.richrules import unread_formulas
from webinar.core.richtext import render_markdown
from webinar.papers.conversion import convert
from webinar.papers.recognition import recognise, to_markdown

PAPER = shared_file("data/paper-2022-04-16.txt")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def picture(width=40, height=30, kind="PNG", colour="navy"):
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind)
    return out.getvalue()


def page(path, kind):
    converted = convert(path, kind, for_search=True)
    return converted, render_markdown(converted.markdown)


@needs(PAPER)
@pytest.mark.parametrize(("kind", "write"), [("docx", as_docx), ("odt", as_odt)])
def test_the_paper_as_a_document_is_the_page_of_the_pasted_text(kind, write, tmp_path):
    found = recognise(PAPER.read_text(encoding="utf-8"))
    path = tmp_path / f"paper.{kind}"
    write(found.blocks, path)
    again = recognise(convert(path, kind).pasted)
    for keys in (set(), {one.key for one in found.suggestions}):
        names = {(one.kind, one.text) for one in found.suggestions if one.key in keys}
        same = {one.key for one in again.suggestions if (one.kind, one.text) in names}
        assert len(same) == len(keys)
        pasted = render_markdown(to_markdown(found, keys))
        assert render_markdown(to_markdown(again, same)) == pasted


@needs(PAPER)
def test_the_paper_typed_line_by_line_is_that_page_too(tmp_path):
    text = PAPER.read_text(encoding="utf-8")
    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(tmp_path / "a.docx")
    pasted = render_markdown(to_markdown(recognise(text), set()))
    again = recognise(convert(tmp_path / "a.docx", "docx").pasted)
    assert render_markdown(to_markdown(again, set())) == pasted


# -- Lists.


def numbered(document, start=None):
    """A numbered list of its own: its number for `in_list`."""
    numbering = document.part.numbering_part.element
    abstract = next(
        one.get(qn("w:abstractNumId"))
        for one in numbering.findall(qn("w:abstractNum"))
        if one.find(qn("w:lvl")).find(qn("w:numFmt")).get(qn("w:val")) == "decimal"
    )
    num = numbering.add_num(int(abstract))
    if start is not None:
        num.add_lvlOverride(0).add_startOverride(start)
    return num.numId


def in_list(document, words, number, level=0):
    paragraph = document.add_paragraph(words)
    look = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    look.get_or_add_numId().val = number
    look.get_or_add_ilvl().val = level


def test_lists_begin_where_they_begin_and_go_on_after_words_between(tmp_path):
    document = Document()
    document.add_heading("Lists", 1)
    first = numbered(document, start=4)
    for words in ("four", "five"):
        in_list(document, words, first)
    document.add_paragraph("Words between.")
    in_list(document, "six", first)
    document.add_paragraph("Other words.")
    in_list(document, "one", numbered(document, start=1))
    document.save(tmp_path / "a.docx")
    markdown = convert(tmp_path / "a.docx", "docx").markdown
    assert re.findall(r"^(\d+)[.)] (\w+)", markdown, re.MULTILINE) == [
        ("4", "four"),
        ("5", "five"),
        ("6", "six"),
        ("1", "one"),
    ]
    html = render_markdown(markdown)
    assert re.findall(r'<ol(?: start="(\d+)")?>', html) == ["4", "6", ""]


# -- Tables, notes, pictures and formulas of a DOCX.


def omml(inside):
    return parse_xml(f'<m:oMath xmlns:m="{M}" xmlns:w="{W}">{inside}</m:oMath>')


def run(words):
    return f"<m:r><m:t>{words}</m:t></m:r>"


FORMULAS = [
    (f"<m:f><m:num>{run('a')}</m:num><m:den>{run('b+1')}</m:den></m:f>", "<mfrac>"),
    (f"<m:sSup><m:e>{run('x')}</m:e><m:sup>{run('2')}</m:sup></m:sSup>", "<msup>"),
    (
        (
            f"<m:sSubSup><m:e>{run('x')}</m:e><m:sub>{run('i')}</m:sub><m:sup>{run('2')}</m:sup>"
            "</m:sSubSup>"
        ),
        "<msubsup>",
    ),
    (f"<m:rad><m:deg>{run('3')}</m:deg><m:e>{run('x')}</m:e></m:rad>", "<mroot>"),
    (
        f'<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/><m:e>{run("x")}</m:e></m:rad>',
        "<msqrt>",
    ),
    (
        (
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{run("i=1")}</m:sub>'
            f"<m:sup>{run('n')}</m:sup><m:e>{run('i')}</m:e></m:nary>"
        ),
        "∑",
    ),
    (
        f"<m:nary><m:sub>{run('0')}</m:sub><m:sup>{run('∞')}</m:sup><m:e>{run('x')}</m:e></m:nary>",
        "∫",
    ),
    (
        (
            '<m:d><m:dPr><m:begChr m:val="{"/><m:endChr m:val=""/></m:dPr>'
            f"<m:e>{run('x')}</m:e></m:d>"
        ),
        ">{</mo>",
    ),
    (
        f"<m:func><m:fName>{run('sin')}</m:fName><m:e>{run('x')}</m:e></m:func>",
        ">sin</m",
    ),
    (
        f'<m:acc><m:accPr><m:chr m:val="\u20d7"/></m:accPr><m:e>{run("v")}</m:e></m:acc>',
        "<mover",
    ),
    (
        (
            f"<m:m><m:mr><m:e>{run('a')}</m:e><m:e>{run('b')}</m:e></m:mr>"
            f"<m:mr><m:e>{run('c')}</m:e><m:e>{run('d')}</m:e></m:mr></m:m>"
        ),
        "<mtable>",
    ),
    (f"<m:eqArr><m:e>{run('a&amp;=b')}</m:e><m:e>{run('c&amp;=d')}</m:e></m:eqArr>", "<mtable"),
    (
        f"<m:limLow><m:e>{run('lim')}</m:e><m:lim>{run('n→∞')}</m:lim></m:limLow>",
        ">lim</m",
    ),
    (f'<m:bar><m:barPr><m:pos m:val="top"/></m:barPr><m:e>{run("x")}</m:e></m:bar>', "<mover"),
    (f"<m:groupChr><m:e>{run('x')}</m:e></m:groupChr>", "<munder"),
    (
        f"<m:sPre><m:sub>{run('1')}</m:sub><m:sup>{run('2')}</m:sup><m:e>{run('H')}</m:e></m:sPre>",
        "<msubsup>",
    ),
    (run("α≤β, 50%, {a}, $5, x_1, c^d, e#f, g~h, k\\l"), "<mo>≤</mo>"),
    (
        (
            f'<m:f><m:fPr><m:type m:val="noBar"/></m:fPr><m:num>{run("n")}</m:num>'
            f"<m:den>{run('k')}</m:den></m:f>"
        ),
        "linethickness",
    ),
]


def test_formulas_of_word_are_formulas_of_the_page(tmp_path):
    document = Document()
    document.add_heading("Formulas", 1)
    for inside, _ in FORMULAS:
        paragraph = document.add_paragraph("It costs 5$ and ")
        paragraph._p.append(omml(inside))
        paragraph.add_run(" so.")
    alone = document.add_paragraph()
    alone._p.append(
        parse_xml(f'<m:oMathPara xmlns:m="{M}"><m:oMath>{run("y=1")}</m:oMath></m:oMathPara>')
    )
    beside = document.add_paragraph("Area 3")
    beside._p.append(omml(run("x")))
    beside.add_run("4")
    document.save(tmp_path / "a.docx")
    _, html = page(tmp_path / "a.docx", "docx")
    assert unread_formulas(html) == []
    paragraphs = re.findall(
        r"<p>It costs 5\$ and (?:<span[^>]*>)?(<math.*?</math>)(?:</span>)? so\.</p>", html
    )
    assert len(paragraphs) == len(FORMULAS)
    for (_, part), shown in zip(FORMULAS, paragraphs, strict=True):
        assert part in shown, (part, shown)
    assert '<div class="formula" tabindex="0"><math display="block"' in html
    assert html.count("<math") == len(FORMULAS) + 2


def test_tables_keep_their_heads_and_joined_cells(tmp_path, valid_html):
    document = Document()
    document.add_heading("Tables", 1)
    table = document.add_table(4, 3)
    for row in range(4):
        for column in range(3):
            table.cell(row, column).text = f"r{row}c{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "both"
    table.cell(1, 2).merge(table.cell(3, 2)).text = "tall"
    row = table.rows[0]._tr.get_or_add_trPr()
    row.append(parse_xml(f'<w:tblHeader xmlns:w="{W}"/>'))
    document.save(tmp_path / "a.docx")
    _, html = page(tmp_path / "a.docx", "docx")
    head = re.search(r"<thead>(.*?)</thead>", html, re.DOTALL)[1]
    assert '<th colspan="2">both</th>' in head
    assert "<th>r0c2</th>" in head
    assert '<td rowspan="3">tall</td>' in html
    assert html.count("<tr>") == 4
    assert len(re.findall(r"<td", html)) == 7
    valid_html(f'<!DOCTYPE html><html lang="en"><title>x</title><body>{html}</body></html>')


def with_notes(path):
    """Adds a footnote and an endnote of the same number to a saved document."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for kind in ("footnote", "endnote"):
        parts[f"word/{kind}s.xml"] = (
            f'<w:{kind}s xmlns:w="{W}"><w:{kind} w:id="1"><w:p><w:r><w:t>Of the {kind}.</w:t></w:r>'
            f"</w:p></w:{kind}></w:{kind}s>"
        ).encode()
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            b"</Types>",
            f'<Override PartName="/word/{kind}s.xml" ContentType="application/vnd.openxmlformats-'
            f'officedocument.wordprocessingml.{kind}s+xml"/></Types>'.encode(),
        )
        parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
            b"</Relationships>",
            f'<Relationship Id="x{kind}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'relationships/{kind}s" Target="{kind}s.xml"/></Relationships>'.encode(),
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_footnotes_and_endnotes_do_not_take_each_others_place(tmp_path):
    document = Document()
    document.add_heading("Notes", 1)
    paragraph = document.add_paragraph("First")
    for kind in ("endnote", "footnote"):
        reference = f'<w:r xmlns:w="{W}"><w:{kind}Reference w:id="1"/></w:r>'
        paragraph._p.append(parse_xml(reference))
        paragraph.add_run(" then")
    document.save(tmp_path / "a.docx")
    with_notes(tmp_path / "a.docx")
    converted, html = page(tmp_path / "a.docx", "docx")
    assert "First[^1] then[^2] then" in converted.markdown
    notes = re.findall(r'<li id="fn-text-\d">\s*<p>(Of the \w+\.)', html)
    assert notes == ["Of the endnote.", "Of the footnote."]


def test_pictures_become_figures_with_their_words(tmp_path):
    document = Document()
    document.add_heading("Pictures", 1)
    document.add_picture(io.BytesIO(picture(3200, 1600)))
    shape = document.inline_shapes[0]._inline.docPr
    shape.set("descr", 'A map of "the" [river]')
    document.add_paragraph("Figure 1. The Rhine", style="Caption")
    document.add_picture(io.BytesIO(picture(60, 40, "JPEG")))
    document.add_picture(io.BytesIO(picture(60, 40, "JPEG")))
    document.save(tmp_path / "a.docx")
    converted, html = page(tmp_path / "a.docx", "docx")
    first = re.search(
        r'<figure><img src="(figures/[0-9a-f]{20}-1600x800\.webp)" alt="([^>]*?)" width="1600"'
        r' height="800" loading="lazy"><figcaption>Figure 1\. The Rhine</figcaption></figure>',
        html,
    )
    assert first[2] == "A map of &quot;the&quot; [river]"
    assert html.count("<figure>") == 3
    assert len(converted.figures) == 2
    with Image.open(io.BytesIO(converted.figures[first[1]])) as shown:
        assert (shown.format, shown.size) == ("WEBP", (1600, 800))
    # Named alike when nobody wants the pictures themselves.
    again = convert(tmp_path / "a.docx", "docx")
    assert again.markdown == converted.markdown
    assert again.figures == {}


@pytest.mark.checklist(43)
def test_a_picture_of_thirty_thousand_pixels_stays_out_and_is_counted(tmp_path):
    huge = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(huge, "PNG")
    document = Document()
    document.add_heading("Pictures", 1)
    document.add_picture(io.BytesIO(huge.getvalue()), width=Pt(200))
    document.save(tmp_path / "a.docx")
    converted, html = page(tmp_path / "a.docx", "docx")
    assert converted.pictures_left_out == 1
    assert "<img" not in html


# -- ODT.

SPACES = " ".join(
    f'xmlns:{name}="{space}"'
    for name, space in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)


def odt(path, body, **parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:automatic-styles>"
            '<text:list-style style:name="L"><text:list-level-style-number text:level="1"'
            ' style:num-format="1"/></text:list-style></office:automatic-styles>'
            f"<office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        )
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)


MATHML = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><semantics><mrow>'
    "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>"
    "<msub><mi>x</mi><mi>i</mi></msub><mo>≤</mo><mfrac><mn>1</mn><msqrt><mi>y</mi></msqrt></mfrac>"
    '</mrow><annotation encoding="StarMath 5.0">sum</annotation></semantics></math>'
)


def test_an_odt_has_all_of_this_too(tmp_path, valid_html):
    def point(words):
        return f"<text:list-item><text:p>{words}</text:p></text:list-item>"

    def cell(words, reach=""):
        more = f' table:number-{reach}-spanned="2"' if reach else ""
        return f"<table:table-cell{more}><text:p>{words}</text:p></table:table-cell>"

    odt(
        tmp_path / "a.odt",
        '<text:h text:outline-level="1">All</text:h>'
        f'<text:list text:style-name="L">{point("one")}{point("two")}</text:list>'
        "<text:p>Between</text:p>"
        '<text:list text:style-name="L" text:continue-numbering="true">'
        f"{point('three')}</text:list>"
        "<table:table><table:table-header-rows><table:table-row>"
        f"{cell('both', 'columns')}"
        "<table:covered-table-cell/></table:table-row></table:table-header-rows>"
        f"<table:table-row>{cell('tall', 'rows')}"
        f"{cell('b')}</table:table-row><table:table-row><table:covered-table-cell/>{cell('c')}"
        "</table:table-row></table:table>"
        '<text:p><draw:frame><draw:image xlink:href="Pictures/1.png"/><svg:desc>A &lt;map&gt;'
        "</svg:desc></draw:frame></text:p>"
        '<text:p>Note<text:note text:note-class="endnote"><text:note-body><text:p>Its words.'
        "</text:p></text:note-body></text:note></text:p>"
        '<text:p><draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>',
        Pictures__1_png=b"",
        **{"Pictures/1.png": picture(), "Object 1/content.xml": MATHML},
    )
    converted, html = page(tmp_path / "a.odt", "odt")
    assert re.findall(r'<ol(?: start="(\d+)")?>', html)[:2] == ["", "3"]
    assert '<th colspan="2">both</th>' in html
    assert '<td rowspan="2">tall</td>' in html
    assert 'alt="A &lt;map&gt;" width="40" height="30"' in html
    assert list(converted.figures) == re.findall(r'src="([^"]+)"', html)
    assert "<p>Its words." in html
    assert unread_formulas(html) == []
    block = re.search(r'<div class="formula" tabindex="0">(<math.*?</math>)', html)[1]
    for part in ("<munderover>", "<mfrac>", "<msqrt>", "<mo>≤</mo>"):
        assert part in block
    assert "StarMath" not in html
    valid_html(f'<!DOCTYPE html><html lang="en"><title>x</title><body>{html}</body></html>')
