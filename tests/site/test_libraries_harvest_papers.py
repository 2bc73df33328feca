"""OAI-PMH 2.0 as harvesters speak it: what they may ask, what they get, and what left."""

import re
from typing import Any

import pytest
from lxml import etree

from webinar.core.journal import SYSTEM
from webinar.papers import operations
from webinar.papers.oai import queries
from webinar.webinars import operations as webinars

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def _ask(client: Any, **asked: str) -> etree._Element:
    query = {key.rstrip("_"): value for key, value in asked.items()}
    answer = client.get("/oai", query_string=query)
    assert (answer.status_code, answer.mimetype) == (200, "text/xml")
    return etree.fromstring(answer.data)


def _error(found: etree._Element) -> str | None:
    error = found.find(f"{_OAI}error")
    return None if error is None else error.get("code")


def _headers(found: etree._Element) -> dict[str, str | None]:
    """Identifier -> status."""
    return {
        header.findtext(f"{_OAI}identifier", ""): header.get("status")
        for header in found.iter(f"{_OAI}header")
    }


def _records(client: Any, **asked: str) -> etree._Element:
    return _ask(client, verb="ListRecords", metadataPrefix="oai_dc", **asked)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Nothing", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&more=1", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=x", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=marc&identifier=x", "cannotDisseminateFormat"),
        ("verb=ListMetadataFormats&identifier=oai:localhost:none", "idDoesNotExist"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2022-13-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2023-01-01&until=2022-01-01", "badArgument"),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2022-01-01&until=2022-01-02T00:00:00Z",
            "badArgument",
        ),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=none", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=9999-12-31&set=x", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&resumptionToken=%5B%5D", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=" + "W" * 900, "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=" + "W" * 9000, "badArgument"),
        ("verb=ListSets", "noSetHierarchy"),
    ],
)
def test_what_is_wrong_is_named(client, in_app, query, code):
    answer = client.get(f"/oai?{query}")
    found = etree.fromstring(answer.data)
    assert (answer.status_code, _error(found)) == (200, code)
    repeats = found.find(f"{_OAI}request").attrib
    assert (not repeats) == (code in ("badVerb", "badArgument"))


def test_who_is_asked(make, client):
    make.row(1)
    found = _ask(client, verb="Identify").find(f"{_OAI}Identify")
    told = {one.tag.removeprefix(_OAI): one.text for one in found}
    assert told["repositoryName"] == "The Society"
    assert told["baseURL"] == "http://localhost/oai"
    # The pattern of emailType in OAI-PMH.xsd.
    assert re.fullmatch(r"\S+@(\S+\.)+\S+", told["adminEmail"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told["earliestDatestamp"])
    formats = _ask(client, verb="ListMetadataFormats")
    assert formats.findtext(f".//{_OAI}metadataPrefix") == "oai_dc"


def test_a_record_says_what_the_page_says(make, client):
    row = make.webinar("Rivers", days=20)
    ana = make.speaker("Ana Silva", row.sessions[0])
    title = "On <water> \x0b& ice"
    paper = make.paper(title, session=row.sessions[0], speaker=ana, abstract="Short.")
    name = f"oai:localhost:{paper.public_id}"
    found = _ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=name)
    assert found.find(f"{_OAI}request").get("identifier") == name
    told = [(one.tag, one.text) for one in found.iter() if one.tag.startswith(_DC)]
    assert (f"{_DC}title", "On <water> & ice") in told
    assert (f"{_DC}creator", "Silva, Ana") in told
    assert (f"{_DC}date", "2026-04-05") in told
    assert (f"{_DC}identifier", f"http://localhost/papers/{paper.slug}/") in told
    (one,) = _ask(client, verb="ListSets").iter(f"{_OAI}set")
    spec = one.findtext(f"{_OAI}setSpec")
    assert _headers(_records(client, set=spec)) == {name: None}


def test_a_form_may_ask_too(make, client):
    """OAI-PMH 2.0, 3.1.1: by GET and by POST, whoever sends it."""
    make.row(1)
    sent = {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"}
    answer = client.post("/oai", data=sent, headers={"Origin": "http://elsewhere.example"})
    posted = etree.fromstring(answer.data)
    assert _headers(posted) == _headers(_records(client))
    assert len(_headers(posted)) == 1


def test_what_left_is_told_and_what_was_never_seen_is_not(make, client, clock):
    row = make.webinar("Rivers", days=20)
    paper = make.paper("On water", session=row.sessions[0])
    hidden = make.webinar("Told to few")
    webinars.unlist_webinar(webinar_id=hidden.public_id, by=SYSTEM)
    make.paper("On secrets", session=hidden.sessions[0])
    make.paper("On drafts", publish=False)
    draft = make.webinar("Not announced", publish=False)
    make.paper("On plans", session=draft.sessions[0])
    name = f"oai:localhost:{paper.public_id}"
    first = _records(client)
    assert _headers(first) == {name: None}
    seen = first.findtext(f".//{_OAI}datestamp")
    clock.shift(5)
    webinars.unpublish_webinar(webinar_id=row.public_id, by=SYSTEM)
    later = _records(client)
    assert _headers(later) == {name: "deleted"}
    assert later.find(f".//{_OAI}metadata") is None
    assert later.findtext(f".//{_OAI}datestamp") > seen
    webinars.publish_webinar(webinar_id=row.public_id, by=SYSTEM)
    assert _headers(_records(client)) == {name: None}
    clock.shift(5)
    operations.delete_paper(paper_id=paper.public_id, by=SYSTEM)
    assert _headers(_records(client, from_=later.findtext(f".//{_OAI}datestamp"))) == {
        name: "deleted"
    }


def test_a_long_list_comes_in_parts(make, client, monkeypatch):
    for number in (1, 2, 3):
        make.row(number)
    whole = _headers(_records(client))
    assert len(whole) == 3
    monkeypatch.setattr(queries.records, "__kwdefaults__", {"size": 2})
    first = _records(client)
    token = first.find(f".//{_OAI}resumptionToken")
    assert (token.get("completeListSize"), token.get("cursor")) == ("3", "0")
    rest = _ask(client, verb="ListRecords", resumptionToken=token.text)
    last = rest.find(f".//{_OAI}resumptionToken")
    assert (last.text, last.get("cursor")) == (None, "2")
    assert [*_headers(first), *_headers(rest)] == list(whole)


def test_days_and_seconds_bound_a_list(make, client, clock):
    make.row(1)
    made = _records(client).findtext(f".//{_OAI}datestamp")
    assert len(_headers(_records(client, from_=made[:10], until=made[:10]))) == 1
    assert len(_headers(_records(client, until=made))) == 1
    assert _error(_records(client, until="2001-01-01")) == "noRecordsMatch"
    assert _error(_records(client, from_="2100-01-01")) == "noRecordsMatch"


@pytest.mark.parametrize("rows", [1, 3])
def test_statements(make, client, statements, rows):
    for number in range(rows):
        make.row(number + 1)
    with statements(at_most=9):
        assert len(_headers(_records(client))) == rows
