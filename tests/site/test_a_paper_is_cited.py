"""A published paper in lists of references: read back by the libraries that others use."""

import json
import re
from datetime import date
from typing import Any

import pytest
import rispy
from pybtex.database import parse_string

from webinar.core.journal import SYSTEM
from webinar.papers import operations
from webinar.papers.citing.bibtex import bibtex, key
from webinar.papers.citing.csl import csl_json, item
from webinar.papers.citing.metatags import meta_tags
from webinar.papers.citing.ris import ris
from webinar.papers.citing.signposts import link_header
from webinar.papers.citing.works import Creator, Event, Work
from webinar.papers.drafts import as_authors

_TITLE = r"On {braces}, 100 % & $5: \LaTeX_things ~ “rivers”"
_EVENT = Event(
    "Rivers and their banks", "https://x.org/webinars/rivers/", date(2022, 4, 16), "Paris"
)


def _work(**more) -> Work:
    told = {
        "key": "abc",
        "title": _TITLE,
        "kind": "paper",
        "language": "en",
        "creators": (
            Creator("Prof. Dr. Élise de la Cruz", "University"),
            Creator("Martin King Jr."),
            Creator("李庆四"),
            Creator("Ferdinand and Partners, Board"),
        ),
        "abstract": "A first word. } And a second.",
        "url": "https://x.org/papers/on-braces/",
        "publisher": "Society & Sons",
        "published": date(2022, 4, 20),
        "event": _EVENT,
        "version": 2,
    }
    return Work(**told | more)


def _people(entry: Any) -> list[tuple[str, str, str]]:
    """Family name, given names, suffix."""
    return [
        (
            " ".join([*one.prelast_names, *one.last_names]),
            " ".join([*one.first_names, *one.middle_names]),
            " ".join(one.lineage_names),
        )
        for one in entry.persons["author"]
    ]


def _letters(tex: str) -> str:
    """What TeX prints, for the commands that we write."""
    named = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}"}
    named |= {"textasciitilde": "~", "textasciicircum": "^"}
    return re.sub(r"\\(?:([a-z]+)\{\}|([&%$#_]))", lambda one: named.get(one[1], one[2]), tex)


def test_bibtex_is_read_back():
    work = _work()
    ((name, entry),) = parse_string(bibtex(work), "bibtex").entries.items()
    assert (name, entry.type) == ("delacruz2022braces", "inproceedings")
    # What BibTeX leaves to TeX, in the letters it prints.
    for field, text in (("title", f"{{{_TITLE}}}"), ("booktitle", _EVENT.title)):
        assert _letters(entry.fields[field]) == text
    assert {one: entry.fields[one] for one in ("year", "month", "address", "url", "langid")} == {
        "year": "2022",
        "month": "April",
        "address": "Paris",
        "url": work.url,
        "langid": "en",
    }
    assert _people(entry) == [
        ("de la Cruz", "Élise", ""),
        ("King", "Martin", "Jr."),
        ("{李庆四}", "", ""),
        ("{Ferdinand and Partners}", "Board", ""),
    ]


@pytest.mark.parametrize("kind", ["paper", "slides", "handout", "poster"])
@pytest.mark.parametrize("event", [_EVENT, None])
def test_every_kind_makes_one_entry(kind, event):
    work = _work(kind=kind, event=event, creators=(), abstract="")
    (entry,) = parse_string(bibtex(work), "bibtex").entries.values()
    (record,) = rispy.loads(ris(work))
    (told,) = json.loads(csl_json(work))
    day = date(2022, 4, 16) if event else date(2022, 4, 20)
    assert entry.fields["date"] == day.isoformat()
    assert record["date"] == f"{day:%Y/%m/%d}"
    assert ("container-title" in told) == (told["type"] == "paper-conference")
    assert told["issued"] == {"date-parts": [[day.year, day.month, day.day]]}
    assert ("booktitle" in entry.fields) == (kind == "paper" and event is not None)


def test_ris_is_read_back():
    text = ris(_work(title="Two\nlines", files=(("https://x.org/a.pdf", "application/pdf"),)))
    assert text.endswith("ER  - \r\n")
    assert "\n" not in text.replace("\r\n", "")
    (record,) = rispy.loads(text)
    assert record["type_of_reference"] == "CPAPER"
    assert record["title"] == "Two lines"
    assert record["authors"] == [
        "de la Cruz, Élise",
        "King, Martin, Jr.",
        "李庆四",
        "Ferdinand and Partners, Board",
    ]
    assert (record["year"], record["secondary_title"]) == ("2022", _EVENT.title)
    assert record["file_attachments1"] == "https://x.org/a.pdf"


def test_csl_json_tells_names_in_parts():
    told = item(_work())
    assert told["type"] == "paper-conference"
    assert told["author"] == [
        {"family": "de la Cruz", "given": "Élise"},
        {"family": "King", "given": "Martin", "suffix": "Jr."},
        {"literal": "李庆四"},
        {"family": "Ferdinand and Partners", "given": "Board"},
    ]
    assert told["title"] == _TITLE


def test_a_key_is_ascii_and_never_empty():
    assert key(_work(title="水", creators=(Creator("李庆四"),))) == "paperabc"
    assert re.fullmatch(r"[a-z0-9]+", key(_work(title="Über die Ufer")))


def test_organisations_and_titles_are_told_as_such():
    names = ("Prof. Dr. Élise de la Cruz", "World Health Organization", "Ana Maria de la Cruz")
    work = _work(creators=(*map(Creator, names), Creator("Group 42")))
    tagged = ["de la Cruz, Élise", names[1], names[2], "Group 42"]
    assert [told for name, told in meta_tags(work) if name == "citation_author"] == tagged
    assert item(work)["author"][1] == {"literal": names[1]}
    assert f"AU  - {names[1]}\r\n" in ris(work)
    assert f" and {{{names[1]}}} and " in bibtex(work)
    assert key(_work(creators=(Creator("42"),))) == "paper422022braces"


def test_addresses_in_headers_are_ascii():
    work = _work(files=(("https://x.org/papers/on/files/a%20b.pdf", "application/pdf"),))
    found = link_header(work)
    assert found.isascii()
    assert (
        '<https://x.org/papers/on-braces.bib>; rel="describedby"; type="application/x-bibtex"'
        in found
    )


def _at(paper: Any, slug: str) -> None:
    """Give it another address."""
    operations.edit_paper(
        paper_id=paper.public_id,
        title=paper.title,
        abstract=paper.abstract,
        body=paper.body,
        kind=paper.kind,
        authors=as_authors(paper.authors),
        session_id=paper.session.public_id,
        slug=slug,
        by=SYSTEM,
    )


def test_the_forms_beside_a_page(make, client):
    row = make.webinar("Rivers", days=20)
    ana = make.speaker("Ana Silva", row.sessions[0])
    paper = make.paper("On water", session=row.sessions[0], speaker=ana, abstract="Short.")
    page = client.get("/papers/on-water/")
    assert '<meta name="citation_author" content="Silva, Ana">' in page.text
    assert '<meta name="citation_publication_date" content="2026/04/05">' in page.text
    assert '<meta name="DC.identifier" content="http://localhost/papers/on-water/">' in page.text
    links = page.headers["Link"]
    for form, media_type in (
        ("bib", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("csl.json", "application/vnd.citationstyles.csl+json"),
    ):
        answer = client.get(f"/papers/on-water.{form}")
        assert (answer.status_code, answer.mimetype) == (200, media_type)
        assert f'<http://localhost/papers/on-water.{form}>; rel="describedby"' in links
        assert f'href="/papers/on-water.{form}"' in page.text
        assert "On water" in answer.text
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert client.get(f"/papers/no-such-paper.{form}").status_code == 404
    _at(paper, "on-the-water")
    assert client.get("/papers/on-water.bib").headers["Location"] == "/papers/on-the-water.bib"
    operations.delete_paper(paper_id=paper.public_id, by=SYSTEM)
    assert client.get("/papers/on-the-water.bib").status_code == 410


def test_what_readers_do_not_see_is_not_cited(make, client):
    make.paper("On fire", publish=False)
    assert client.get("/papers/on-fire.bib").status_code == 404


def test_statements_do_not_grow(make, client, statements):
    make.row(1)
    slug = next(iter(re.findall(r'href="/papers/([^"/]+)/"', client.get("/papers/").text)))
    with statements(at_most=6):
        client.get(f"/papers/{slug}.bib")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_name_in_any_script_is_sent_in_ascii(make, client):
    """Headers hold Latin letters only: a server that gets others answers with nothing."""
    webinar = make.webinar("水")
    session = make.session(webinar, "水")
    make.paper("河流", session=session)
    page = client.get("/papers/河流/").text
    assert '<link rel="schema.DC" href="http://purl.org/dc/elements/1.1/">' in page
    for path in (
        "/papers/河流.bib",
        "/papers/河流.csl.json",
        f"/webinars/{webinar.slug}/{session.slug}.ics",
    ):
        headers = client.get(path).headers
        assert headers["Content-Disposition"].isascii()
        assert "filename*=UTF-8''%E" in headers["Content-Disposition"]
