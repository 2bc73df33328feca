"""Rich text that is pasted into a paper's text keeps its structure, and nothing else of it."""

import pytest

from webinar.core.richtext import render_markdown

pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True)
_PASTE = """(html) => {
  const field = document.getElementById("body");
  field.focus();
  field.select();
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "the plain words");
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  return [field.dispatchEvent(event), field.value];
}"""
_RICH = """<meta charset="utf-8"><b style="font-weight:normal" id="docs-internal"><h1>On tides</h1>
<p>High water comes <strong>fifty minutes</strong> later, <em>each</em> day;
see <a href="https://example.org/a">the table</a>.<br>It is 2 * 3_4.</p>
<ol start="3"><li><p>Look</p><ul><li>at the Moon</li></ul></li><ul><li>at the clock</li></ul>
<li>Write</li></ol>
<table><tr><th>place</th><th>range</th></tr><tr><td>Brest</td><td>6 m | more</td></tr></table>
<blockquote><p>The sea waits.</p></blockquote><p># no heading</p></b>"""
_WANTED = r"""## On tides

High water comes **fifty minutes** later, *each* day; see [the table](<https://example.org/a>).\
It is 2 \* 3\_4.

3. Look
   - at the Moon
   - at the clock
4. Write

| place | range |
| --- | --- |
| Brest | 6 m \| more |

> The sea waits.

\# no heading"""
_HOSTILE = """<h2>A<img src=x onerror="window.hit = 1"><script>window.hit = 1</script></h2>
<p><a href="javascript:alert(1)">here</a> &lt;script&gt;alert(1)&lt;/script&gt;</p>"""


def test_structure_is_kept_and_undo_takes_it_back(server, page):
    page.goto("/call/new")
    page.fill("#body", "What stood there")
    went_on, value = page.evaluate(_PASTE, _RICH)
    assert not went_on
    assert value == _WANTED
    html = render_markdown(value)
    for piece in ("<h2", '<ol start="3">', "<table>", "<blockquote>", "<strong>fifty minutes<"):
        assert piece in html
    assert "written as Markdown" in page.locator(".field:has(#body)").inner_text()
    page.keyboard.press("Control+z")
    assert page.input_value("#body") == "What stood there"


def test_a_long_paper_is_pasted_in_a_blink(server, page):
    """Chromium's insertText takes twenty seconds for this, and nobody waits for it."""
    page.goto("/call/new")
    page.fill("#body", "What stood there")
    html = "<h2>On tides</h2>" + "<p>High &amp; low water &lt; 6 m.</p>\n" * 1600
    took = page.evaluate(
        f"(html) => {{ const at = Date.now(); ({_PASTE})(html); return Date.now() - at }}", html
    )
    assert took < 5_000
    wanted = "\n\n".join(["## On tides", *[r"High & low water \< 6 m."] * 1600])
    assert page.input_value("#body") == wanted
    page.keyboard.press("Control+z")
    assert page.input_value("#body") == "What stood there"


def test_nothing_runs_and_nothing_hostile_is_written(server, page):
    page.goto("/call/new")
    _went_on, value = page.evaluate(_PASTE, _HOSTILE)
    assert value == "## A\n\nhere \\<script\\>alert(1)\\</script\\>"
    assert page.evaluate("window.hit") is None


@pytest.mark.parametrize(
    "html",
    ["<p>Only <b>words</b></p>", "", "<h1>T</h1><p style='mso-list:l0 level1'>1. drawn</p>"],
    ids=["no structure", "no rich text", "Word's drawn lists"],
)
def test_all_else_is_pasted_as_ever(server, page, html):
    page.goto("/call/new")
    page.fill("#body", "")
    assert page.evaluate(_PASTE, html) == [True, ""]
