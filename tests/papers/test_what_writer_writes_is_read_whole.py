"""What LibreOffice, OpenOffice and pandoc write as ODT becomes what its author saw.

Each case is the core of a file in the test suites of LibreOffice or Calligra, or of one that pandoc
made, in which something was lost: a small one of our own, without the rest of it.
"""

import zipfile

import pytest

from tests.papers.test_a_document_becomes_a_clean_page import odt
from webinar.papers.conversion import _read


@pytest.fixture
def of_writer(tmp_path):
    def read(body, styles=""):
        odt(tmp_path / "a.odt", f"<text:section>{body}</text:section>")
        path = tmp_path / "b.odt"
        with zipfile.ZipFile(tmp_path / "a.odt") as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                data = old.read(name).decode()
                fo = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
                data = data.replace("<office:document-content ", f"<office:document-content {fo} ")
                start = "<office:automatic-styles>"
                new.writestr(name, data.replace(start, start + styles))
        return _read(str(path), "odt", False)["markdown"].rstrip("\n")

    return read


LISTS = (
    '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1"'
    ' text:bullet-char="•"/><text:list-level-style-bullet text:level="2" text:bullet-char="◦"/>'
    '</text:list-style><text:list-style style:name="S"><text:list-level-style-bullet'
    ' text:level="1" text:bullet-char=" "/></text:list-style>'
)


def item(*content):
    return f"<text:list-item>{''.join(content)}</text:list-item>"


def of(style, *items):
    return f'<text:list text:style-name="{style}">{"".join(items)}</text:list>'


def t(words, style=""):
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def test_lists_of_writer_in_pieces_are_whole(of_writer):
    markdown = of_writer(
        of("B", item(t("one")), item(t("two")))
        + of("S", item(t("more of it")))
        + of("B", item(of("B", item(t("nested")), item(t("another")))))
        + of("B", item(of("B", item(of("L", item(t("counted")))))))
        + of("B", item(t("three"))),
        LISTS,
    )
    assert markdown == (
        "- one\n- two\n\n  more of it\n  - nested\n  - another\n    1. counted\n- three"
    )


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        # Fields and references, and a number of a page, which means nothing here.
        (
            t(
                "See <text:bookmark-ref>Chapter 2</text:bookmark-ref> of"
                " <text:title>Rivers</text:title><text:page-number>7</text:page-number>"
            ),
            "See Chapter 2 of Rivers",
        ),
        # Shapes and boxes, with what stands in them.
        (
            t("Anchor<draw:custom-shape><text:p>In a shape.</text:p></draw:custom-shape>"),
            "Anchor\n\nIn a shape.",
        ),
        (
            t(
                "Before<draw:frame><draw:text-box><text:h>Head</text:h><text:p>one</text:p>"
                "<text:p>two</text:p></draw:text-box></draw:frame> after"
            ),
            "Before after\n\n# Head\n\none\n\ntwo",
        ),
        # Looks, by a parent, too.
        (
            t("H<text:span text:style-name='Low'>2</text:span>O ")
            + t("<text:span text:style-name='Child'>e</text:span>mphasis", "Quotations"),
            "H<sub>2</sub>O\n\n> *e*mphasis",
        ),
        (t("a", "Preformatted_20_Text") + t("b<text:s text:c='2'/>c", "Mono"), "```\na\nb  c\n```"),
        (t("x <text:span text:style-name='Source_20_Text'>y_z</text:span>", "Title"), "# x `y_z`"),
        (t("Whole", "Bold") + "<text:h>H</text:h>", "**Whole**\n\n# H"),
        (t("old<text:span text:style-name='Gone'>hidden</text:span>", "Heading_20_2"), "## old"),
        # A bibliography is text, a table of contents is not.
        (
            (
                "<text:bibliography><text:index-body><text:p>Byron 1843</text:p></text:index-body>"
                "</text:bibliography><text:table-of-content><text:index-body>"
                "<text:p>1 One 3</text:p>"
                "</text:index-body></text:table-of-content>"
            ),
            "Byron 1843",
        ),
        # A table within a cell is said once; a broken formula takes only itself along.
        (
            (
                "<table:table><table:table-row><table:table-cell><table:table><table:table-row>"
                f"<table:table-cell>{t('in')}</table:table-cell></table:table-row></table:table>"
                f"</table:table-cell><table:table-cell>{t('by')}</table:table-cell></table:table-row>"
                "</table:table>"
            ),
            "| in | by |\n| --- | --- |",
        ),
    ],
)
def test_nothing_of_writer_is_passed_over(of_writer, body, markdown):
    def style(name, family, look="", parent=""):
        return (
            f'<style:style style:name="{name}" style:family="{family}"'
            f' style:parent-style-name="{parent}"><style:text-properties {look}/></style:style>'
        )

    styles = (
        style("Low", "text", 'style:text-position="sub 58%"')
        + style("Slanted", "text", 'fo:font-style="italic"')
        + style("Child", "text", 'fo:font-weight="normal"', "Slanted")
        + style("Gone", "text", 'text:display="none"')
        + style("Bold", "paragraph", 'fo:font-weight="bold"')
        + style("Mono", "paragraph", parent="Preformatted_20_Text")
    )
    assert of_writer(body, styles) == markdown


def test_a_formula_of_writer_stands_in_its_line_or_alone(of_writer):
    formula = (
        '<draw:frame><draw:object><math xmlns="http://www.w3.org/1998/Math/MathML"'
        ' display="block"><mi>x</mi></math></draw:object></draw:frame>'
    )
    assert of_writer(t(f"Let {formula} be.") + t(f"{formula}.")) == "Let $x$ be.\n\n$$x.$$"


def test_signs_around_something_tall_grow(of_writer):
    sign = '<mo fence="true" stretchy="true">'
    formula = (
        '<draw:frame><draw:object><math xmlns="http://www.w3.org/1998/Math/MathML">'
        f"<mrow>{sign}(</mo><mfrac><mi>a</mi><mi>b</mi></mfrac>{sign})</mo></mrow></math>"
        "</draw:object></draw:frame>"
    )
    assert of_writer(t(f"Let {formula} be.")) == r"Let $\left( \frac{a}{b}\right)$ be."


def test_headings_that_stand_in_a_list_are_headings(of_writer):
    one, two = "<text:h>One</text:h>", "<text:h text:outline-level='2'>Two</text:h>"
    markdown = of_writer(of("L", item(one, t("Words.")), item(of("L", item(two)))))
    assert markdown == "# One\n\nWords.\n\n## Two"


def test_a_text_file_that_writer_opened_is_no_program(of_writer):
    lines = ("Rivers", "1. They flow, as everybody knows.", "2. They end, as nobody knows.")
    markdown = of_writer("".join(t(words, "Preformatted_20_Text") for words in lines))
    assert markdown.endswith("1. They flow, as everybody knows.\n2. They end, as nobody knows.")
