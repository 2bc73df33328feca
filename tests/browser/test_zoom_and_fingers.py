"""1280 pixels at 400 % are 320: one column, nothing lost, and links as tall as a finger."""

import pytest

from tests.browser.measuring import too_wide

pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True)
_PAGES = (
    *("/", "/webinars/", "/webinars/archive/", "/webinars/tides-and-harbours/"),
    *("/webinars/tides-and-harbours/reading-the-tide/", "/papers/", "/search?q=tides"),
    *("/papers/what-crosses-over-on-translating-poetry/", "/speakers/imogen-hartley/"),
    *("/contact", "/call", "/subscribe", "/sign-in"),
)
#: the words of everything that somebody reads for orientation or acts with, as far as it is seen;
#: rooms beside each other are offered where they fit (`wide-only`)
_SEEN = """() => [...document.querySelectorAll("h1, h2, h3, h4, a, button, label, summary, p")]
  .filter((part) => part.checkVisibility({ visibilityProperty: true }) && part.textContent.trim())
  .filter((part) => !part.closest(".wide-only"))
  .map((part) => part.textContent.trim().replace(/\\s+/g, " "))"""
_CUT_OFF = """() => [...document.querySelectorAll("main *")].filter((part) => {
  const style = getComputedStyle(part);
  return style.overflowX === "hidden" && part.scrollWidth > part.clientWidth + 1
    && part.clientWidth > 1 && !part.closest("[aria-hidden]");
}).map((part) => part.outerHTML.slice(0, 120))"""
_TOO_SMALL = """() => [...document.querySelectorAll(
  ":is(.menu, .links, .kicker, .crumbs, .meta, .footer) a, .button, button, summary, select"
)].filter((part) => part.checkVisibility() && part.getBoundingClientRect().height < 43)
  .map((part) => `${part.getBoundingClientRect().height} ${part.outerHTML.slice(0, 120)}`)"""


def test_at_400_percent_nothing_is_lost_and_nothing_scrolls_sideways(server, new_context):
    wide = new_context(viewport={"width": 1280, "height": 1024}, reduced_motion="reduce").new_page()
    zoomed = new_context(
        viewport={"width": 320, "height": 256}, device_scale_factor=4, reduced_motion="reduce"
    ).new_page()
    wrong = {}
    for path in _PAGES:
        wide.goto(path)
        zoomed.goto(path)
        # A footnote stands at the margin on one, at the end on the other.
        for page in (wide, zoomed):
            page.locator(".margin-note").evaluate_all("all => all.forEach((one) => one.remove())")
        lost = set(wide.evaluate(_SEEN)) - set(zoomed.evaluate(_SEEN))
        found = [f"lost: {words}" for words in sorted(lost) if "ago" not in words]
        found += [f"too wide: {one}" for one in too_wide(zoomed)]
        found += [f"cut off: {one}" for one in zoomed.evaluate(_CUT_OFF)]
        found += [f"too small: {one}" for one in zoomed.evaluate(_TOO_SMALL)]
        if found:
            wrong[path] = found
    assert wrong == {}
