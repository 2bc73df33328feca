"""For whoever asked for less motion, nothing moves."""

import pytest

pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True)
_MOVES = """() => {
  const lasts = (durations) => durations.split(",").some((one) => parseFloat(one) > 0);
  const moves = (style) => style.scrollBehavior === "smooth" || lasts(style.transitionDuration)
    || (style.animationName !== "none" && lasts(style.animationDuration));
  const moving = [...document.querySelectorAll("*")].filter((part) =>
    [null, "::before", "::after"].some((which) => moves(getComputedStyle(part, which))));
  const named = moving.map((part) => part.outerHTML.slice(0, 100));
  return [...named, ...document.getAnimations().map((one) => one.animationName || "transition")];
}"""


def test_nothing_moves_where_less_motion_is_wanted(server, new_context, organizer):
    context = new_context(reduced_motion="reduce", storage_state=organizer)
    page = context.new_page()
    for path in ("/", "/webinars/tides-and-harbours/", "/design"):
        page.goto(path)
        page.locator("main a").first.hover()
        assert page.evaluate(_MOVES) == []
        page.keyboard.press("Escape")


def test_otherwise_the_word_now_has_a_beating_dot(server, new_context, organizer):
    """The check above finds what moves."""
    context = new_context(reduced_motion="no-preference", storage_state=organizer)
    page = context.new_page()
    page.goto("/design")
    assert "pulse" in page.evaluate(_MOVES)
