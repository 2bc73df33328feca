"""A paper's text as its page shows it: what scrolls is one stop of Tab with a name, notes lead back
by a name, paragraphs can be cited, joined cells are rectangles."""

import re

import pytest

from webinar.core.richtext import render_markdown
from webinar.papers.release.article import article


def test_each_box_is_reached_once_and_has_a_name(in_app):
    text = "| A | B |\n|---|---|\n| 1 | 2 |\n\n$$a=b$$\n\n| C |\n|---|\n| 3 |\n"
    html = article(render_markdown(text) + "<table><tr><td>4</td></tr></table>")
    for number in (1, 2, 3):
        box = f'<div class="scrolls" role="group" tabindex="0" aria-label="Table {number}"><table'
        assert html.count(box) == 1
    assert '<div class="formula" role="group" tabindex="0" aria-label="Formula 1"><math' in html
    assert "table-scroll" not in html
    assert html.count("tabindex") == 4
    assert html.count("<div") == html.count("</div>") == 4


def test_notes_lead_back_by_name_and_paragraphs_have_addresses(in_app):
    html = article(render_markdown("One.[^1]\n\n> Two.[^1]\n\n[^1]: Note."))
    assert re.findall(r'<p id="(p-\d)">(\w+)', html) == [("p-1", "One"), ("p-2", "Two")]
    assert re.findall(r'role="doc-noteref"[^>]*>([^<]+)<', html) == ["[1]", "[1]"]
    told = re.findall(r'role="doc-backlink" aria-label="([^"]+)"', html)
    assert told == ["Back to note 1 in the text", "Back to note 1 (2) in the text"]
    assert '<li id="fn-text-1"><p>Note.' in html


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ("|1|2|<<|\n|4|^^|<<|", '1,colspan="2" rowspan="2"2,4'),
        ("|1|2|<<|\n|^^|^^|^^|", 'rowspan="2"1,colspan="2" rowspan="2"2'),
        # An L would push its neighbour out of its column.
        ("|1|2|3|\n|4|^^|<<|", '1,rowspan="2"2,3,4,&lt;&lt;'),
        ("|1|2|<<|\n|4|^^|x|", '1,colspan="2"2,4,^^,x'),
    ],
)
def test_joined_cells_are_rectangles(rows, cells):
    html = render_markdown("|A|B|C|\n|-|-|-|\n" + rows)
    assert ",".join(map("".join, re.findall(r"<td ?([^>]*)>([^<]*)", html))) == cells
