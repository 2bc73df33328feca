"""Whatever is typed, only tags and attributes of the list come out."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webinar.core.richtext import clean_html, render_comment, render_markdown

pytestmark = pytest.mark.checklist(3, 4)

ALLOWED = set(
    "p br hr em strong s sub sup a code pre blockquote ul ol li h2 h3 h4 h5 h6 div "
    # Of a long formula within a line.
    "table thead tbody tr th td span".split()
)
#: formulas (MathML Core), and nothing in them that loads, links, scripts or styles
MATHEMATICS = set(
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover "
    "mtable mtr mtd mmultiscripts mprescripts mpadded mphantom mstyle merror".split()
)
OF_MATHEMATICS = set(
    "display displaystyle scriptlevel mathvariant stretchy fence separator form accent accentunder "
    "largeop movablelimits minsize maxsize symmetric lspace rspace linethickness width height "
    "depth columnspan rowspan alttext".split()
)
ATTRIBUTES = {"href", "rel", "title", "id", "start", "type", "tabindex", "class"} | {
    "colspan",
    "rowspan",
}
PIECES = [
    *("<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=x>", "<a href="),
    *("javascript:alert(1)", "java\nscript:x", "&#106;avascript:x", "data:text/html,x", ">"),
    *("[x](", ")", "![y](", "<", '"', "'", "`", "```\n", "\n\n", "# ", "- ", "1. ", "> "),
    *("[^1]", "[^1]: ", "| a | b |\n|--:|---|\n", "**", "~~", "\\", "\t", "    ", "<!--", "-->"),
    *("<h1 id=x onclick=y>", "</h1>", "<style>", "<iframe src=//e>", "<b style=x>", "\0", "]]>"),
    *("$x^2$", "$$\\frac{a}{b}$$", "\\href{javascript:x}{y}", "$\\text{<script>}$", "$"),
    *("<math><mi>", "<http://a.example>", "(a) ", "http://x.example/", "&lt;", "mailto:", "#"),
]
SOURCES = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=25).map("".join)


class Strict(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids = []

    def handle_starttag(self, tag, attrs):
        if tag in MATHEMATICS:
            assert {name for name, _value in attrs} <= OF_MATHEMATICS, attrs
            return
        assert tag in ALLOWED, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, (tag, name)
            if name == "href":
                assert value.startswith(("http://", "https://", "mailto:", "#")) or value[
                    :8
                ].lower().startswith(("http://", "https://", "mailto:")), value
            if name == "id":
                assert value.startswith(("text-", "fn-text-", "fnref-text-")), value
                self.ids.append(value)

    def handle_comment(self, data):
        raise AssertionError(data)

    def handle_decl(self, decl):
        raise AssertionError(decl)


def check(html):
    parser = Strict()
    parser.feed(html)
    parser.close()
    assert len(parser.ids) == len(set(parser.ids))


@settings(max_examples=300, deadline=None)
@given(SOURCES)
def test_markdown_never_lets_foreign_markup_through(source):
    check(render_markdown(source))


@settings(max_examples=200, deadline=None)
@given(SOURCES)
def test_comment_never_lets_foreign_markup_through(source):
    check(render_comment(source))


@settings(max_examples=300, deadline=None)
@given(SOURCES)
def test_foreign_html_never_keeps_what_is_not_allowed(source):
    check(clean_html(source))
