"""TeX in a text becomes MathML that every browser shows; what is no TeX stays as it was typed."""

import time

import pytest
from lxml import etree

from webinar.core.mathematics import ATTRIBUTES, ELEMENTS, mathml
from webinar.core.richrules import unread_formulas
from webinar.core.richtext import headings, plain_text, render_markdown

READ = [
    r"x^2 + y_1",
    r"\frac{a}{b}",
    r"\sum_{i=1}^{n} \sqrt[3]{x_i}",
    r"\int_0^\infty e^{-x}\,dx",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}",
    r"\begin{align} a &= b \\ c &= d \end{align}",
    r"\left( \mathbb{R} \cup \alpha \right)",
    r"\hat{x} \overline{AB} \text{ if } x \neq y",
    r"\lim_{x \to 0} \sin x",
    "α + β",
    r"a < b \& c",
]
NOT_READ = [
    r"\foo x",
    r"\frac{a",
    r"\frac{a}",
    r"a_b_c",
    r"x^",
    r"\left( x",
    r"\newcommand{\a}{b}\a",
    r"\def\a{\a\a}\a",
    r"\href{javascript:alert(1)}{x}",
    r"\input{/etc/passwd}",
    r"\style{color:red}{x}",
    "{" * 60 + "x" + "}" * 60,
    "x" * 3000,
    "",
]


@pytest.mark.parametrize("tex", READ)
def test_a_formula_is_mathml_core_and_nothing_else(tex):
    root = etree.fromstring(mathml(tex))
    assert {element.tag for element in root.iter()} <= ELEMENTS
    assert {name for element in root.iter() for name in element.attrib} <= ATTRIBUTES
    assert root.get("alttext") == tex
    # It passes the cleaning as it is.
    html = render_markdown(f"${tex}$")
    assert unread_formulas(html) == []
    again = etree.fromstring(html.strip().replace("&nbsp;", "\u00a0"))[0]
    assert [one.tag for one in again.iter()] == [one.tag for one in root.iter()]
    assert "".join(again.itertext()) == "".join(root.itertext())


@pytest.mark.parametrize("tex", NOT_READ)
def test_what_is_no_formula_stays_as_it_was_typed(tex):
    assert mathml(tex) == ""
    if tex:
        html = render_markdown(f"a ${tex}$ b")
        assert "<math" not in html
        assert len(unread_formulas(html)) == 1
        assert f"${tex}$" in plain_text(html)


def test_a_block_stands_alone_and_scrolls(valid_html):
    html = render_markdown("# On $x^2$\n\n$$\nx = 1\n$$\n\nand $$y$$ too\n\n$$\\nope$$")
    assert '<div class="formula" tabindex="0"><math display="block"' in html
    assert html.count('<math display="inline"') == 2
    assert headings(html)[0].title == "On x2"
    assert unread_formulas(html) == ["$$\\nope$$"]
    valid_html(f'<!DOCTYPE html><html lang="en"><title>x</title><body>{html}</body></html>')


@pytest.mark.parametrize(
    "words",
    ["It costs $5 and $10.", "US$5 to US$6", "$ x $", "a$b", r"\$x\$", "$", "`$x$`", "$5$6"],
)
def test_dollars_stay_dollars(words):
    assert "<math" not in render_markdown(words)
    assert "<code class" not in render_markdown(words)


@pytest.mark.checklist(16)
def test_very_many_and_very_long_formulas_cost_little():
    began = time.monotonic()
    for text in ("$x^2$ " * 20_000, "$" * 100_000, "$a" * 60_000, "$\\frac{a}{b}$" * 10_000):
        render_markdown(text)
    assert time.monotonic() - began < 20


def test_only_pictures_of_the_text_are_shown_and_have_their_size(valid_html):
    ours = "figures/0123456789abcdef0123-800x600.webp"
    html = render_markdown(
        f'![A <b>map</b>]({ours} "The *Rhine*")\n\nHere ![small]({ours}) and ![far](https://x.org/a.png)'
        f" ![up](../{ours}) ![odd](figures/0.webp)"
    )
    assert html.count("<img") == 2
    figure = f'<figure><img src="{ours}" alt="A map" width="800" height="600" loading="lazy">'
    assert figure.replace("A map", "A &lt;b&gt;map&lt;/b&gt;") in html
    assert "<figcaption>The *Rhine*</figcaption></figure>" in html
    assert "far" in html
    assert "x.org" not in html
    valid_html(f'<!DOCTYPE html><html lang="en"><title>x</title><body>{html}</body></html>')


def test_cells_are_joined_upwards_and_to_the_left(valid_html):
    html = render_markdown(
        "| a | << | c |\n|---|---|---|\n| 1 | 2 | 3 |\n| ^^ | 4 | << |\n\n^^ and << stay words"
    )
    assert '<th colspan="2">a</th>' in html
    assert '<td rowspan="2">1</td>' in html
    assert '<td colspan="2">4</td>' in html
    assert "^^ and &lt;&lt; stay words" in html
    valid_html(f'<!DOCTYPE html><html lang="en"><title>x</title><body>{html}</body></html>')


def test_a_long_formula_in_a_line_has_a_box_to_scroll_in():
    """No line can break in it, and a telephone is narrower."""
    short = render_markdown("So $a + b = c$.")
    assert "<span" not in short
    long = render_markdown(f"So ${'+'.join('abcdefghij')}$.")
    assert '<span class="formula" tabindex="0"><math display="inline"' in long
