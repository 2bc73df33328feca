"""Tables and formulas of a paper scroll within a box of their own: one stop of Tab, with a name."""

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
