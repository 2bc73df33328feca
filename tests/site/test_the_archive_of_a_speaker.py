"""A speaker over the years: talks with what came of them, papers, and who it is for programs."""

import json

import lxml.html
import pytest

from tests.support.programme import speaks
from webinar.core.journal import SYSTEM
from webinar.speakers.operations import edit_speaker
from webinar.webinars.operations import describe_session


def person_data(text):
    page = lxml.html.document_fromstring(text)
    return json.loads(page.xpath('//script[@type="application/ld+json"]')[0].text)


@pytest.mark.parametrize("years", [1, 3])
def test_it_costs_the_same_over_many_years(make, client, statements, years):
    ana = make.speaker("Ana Silva")
    for year in range(years):
        row = make.webinar(f"Rivers {year}", days=-370 * (year + 1))
        speaks(row.sessions[0], ana)
        make.paper(f"Paper {year}", session=row.sessions[0], speaker=ana)
    with statements(exactly=5):
        text = client.get("/speakers/ana-silva/").text
    assert text.count('<section class="year">') == years


def test_a_talk_leads_to_what_came_of_it(make, client, valid_html):
    row = make.webinar("Rivers", days=-40)
    talk = row.sessions[0]
    ana = make.speaker("Ana Silva", talk)
    make.paper("On mud", session=talk, speaker=ana)
    make.recording(talk, "https://video.example/1")
    describe_session(
        session_id=talk.public_id, title=talk.title, abstract="",
        slides_url="https://slides.example/1", by=SYSTEM,
    )  # fmt: skip
    text = client.get("/speakers/ana-silva/").text
    valid_html(text)
    talks = text.split('id="talks-title"')[1].split('id="papers-title"')[0]
    for way in (f"/{talk.slug}/join", "https://slides.example/1", "/papers/on-mud/"):
        assert way in talks, way


def test_a_long_life_is_folded(make, client, valid_html):
    ana = make.speaker("Ana Silva")
    for number in range(14):
        row = make.webinar(f"Rivers {number}", days=-200 * (number + 1))
        speaks(row.sessions[0], ana)
    text = client.get("/speakers/ana-silva/").text
    valid_html(text)
    before, folded = text.split('<details class="disclosure"><summary>', 1)
    assert before.count('<h4 class="name">') >= 10
    assert folded.count('<h4 class="name">') >= 2


def test_programs_know_the_person_by_the_orcid(make, client):
    ana = make.speaker("Ana Silva", make.webinar("Rivers").sessions[0])
    links = [{"label": "", "url": "https://ana.example"}]
    edit_speaker(
        speaker_id=ana.public_id, name="Ana Silva", links=links, orcid="0000-0002-1825-0097",
        by=SYSTEM,
    )  # fmt: skip
    text = client.get("/speakers/ana-silva/").text
    data = person_data(text)
    assert data["@type"] == "Person"
    assert data["sameAs"] == ["https://orcid.org/0000-0002-1825-0097", "https://ana.example"]
    assert data["identifier"]["value"] == "orcid:0000-0002-1825-0097"
    assert 'href="https://orcid.org/0000-0002-1825-0097"' in text
