"""Recognition through the forms: the author sees both texts, ticks, and nothing is lost."""

import re
from html.parser import HTMLParser

import pytest

from tests.papers.conftest import a_file
from tests.support.shared import needs, shared_file

_PAPER = shared_file("data/paper-2022-04-16.txt")
_SMALL = "Recent Posts\n\nRivers carry what we give them, and they give it back.\n\nContact Us"


class _Shape(HTMLParser):
    """Counts list items, headings, and paragraphs outside lists, in what is shown of a body."""

    def __init__(self):
        super().__init__()
        self.open, self.lists, self.headings, self.outside = [], [], 0, []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        if tag == "ol":
            self.lists.append(0)
        elif tag == "li":
            self.lists[-1] += 1
        elif tag == "h2":
            self.headings += 1

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if self.open == ["p"]:
            self.outside.append(data)


def _paper(paper_id):
    from webinar.papers.queries import paper_by_id

    return paper_by_id(paper_id)


def _offered(page):
    """Key -> is it ticked."""
    boxes = re.findall(r'<input type="checkbox"[^>]*value="([^"]+)"([^>]*)>', page)
    return {key: "checked" in rest for key, rest in boxes}


def _form(page, **more):
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    ticked = [key for key, is_ticked in _offered(page).items() if is_ticked]
    return {"version": version, "accept": ticked} | more


@needs(_PAPER)
def test_the_paper_of_april_2022(writer, stored, valid_html):
    from webinar.speakers.queries import speaker_by_id

    li = writer("Li Qingsi", "li@example.org")
    text = _PAPER.read_text()
    paper_id = li.draft(title="The Case Against NATO", authors=["Li Qingsi"], body=text)
    page = li.client.get(li.path(f"{paper_id}/recognise"))
    assert page.status_code == 200
    valid_html(page.text)
    offered = _offered(page.text)
    assert [key for key in offered if key.startswith("furniture")] == [
        f"furniture-{number}" for number in range(1, 7)
    ]
    assert offered["biography-1"]
    answer = li.client.post(li.path(f"{paper_id}/recognise"), data=_form(page.text))
    assert answer.status_code == 303

    from webinar.core.richtext import render_markdown

    paper = stored(lambda: _paper(paper_id))
    shape = _Shape()
    shape.feed(render_markdown(paper.body))
    assert shape.headings == 2
    assert shape.lists == [7, 5]
    assert any(words.startswith("In short, the COVID-19") for words in shape.outside)
    for line in ("Uncategorized", "Recent Posts", "Leave a Comment", "Contact Us", "press Enter"):
        assert line not in paper.body
    assert paper.abstract.startswith("Professor Li Qingsi gave a paper")
    biography = stored(lambda: speaker_by_id(li.speaker_id).biography)
    assert "Renmin University of China" in biography
    assert "Renmin University" not in paper.body


def test_declining_everything_loses_nothing(writer, stored):
    maria = writer()
    paper_id = maria.draft(body=_SMALL)
    page = maria.client.get(maria.path(f"{paper_id}/recognise")).text
    assert len(_offered(page)) == 2
    data = _form(page) | {"accept": []}
    maria.client.post(maria.path(f"{paper_id}/recognise"), data=data)
    body = stored(lambda: _paper(paper_id).body)
    for line in filter(None, _SMALL.split("\n")):
        assert line in body


def test_looking_changes_nothing(writer, stored):
    maria = writer()
    paper_id = maria.draft(body=_SMALL)
    page = maria.client.get(maria.path(f"{paper_id}/recognise")).text
    data = _form(page, look="1") | {"accept": ["furniture-1"]}
    answer = maria.client.post(maria.path(f"{paper_id}/recognise"), data=data)
    assert answer.status_code == 200
    assert _offered(answer.text) == {"furniture-1": True, "furniture-2": False}
    assert stored(lambda: _paper(paper_id).body) == _SMALL


def test_what_is_there_already_is_replaced_only_on_request(writer):
    maria = writer()
    text = "Abstract: Of what flows, and why, and for how long it may.\n\n" + "Words. " * 30
    paper_id = maria.draft(body=text, abstract="Mine, written before.")
    page = maria.client.get(maria.path(f"{paper_id}/recognise")).text
    assert _offered(page)["abstract-1"] is False
    assert "it replaces what stands there now: “Mine, written before.”" in page


def test_the_draft_says_that_there_are_proposals(writer):
    maria = writer()
    paper_id = maria.draft(body=_SMALL)
    assert "Look at the proposals" in maria.client.get(maria.path(paper_id)).text
    answer = maria.save(paper_id, body=_SMALL, recognise="1")
    assert answer.location.endswith("/recognise")


def test_a_change_meanwhile_is_not_overwritten(writer, stored):
    maria = writer()
    paper_id = maria.draft(body=_SMALL)
    page = maria.client.get(maria.path(f"{paper_id}/recognise")).text
    maria.save(paper_id, body="Written in another tab.")
    answer = maria.client.post(maria.path(f"{paper_id}/recognise"), data=_form(page))
    assert answer.status_code == 409
    assert "Written in another tab." in answer.text
    assert stored(lambda: _paper(paper_id).body) == "Written in another tab."


def test_a_file_can_become_the_text(writer, stored):
    from webinar.papers.queries import draft_files

    maria = writer()
    text = b"# Sources\n\n1. spring\n2. rain\n"
    paper_id = maria.draft(body="", files=a_file(text, "notes.md"))
    file_id = stored(lambda: draft_files(_paper(paper_id))[0].public_id)
    assert "Use the text of this file" in maria.client.get(maria.path(paper_id)).text
    page = maria.client.get(maria.path(f"{paper_id}/recognise?file={file_id}"))
    assert page.status_code == 200
    assert stored(lambda: _paper(paper_id).body) == ""
    maria.client.post(maria.path(f"{paper_id}/recognise"), data=_form(page.text, file=file_id))
    assert "1. spring" in stored(lambda: _paper(paper_id).body)


def test_a_file_of_another_paper_is_not_read(writer, stored):
    from webinar.papers.queries import draft_files

    maria, li = writer(), writer("Li Qingsi", "li@example.org")
    other = li.draft(authors=["Li Qingsi"], files=a_file(b"private words", "own.txt"))
    file_id = stored(lambda: draft_files(_paper(other))[0].public_id)
    mine = maria.draft()
    answer = maria.client.get(maria.path(f"{mine}/recognise?file={file_id}"))
    assert answer.status_code == 404


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-le"])
def test_a_file_of_an_old_editor_is_shown_as_words(writer, stored, encoding):
    from webinar.papers.queries import draft_files

    maria = writer()
    data = "Über Flüsse\r\n\r\nDie „großen“ Flüsse führen alles fort – und zurück.\r\n"
    paper_id = maria.draft(files=a_file(data.encode(encoding), "text.txt"))
    file_id = stored(lambda: draft_files(_paper(paper_id))[0].public_id)
    page = maria.client.get(maria.path(f"{paper_id}/recognise?file={file_id}")).text
    assert "Die „großen“ Flüsse führen alles fort – und zurück." in page
