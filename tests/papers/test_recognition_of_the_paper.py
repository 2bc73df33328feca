"""The paper of April 16, 2022, pasted as it stood on its old page, is recognised."""

from html.parser import HTMLParser

import pytest

from tests.support.shared import needs, shared_file
from webinar.core.richtext import headings, plain_text, render_markdown
from webinar.papers.recognition import recognise, to_markdown

PAPER = shared_file("data/paper-2022-04-16.txt")
needs_paper = needs(PAPER)


class Shape(HTMLParser):
    """The outline of HTML: headings, lists with their number of points, paragraphs outside."""

    def __init__(self, html):
        super().__init__()
        self.seen, self.depth, self.start = [], 0, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag in {"ol", "ul"}:
            self.depth += 1
            self.seen.append([tag, 0])
        elif tag == "li":
            self.seen[-1][1] += 1
        elif not self.depth and tag in {"h2", "h3", "p"}:
            self.seen.append(tag)

    def handle_endtag(self, tag):
        if tag in {"ol", "ul"}:
            self.depth -= 1


@pytest.fixture
def recognition():
    return recognise(PAPER.read_text(encoding="utf-8"))


@needs_paper
def test_two_headings_a_list_of_seven_and_one_of_five(recognition):
    html = render_markdown(to_markdown(recognition, recognition.all_keys))
    assert Shape(html).seen == ["h2", ["ol", 7], "h2", ["ol", 5], "p"]
    assert [heading.title for heading in headings(html)] == [
        "NATO jeopardizes regional and global peace and stability",
        "The continued expansion of NATO is extremely harmful",
    ]
    assert plain_text(html).splitlines()[-1].startswith("In short,")


@needs_paper
def test_biography_goes_to_the_profile(recognition):
    (biography,) = recognition.of_kind("biography")
    assert (biography.honorific, biography.name) == ("Professor", "Li Qingsi")
    assert biography.text.startswith("Professor Li Qingsi has been teaching at the School")
    assert biography.original.startswith("Professor Li Qingsi\nhas been")


@needs_paper
def test_opening_sentence_is_the_abstract(recognition):
    (abstract,) = recognition.of_kind("abstract")
    assert abstract.text.startswith("Professor Li Qingsi gave a paper")


@needs_paper
def test_lines_of_the_old_page_are_proposed_for_removal(recognition):
    assert [each.reason for each in recognition.of_kind("furniture")] == [
        "category",
        "posts",
        "comments",
        "contact",
        "away",
        "search",
    ]
    assert recognition.of_kind("furniture")[0].text == "In Uncategorized"


@needs_paper
def test_nothing_is_lost_when_nothing_is_accepted(recognition):
    kept = plain_text(render_markdown(to_markdown(recognition, set())))
    for suggestion in recognition.suggestions:
        assert suggestion.text in kept
    assert len(headings(render_markdown(to_markdown(recognition, set())))) == 2


@needs_paper
@pytest.mark.parametrize("change", ["crlf", "no blank lines", "no-break spaces"])
def test_same_structure_however_it_was_pasted(change):
    text = PAPER.read_text(encoding="utf-8")
    if change == "crlf":
        text = text.replace("\n", "\r\n")
    elif change == "no blank lines":
        text = "\n".join(line for line in text.splitlines() if line.strip())
    else:
        text = text.replace(". ", ".\u00a0")
    recognition = recognise(text)
    html = render_markdown(to_markdown(recognition, recognition.all_keys))
    assert Shape(html).seen == ["h2", ["ol", 7], "h2", ["ol", 5], "p"]
    assert recognition.of_kind("biography")[0].name == "Li Qingsi"
    assert len(recognition.of_kind("furniture")) == 6
