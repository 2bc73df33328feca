"""A formula in words on a line, for a PDF: nothing of it is lost, and nothing becomes another."""

import time

import pytest

from webinar.core.richtext import render_markdown
from webinar.papers.release.blocks import blocks


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        ("E = mc^2", "E = mc²"),
        (r"\frac{a+b}{2}", "(a + b)/2"),
        (r"\frac{x}{2y}", "x/(2y)"),
        (r"\sqrt{x_1^2+y}", "√(x₁² + y)"),
        (r"\sqrt[3]{x}", "³√x"),
        (r"\sqrt[k]{x}", "√[k]x"),
        (r"\sqrt{-x}", "√(−x)"),
        (r"{a+b}^2", "(a + b)²"),
        (r"\left(a+b\right)^2", "(a + b)²"),
        (r"(a+b)^2", "(a + b)²"),
        (r"e^{-x^2/2}", "e^(−x²/2)"),
        (r"x = -1", "x = −1"),
        (r"(-1)^n", "(−1)ⁿ"),
        (r"a-b", "a − b"),
        (r"a_{ij}", "a_ij"),
        (r"f'(x)", "f′(x)"),
        (r"\hat{x} + \overline{AB}", "x̂ + A̅B̅"),
        (r"\mathbb{R}", "ℝ"),
        (r"\sum_{i=1}^{n} i", "∑_(i=1)ⁿ i"),
        (r"\lim_{n\to\infty} \sin x", "lim_(n→∞) sin x"),
        (r"\binom{n}{k}", "(n; k)"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a, b; c, d)"),
        (r"\begin{cases} a & x>0 \\ b & x \le 0\end{cases}", "{a, x > 0; b, x ≤ 0"),
    ],
)
def test_a_formula_is_read_from_left_to_right(tex, words):
    assert blocks(render_markdown(f"${tex}$")) == [["text", words]]


def test_lines_under_each_other_stay_lines():
    tex = r"\begin{aligned} a &= b + 1 \\ c &= d \end{aligned}"
    assert blocks(render_markdown(f"$${tex}$$")) == [["formula", "a = b + 1\nc = d"]]


def test_tables_in_tables_cost_little():
    tex = "a"
    for _ in range(20):
        tex = rf"\begin{{matrix}} {tex} \end{{matrix}}"
    began = time.monotonic()
    assert blocks(render_markdown(f"${tex}$"))[0][1] == "a"
    assert time.monotonic() - began < 2


def test_items_know_how_deep_they_stand():
    text = "1. a\n\n   more\n2. b\n   - c\n     - d\n\n   after\n3. e\n\ntext"
    assert blocks(render_markdown(text)) == [
        ["item", "1. a", 1],
        ["more", "more", 1],
        ["item", "2. b", 1],
        ["item", "• c", 2],
        ["item", "• d", 3],
        ["more", "after", 1],
        ["item", "3. e", 1],
        ["text", "text"],
    ]


def test_joined_cells_leave_their_places_empty():
    text = "|A|B|C|D|\n|-|-|-|-|\n|1|2|<<|3|\n|4|^^|^^|5|\n|6|7|8|^^|"
    (table,) = blocks(render_markdown(text))
    assert table == [
        "table",
        [list("ABCD"), ["1", "2", "", "3"], ["4", "", "", "5"], ["6", "7", "8", ""]],
        1,
    ]
