"""What Word, LibreOffice and pandoc write as DOCX becomes what its author saw.

Each case is the core of a file in the test suites of LibreOffice, Apache POI or pandoc in which
something was lost: a small one of our own, without the rest of it.
"""

import zipfile

import pytest

from webinar.core.richtext import headings, render_markdown
from webinar.papers.conversion import _read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = " ".join(
    f'xmlns:{name}="{space}"'
    for name, space in {
        "w": W,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
STYLES = "".join(
    f'<w:style{kind} w:styleId="{name}"><w:name w:val="{name.replace("-", " ")}"/>{more}</w:style>'
    for name, kind, more in (
        ("heading-1", ' w:type="paragraph"', ""),
        ("Mine", ' w:type="paragraph"', '<w:basedOn w:val="heading-1"/>'),
        ("Chapter", "", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        ("Block-Text", ' w:type="paragraph"', ""),
        ("Source-Code", ' w:type="paragraph"', ""),
        ("toc-1", ' w:type="paragraph"', ""),
        ("Image-Caption", ' w:type="paragraph"', ""),
        ("Verbatim-Char", ' w:type="character"', ""),
        ("Loud", ' w:type="character"', "<w:rPr><w:b/><w:i/></w:rPr>"),
    )
)


def levels(identity, *kinds):
    return f'<w:abstractNum w:abstractNumId="{identity}">' + "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(kinds)
    )


NUMBERS = (
    levels(0, ("decimal", "%1."), ("lowerLetter", "%2)"))
    + "</w:abstractNum>"
    + levels(1, ("upperRoman", "%1."))
    + "</w:abstractNum>"
    + levels(2, ("bullet", "•"), ("bullet", "◦"))
    + "</w:abstractNum>"
    + levels(3, ("bullet", " "))
    + "</w:abstractNum>"
    # A list in a style that is not there.
    + '<w:abstractNum w:abstractNumId="4"><w:numStyleLink w:val="Gone"/></w:abstractNum>'
    + "".join(
        f'<w:num w:numId="{at + 1}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(5)
    )
)


def p(words, style="", number=None, level=0, look=""):
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    place = (
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    )
    inside = words if words.startswith("<") else r(words)
    return f"<w:p><w:pPr>{style}{place}{look}</w:pPr>{inside}</w:p>"


def r(words, look=""):
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def docx(path, body, more=()):
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="a"/>'
            "</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1"'
            f' Type="{relations}/officeDocument" Target="/word/main7.xml"/></Relationships>',
        )
        archive.writestr(
            "word/main7.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
        )
        archive.writestr("word/styles.xml", f"<w:styles {SPACES}>{STYLES}</w:styles>")
        archive.writestr("word/numbering.xml", f"<w:numbering {SPACES}>{NUMBERS}</w:numbering>")
        archive.writestr("customXml/item1.xml", "<broken>")
        for name, data in more:
            archive.writestr(name, data)
    return path


@pytest.fixture
def of_word(tmp_path):
    def read(body):
        return _read(str(docx(tmp_path / "a.docx", body)), "docx", False)["markdown"].rstrip("\n")

    return read


def box(words):
    return f"<w:txbxContent>{p(words)}</w:txbxContent>"


def in_both_ways(new, old):
    return (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{new}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{old}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def shape(words):
    return f"<wps:wsp><wps:txbx>{box(words)}</wps:txbx></wps:wsp>"


WHOLE = [
    # Text boxes: in new markup alone, in both (once), in a shape that mammoth does not know.
    (p(in_both_ways(shape("In a box."), "")), "In a box."),
    (
        p(
            in_both_ways(
                shape("Twice."), f"<v:oval><v:textbox>{box('Twice.')}</v:textbox></v:oval>"
            )
        ),
        "Twice.",
    ),
    (
        p(f"<w:r><w:pict><v:oval><v:textbox>{box('Round.')}</v:textbox></v:oval></w:pict></w:r>"),
        "Round.",
    ),
    # Fields, ruby, another direction, a carriage return.
    (p(f'<w:fldSimple w:instr=" DATE ">{r("5 May")}</w:fldSimple>'), "5 May"),
    (
        p(f"<w:fldSimple w:instr=' HYPERLINK \"https://x.example/\"'>{r('there')}</w:fldSimple>"),
        "[there](<https://x.example/>)",
    ),
    (
        p(
            f"<w:r><w:ruby><w:rt>{r('kyō')}</w:rt><w:rubyBase>{r('今日')}</w:rubyBase></w:ruby></w:r>"
        ),
        "今日",
    ),
    (
        p(f'<w:dir w:val="rtl">{r("שלום")}</w:dir><w:bdo w:val="rtl">{r("עולם")}</w:bdo>'),
        "שלוםעולם",
    ),
    (p(f"{r('one')}<w:r><w:cr/></w:r>{r('two')}"), "one\n\ntwo"),
    # Hidden words are not shown.
    (p(f"{r('seen')}{r('hidden', '<w:vanish/>')}"), "seen"),
    # Words that only look like Markdown.
    (p("a &amp;amp;nbsp; b", "heading-1"), r"# a \&amp;nbsp; b"),
    (p(f"{r('Note:', '<w:b/>')}{r('this')}", "heading-1"), "# **Note**:this"),
    (p(r("x", "<w:b/>") + r("y", "<w:i/>") + r("z"), "heading-1"), "# **x***y*z"),
]


@pytest.mark.parametrize(("body", "markdown"), WHOLE)
def test_nothing_of_word_is_passed_over(of_word, body, markdown):
    assert of_word(body) == markdown


def test_a_style_means_what_it_is_based_on(of_word):
    loud, program = '<w:rStyle w:val="Loud"/>', '<w:rStyle w:val="Verbatim-Char"/>'
    raised = '<w:vertAlign w:val="superscript"/>'
    markdown = of_word(
        p("Contents 3", "toc-1")
        + p("Of my own", "Mine")
        + p("By its level", "Chapter")
        + p("By itself", look='<w:outlineLvl w:val="2"/>')
        + p("Said.", "Block-Text")
        + p("Said on.", "Block-Text")
        + p("for x in y:", "Source-Code")
        + p("    print(*x)", "Source-Code")
        + p(f"{r('very', loud)}{r(' loud ')}{r('a_b', program)}{r(' 10')}{r('6', raised)}")
    )
    assert markdown == (
        "# Of my own\n\n## By its level\n\n### By itself\n\n> Said.\n>\n> Said on.\n\n"
        "```\nfor x in y:\n    print(*x)\n```\n\n***very*** loud `a_b` 10<sup>6</sup>"
    )
    html = render_markdown(markdown)
    assert [one.title for one in headings(html)] == ["Of my own", "By its level", "By itself"]
    assert "10<sup>6</sup>" in html


def test_lists_in_pieces_are_whole(of_word):
    markdown = of_word(
        p("one", number=1)
        + p("more of it", number=4)
        + p("letter", number=1, level=1)
        + p("letter", number=1, level=1)
        + p("two", number=1)
        + p("Roman", number=2)
        + p("Roman", number=2)
        + p("Between.")
        + p("deeper at once", number=3, level=1)
        + p("of a lost style", number=5)
    )
    assert markdown == (
        "1. one\n\n   more of it\n   - (a) letter\n   - (b) letter\n2. two\n\n"
        "- (I) Roman\n- (II) Roman\n\nBetween.\n\n- deeper at once\n\nof a lost style"
    )
    # A heading whose level of a list shows nothing stands by itself.
    after = of_word(p("one", number=1) + p("Methods", style="heading-1", number=4) + p("Text."))
    assert after == "1. one\n\n# Methods\n\nText."
    assert '<ol type="a">' in render_markdown(markdown)
    assert '<ol type="I">' in render_markdown(markdown)


def test_a_cell_keeps_its_lines(of_word, valid_html):
    cells = (
        p("Ada") + p("Berlin"),
        p("one", number=3) + p("two", number=3),
        p("a|b", "Source-Code"),
    )
    row = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    markdown = of_word(f"<w:tbl><w:tr>{row}</w:tr><w:tr>{row}</w:tr></w:tbl>")
    assert markdown.split("\n")[0] == r"| Ada<br>Berlin | • one<br>• two | `a\|b` |"
    html = render_markdown(markdown)
    assert "<td>Ada<br>\nBerlin</td>" in html
    valid_html(f'<!DOCTYPE html><html lang="en"><title>x</title><body>{html}</body></html>')


def test_the_strict_form_is_the_same_document(tmp_path):
    body = p("One", "heading-1") + p("lettered", number=1, level=1) + p("<m:oMath><m:r/></m:oMath>")
    body = body.replace("<m:r/>", "<m:r><m:t>x</m:t></m:r>")
    usual, strict = docx(tmp_path / "a.docx", body), tmp_path / "b.docx"
    with zipfile.ZipFile(usual) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            for kind in (b"wordprocessingml", b"officeDocument"):
                there = b"http://schemas.openxmlformats.org/" + kind + b"/2006/"
                data = data.replace(there, b"http://purl.oclc.org/ooxml/" + kind + b"/")
            new.writestr(name, data)
    found = [_read(str(path), "docx", False)["markdown"] for path in (usual, strict)]
    assert found == ["# One\n\n- (a) lettered\n\n$$x$$\n"] * 2


def test_rows_and_columns_in_which_nothing_begins_go(of_word, valid_html):
    def cell(words, across=1, down=""):
        look = f'<w:gridSpan w:val="{across}"/>' + (f'<w:vMerge w:val="{down}"/>' if down else "")
        return f"<w:tc><w:tcPr>{look}</w:tcPr>{p(words)}</w:tc>"

    rows = (
        cell("a", 2) + cell("b"),
        cell("tall", 2, "restart") + cell("also", 1, "restart"),
        cell("", 2, "continue") + cell("", 1, "continue"),
        cell("", 2) + cell(""),
        cell("c", 2) + cell("d"),
    )
    markdown = of_word(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>")
    assert markdown == "| a | b |\n| --- | --- |\n| tall | also |\n| c | d |"
    html = render_markdown(markdown)
    valid_html(f'<!DOCTYPE html><html lang="en"><title>x</title><body>{html}</body></html>')
