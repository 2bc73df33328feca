"""Where the system chooses the colours (forced-colors: active), nothing is told by ours alone."""

import pytest

pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True)
_NO_EDGE = """(parts) => parts.filter((part) => {
  const style = getComputedStyle(part);
  const edge = ["Top", "Right", "Bottom", "Left"].some((side) =>
    style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) >= 1);
  return part.checkVisibility() && !edge && style.textDecorationLine !== "underline";
}).map((part) => part.outerHTML.slice(0, 120))"""
_FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  const { outlineStyle, outlineWidth, outlineColor, backgroundColor } = style;
  return [outlineStyle, parseFloat(outlineWidth), outlineColor, backgroundColor];
}"""


@pytest.fixture
def page(new_context, organizer):
    context = new_context(storage_state=organizer, forced_colors="active", color_scheme="dark")
    return context.new_page()


def test_every_state_has_an_edge_or_a_line(server, page):
    page.goto("/design")
    fields = "input:not([type=checkbox], [type=radio], [type=file]), select, textarea"
    for selector in ("button:not(.plain), .button", ".badge", ".notice", ".has-error",
                     ".session.is-now", fields, "table td", ".portrait"):  # fmt: skip
        parts = page.locator(f"main :is({selector})")
        assert parts.count(), selector
        assert parts.evaluate_all(_NO_EDGE) == []


def test_colours_to_choose_from_keep_their_colour(server, page):
    page.goto("/organize/site/")
    swatches = page.locator(".swatch")
    colours = swatches.evaluate_all("s => s.map((one) => getComputedStyle(one).backgroundColor)")
    assert len(colours) == len(set(colours)) == 8


def test_the_place_in_the_menu_is_underlined(server, page):
    for path in ("/papers/", "/organize/webinars/"):
        page.goto(path)
        here = page.locator("nav [aria-current]").first
        after = here.evaluate("e => getComputedStyle(e, '::after').content")
        line = here.evaluate("e => getComputedStyle(e).textDecorationLine")
        assert line == "underline", after


def test_the_focus_is_seen(server, page):
    page.goto("/contact")
    for _ in range(14):
        page.keyboard.press("Tab")
        style, width, colour, ground = page.evaluate(_FOCUS)
        assert (style, width >= 2) == ("solid", True)
        assert colour != ground
