"""Each opened bracket could cost a walk through the rest of its paragraph."""

import pytest
from markdown_it import helpers

from webinar.core.richtext import render_markdown

pytestmark = pytest.mark.checklist(16)


@pytest.mark.parametrize("piece", ["![", "[", "![a ", "^["])
def test_the_search_for_an_end_is_given_up(piece, monkeypatch):
    searched = []
    search = helpers.parseLinkLabel

    def counted(*given):
        searched.append(given)
        return search(*given)

    monkeypatch.setattr(helpers, "parseLinkLabel", counted)
    text = (piece * 50_000)[:50_000]
    shown = render_markdown(text)
    # Some of it is found inside others: still far from one for each bracket.
    assert len(searched) < 1_000
    assert shown == f"<p>{text.strip()}</p>\n"


def test_what_people_write_keeps_its_links():
    half_open = "For all of [0, 1) it holds. " * 250
    link = "See [the proof](https://example.org/)."
    html = render_markdown(f"{half_open}{link}\n\n{half_open}{link}")
    assert html.count('href="https://example.org/"') == 2
    # Nor is one paragraph's rubbish another one's harm.
    html = render_markdown("![" * 2_000 + f"\n\n{link}")
    assert html.count('href="https://example.org/"') == 1
