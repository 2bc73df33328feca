"""The accessibility tree of the main pages: names that say what happens, an order to walk by."""

import itertools
import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True)
_PAGES = (
    *("/", "/webinars/", "/webinars/archive/", "/webinars/tides-and-harbours/"),
    *("/webinars/tides-and-harbours/reading-the-tide/", "/papers/", "/speakers/", "/news/"),
    *("/papers/what-crosses-over-on-translating-poetry/", "/speakers/imogen-hartley/"),
    *("/search?q=tides", "/contact", "/call", "/subscribe", "/sign-in"),
)
_SAY_NOTHING = {"here", "click here", "more", "read more", "link", "this page", "details", "button"}
_FIELDS = {"textbox", "searchbox", "combobox", "checkbox", "radio", "spinbutton"}

#: a name with its context (WCAG 2.4.4): the item or sentence, the heading before, the landmark
_ALIKE = """() => {
  const places = new Map();
  let heading = "";
  for (const part of document.querySelectorAll("h1, h2, h3, h4, a[href]")) {
    if (!part.checkVisibility()) continue;
    if (part.matches("h1, h2, h3, h4")) { heading = part.textContent; continue; }
    const around = part.closest("li, p, td, th")?.textContent ?? "";
    const landmark = part.closest("nav, header, footer, [aria-labelledby]");
    const words = landmark ? landmark.tagName + (landmark.ariaLabel ?? "") : "";
    const context = [part.textContent, around, heading, words].join("|").replace(/\\s+/g, " ");
    places.set(context, (places.get(context) ?? new Set()).add(part.href));
  }
  return [...places].filter(([, to]) => to.size > 1).map(([name, to]) => `${name}: ${[...to]}`);
}"""


@pytest.fixture
def tree(page):
    """The tree of the page at a path: [(role, name, description, level, address)], in order."""

    def read(path):
        page.goto(path)
        return _read(page)

    return read


def _read(page):
    session = page.context.new_cdp_session(page)
    nodes = {one["nodeId"]: one for one in session.send("Accessibility.getFullAXTree")["nodes"]}
    found, waiting = [], [next(iter(nodes))]
    while waiting:
        node = nodes.get(waiting.pop(0), {})
        waiting = node.get("childIds", []) + waiting
        if node and not node.get("ignored"):
            found.append(_node(node))
    return found


def _node(node):
    def value(key):
        return node.get(key, {}).get("value", "")

    more = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
    name, description = str(value("name")).strip(), str(value("description")).strip()
    return value("role"), name, description, more.get("level"), more.get("url", "")


def test_everything_to_act_with_says_what_it_does(server, tree, page):
    """And two links of one name lead to one place, unless what they stand in tells them apart."""
    wrong = {}
    for path in _PAGES:
        problems = [
            f"{role} {name!r} {address}"
            for role, name, _description, _level, address in tree(path)
            if (role in {"link", "button", "image", *_FIELDS} and not name)
            or name.casefold() in _SAY_NOTHING
        ]
        problems += page.evaluate(_ALIKE)
        if problems:
            wrong[path] = problems
    assert wrong == {}, json.dumps(wrong, indent=1, ensure_ascii=False)


def test_headings_and_landmarks_are_a_way_through_the_page(server, tree):
    wrong = {}
    for path in _PAGES:
        nodes = tree(path)
        levels = [
            level for role, _name, _description, level, _address in nodes if role == "heading"
        ]
        steps = [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1]
        kinds = [role for role, *_ in nodes]
        found = {kind: kinds.count(kind) for kind in ("banner", "main", "contentinfo")}
        navigation = [name for role, name, *_ in nodes if role == "navigation"]
        problems = [f"from h{a} to h{b}" for a, b in steps]
        if levels[:1] != [1] or levels.count(1) != 1:
            problems.append(f"begins with h{levels[:1]}")
        if path != "/sign-in" and found != {"banner": 1, "main": 1, "contentinfo": 1}:
            problems.append(str(found))
        if len(set(navigation)) != len(navigation) or "" in navigation:
            problems.append(f"navigation {navigation}")
        if problems:
            wrong[path] = problems
    assert wrong == {}


@pytest.mark.parametrize("path", ["/contact", "/call"])
def test_fields_are_read_with_their_help_and_their_error(server, tree, page, page_log, path):
    """Each help and each error beside a field belongs to its description."""
    page_log.expect("422")
    tree(path)
    page.locator("main form").evaluate("form => { form.noValidate = true; form.requestSubmit() }")
    page.locator(".error-summary").wait_for()
    loose = page.evaluate(
        """() => [...document.querySelectorAll("main .field")].flatMap((field) => {
          const part = field.querySelector("[aria-describedby], input, textarea, select");
          const ids = (part.getAttribute("aria-describedby") || "").split(" ");
          return [...field.querySelectorAll(":scope > .help, :scope > .error")]
            .filter((words) => !ids.includes(words.id)).map((words) => words.textContent);
        })"""
    )
    assert loose == []
    fields = {name: words for role, name, words, *_ in _read(page) if role == "textbox"}
    assert fields["Your name"].endswith("your name.")


def test_the_home_page_reads_in_this_order(server, page):
    page.goto("/")
    expect(page.locator("body")).to_match_aria_snapshot(_HOME)


def test_a_webinar_reads_in_this_order(server, page):
    page.goto("/webinars/tides-and-harbours/")
    expect(page.locator("body")).to_match_aria_snapshot(_WEBINAR)


_HOME = """
- link "Skip to the content"
- banner:
  - link "Webinars"
  - navigation "Site":
    - list:
      - listitem:
        - link "Coming"
      - listitem:
        - link "Archive"
      - listitem:
        - link "Papers"
      - listitem:
        - link "Speakers"
      - listitem:
        - link "News"
  - search "Whole site":
    - searchbox "Search"
    - button "Search"
- main:
  - heading "Webinars" [level=1]
  - article:
    - link "Earth and life"
    - heading "Tides, Harbours and the Shape of the Coast" [level=2]
    - time
    - paragraph: London time
    - paragraph: 3 hours 30 minutes
    - link "See the programme"
    - list:
      - listitem:
        - link "Imogen Hartley"
  - region "Coming":
    - heading "Coming" [level=2]
  - region "Recent papers":
    - heading "Recent papers" [level=2]
  - region "Recent posts":
    - heading "Recent posts" [level=2]
  - region "Categories":
    - heading "Categories" [level=2]
- contentinfo:
  - navigation "About this site"
"""
_WEBINAR = """
- main:
  - article:
    - link "Earth and life"
    - heading "Tides, Harbours and the Shape of the Coast" [level=1]
    - time
    - paragraph: London time
    - link "How to join"
    - list:
      - listitem:
        - link "Imogen Hartley"
  - region "About this webinar"
  - region "Programme":
    - heading "Programme" [level=2]
    - list:
      - listitem:
        - time: 13:00
        - heading "Why Harbours Watch the Moon" [level=4]
        - paragraph:
          - link "Imogen Hartley"
        - paragraph:
          - 'link "Read the paper : Why Harbours Watch the Moon"'
          - 'link "Add to calendar : Why Harbours Watch the Moon"'
  - region "Papers"
  - region "Comments"
  - region "Say something about it":
    - textbox "Your name"
    - textbox "Your mail address (optional)"
    - textbox "Your comment"
    - button "Send the comment"
  - region "When and where"
"""
