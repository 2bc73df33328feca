"""A webinar's proceedings as page, PDF, archive and references; Crossref's deposit.

The deposit is validated against Crossref's own schema 5.3.1 (tests/data/crossref-5.3.1.zip, from
the package commonmeta-py 0.100, MIT, which has it from gitlab.com/crossref/schema).
"""

import hashlib
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
import rispy
import sqlalchemy as sa
from lxml import etree
from PIL import Image
from pybtex.database import parse_string
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from tests.site.support.maker import Maker
from tests.support import people
from webinar.core import files
from webinar.core.db import transaction
from webinar.core.journal import SYSTEM
from webinar.papers.citing.crossref import Head, Meeting, deposit
from webinar.papers.citing.works import Creator, Event, Work
from webinar.papers.models import PaperFigure, PaperVersion
from webinar.papers.release import operations as release

SCHEMA = Path(__file__).parent.parent / "data" / "crossref-5.3.1.zip"
HEAD = Head("Ada Lovelace", "ada@example.org", "The Society", datetime(2026, 3, 10, tzinfo=UTC))
CR = {"c": "http://www.crossref.org/schema/5.3.1"}


class _Files(etree.Resolver):
    def __init__(self) -> None:
        with zipfile.ZipFile(SCHEMA) as archive:
            self.texts = {Path(one).name: archive.read(one) for one in archive.namelist()}

    def resolve(self, url, _identifier, context):
        return self.resolve_string(self.texts[url.rsplit("/", 1)[-1]], context)


@pytest.fixture(scope="module")
def schema():
    # Its own comments name prefixes that they do not declare.
    parser = etree.XMLParser(recover=True, no_network=True)
    files = _Files()
    parser.resolvers.add(files)
    base = "file:///crossref/crossref5.3.1.xsd"
    return etree.XMLSchema(etree.XML(files.texts["crossref5.3.1.xsd"], parser, base_url=base))


def _work(**more) -> Work:
    told = {
        "key": "abc",
        "title": "On <rivers> & banks",
        "kind": "paper",
        "language": "en",
        "creators": (
            Creator("Prof. Dr. Élise de la Cruz", "University", "0000-0002-1825-0097"),
            Creator("Martin King Jr."),
            Creator("李庆四"),
            Creator("Group 42"),
            Creator("A" * 90),
        ),
        "abstract": "A first word.",
        "url": "https://x.org/papers/rivers/",
        "publisher": "Society & Sons",
        "published": date(2022, 4, 20),
        "event": Event("R", "https://x.org/webinars/r/", date(2022, 4, 16), ""),
        "version": 2,
        "doi": "10.1234/rivers",
        "licence": "CC",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "files": (("https://x.org/a.pdf", "application/pdf"),),
    }
    return Work(**told | more)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"creators": (), "abstract": "", "licence": "", "licence_url": "", "files": ()},
        {"language": "zh-Hant", "is_open": False},
        {"language": "gsw", "title": "x" * 300},
    ],
)
def test_a_deposit_is_valid_by_crossrefs_schema(schema, more):
    work = _work(**more)
    meeting = Meeting(work.event, date(2022, 4, 17), [work, _work(doi="10.1234/other")])
    for told in (deposit(HEAD, meeting=meeting), deposit(HEAD, work=_work(event=None, **more))):
        document = etree.fromstring(told)
        assert schema.validate(document), schema.error_log


def test_a_deposit_says_who_when_and_where():
    document = etree.fromstring(
        deposit(HEAD, meeting=Meeting(_work().event, date(2022, 4, 17), [_work()]))
    )
    assert document.findtext(".//c:depositor/c:email_address", namespaces=CR) == "ada@example.org"
    assert document.findtext(".//c:conference_paper//c:doi", namespaces=CR) == "10.1234/rivers"
    days = document.find(".//c:conference_date", CR).attrib
    assert (days["start_day"], days["end_day"], days["end_year"]) == ("16", "17", "2022")
    people = _work(creators=(Creator("World Health Organization"), Creator("Ana Silva")))
    authors = etree.fromstring(deposit(HEAD, work=people)).find(".//c:contributors", CR)
    assert [etree.QName(one).localname for one in authors] == ["organization", "person_name"]
    assert document.findtext(".//c:ORCID", namespaces=CR) == "https://orcid.org/0000-0002-1825-0097"


@pytest.fixture
def gathered(make: Maker):
    """A webinar whose papers have text, a DOI, an erratum, an embargo."""

    def gather(count: int):
        webinar = make.webinar("Rivers & banks")
        found = []
        for number in range(1, count + 1):
            session = make.session(webinar, f"Talk {number}", after=timedelta(minutes=number))
            body = (
                f"## One\n\nWords {number}.[^1] As $\\frac{{a+b}}{{2}} = x^{{-1}}$.\n\n### Part\n\n"
                "| A | B |\n|---|---|\n| 1 | 2 |\n\n```\nline 1\n  line 2\n```\n\n[^1]: Note."
            )
            paper = make.paper(f"Paper {number}", session=session, body=body)
            found.append(paper)
        return webinar, found

    return gather


def _settle(paper, **more):
    told = {"licence": "CC0-1.0", "licence_words": "", "embargo_until": None}
    told |= {"shows_downloads": False}
    return release.settle_release(paper_id=paper.public_id, by=SYSTEM, **told | more)


def _figure(paper) -> None:
    """A picture of its document, shown by the text that readers see."""
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "navy").save(out, "WEBP")
    data = out.getvalue()
    with transaction() as session:
        kept = files.keep_bytes(
            data,
            filename="map.webp",
            media_type="image/webp",
            sha256=hashlib.sha256(data).hexdigest(),
        )
        session.add(PaperFigure(paper_id=paper.id, file_id=kept.id, name="map.webp"))
        version = session.scalars(sa.select(PaperVersion).filter_by(paper_id=paper.id)).one()
        version.body_html += '<p><img src="figures/map.webp" alt="A map"></p>'


@pytest.mark.parametrize("count", [1, 3])
def test_one_page_holds_all_papers_in_a_fixed_number_of_statements(
    gathered, client, statements, html_errors, count
):
    webinar, _ = gathered(count)
    path = f"/webinars/{webinar.slug}/proceedings/"
    with statements(exactly=9):
        page = client.get(path)
    assert page.status_code == 200
    assert html_errors(page.text) == []
    assert [f"Words {number}." in page.text for number in range(1, count + 1)] == [True] * count
    assert f'href="{path}"' in client.get(f"/webinars/{webinar.slug}/").text
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page.text)[1])
    assert len(data["hasPart"]) == count


def test_words_about_html_stay_as_they_were_written(make, client):
    webinar = make.webinar("Markup")
    body = '## One\n\nSee [one](#one), ` id="q"` and `<a href="#x">`.'
    make.paper("Anchors", session=make.session(webinar, "Talk"), body=body)
    page = client.get(f"/webinars/{webinar.slug}/proceedings/").text
    assert '<h3 id="p1-text-one"><a class="anchor" href="#p1-text-one">One</a></h3>' in page
    assert '<a href="#p1-text-one"' in page
    assert '<code> id="q"</code> and <code>&lt;a href="#x"&gt;</code>' in page


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_tables_beyond_a_page_lose_no_word(make, client):
    """More columns than letters have room for, a cell longer than a page."""
    webinar = make.webinar("Tables")
    wide = "".join("| " + " | ".join(f"{what}{n}" for n in range(70)) + " |\n" for what in "ab")
    wide = wide.replace("\n", "\n|" + "---|" * 70 + "\n", 1)
    tall = "| A | B |\n|---|---|\n| first | " + "word " * 4000 + "last |\n"
    session = make.session(webinar, "Talk")
    make.paper("Wide", session=session, body=f"## One\n\n{wide}\n\n{tall}")
    answer = client.get(f"/webinars/{webinar.slug}/proceedings.pdf")
    assert answer.status_code == 200
    pages = pypdfium2.PdfDocument(answer.data)
    text = "".join(page.get_textpage().get_text_bounded() for page in pages)
    for word in ("a69", "b69", "first", "last"):
        assert word in text


def test_without_a_readable_paper_there_are_none(make, client):
    webinar = make.webinar("Empty")
    make.session(webinar, "Talk")
    for end in ("/", ".pdf", ".zip", ".bib", ".ris"):
        assert client.get(f"/webinars/{webinar.slug}/proceedings{end}").status_code == 404
    assert "proceedings" not in client.get(f"/webinars/{webinar.slug}/").text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_archive_pdf_and_references_are_read_back(gathered, client, clock, html_errors):
    webinar, (first, second, third) = gathered(3)
    _settle(first, doi="10.1234/one")
    release.add_erratum(
        paper_id=first.public_id, text="Not 1.", noted_on=date(2026, 3, 1), concerns=[], by=SYSTEM
    )
    _settle(third, embargo_until=datetime(2026, 4, 1, tzinfo=UTC))
    _figure(second)
    base = f"/webinars/{webinar.slug}/proceedings"
    assert f'src="/papers/{second.slug}/figures/map.webp"' in client.get(f"{base}/").text

    answer = client.get(f"{base}.zip")
    assert client.get(f"{base}.zip").data == answer.data
    assert (
        client.get(f"{base}.zip", headers={"If-None-Match": answer.headers["ETag"]}).status_code
        == 304
    )
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        page = archive.read("index.html").decode()
        assert html_errors(page) == []
        assert "Words 1." in page
        assert "Words 3." not in page
        assert "Not 1." in page
        (picture,) = re.findall(r'<img[^>]* src="([^"]+)"', page)
        assert archive.read(picture)[8:12] == b"WEBP"
        assert not re.findall(r'(?:src|<link[^>]*href)="(?!style\.css|papers/)', page)
        assert len(parse_string(archive.read("references.bib").decode(), "bibtex").entries) == 3
    (lost,) = [one.name for one in files.storage().held()]
    files.storage().delete(lost)
    with zipfile.ZipFile(io.BytesIO(client.get(f"{base}.zip").data)) as archive:
        assert picture not in archive.namelist()
        assert "references.ris" in archive.namelist()
    assert len(rispy.loads(client.get(f"{base}.ris").text)) == 3
    assert len(json.loads(client.get(f"{base}.csl.json").text)) == 3

    made = client.get(f"{base}.pdf")
    assert made.headers["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(made.data)
    texts = [page.get_textpage().get_text_range() for page in document]
    assert len(texts) == 4
    assert re.search(r"Contents.*Paper 1", texts[0], re.DOTALL)
    told = re.findall(r"Paper (\d) (\d)", texts[0])
    assert told == [("1", "2"), ("2", "3"), ("3", "4")]
    assert "Words 1.[1] As (a + b)/2 = x⁻¹." in texts[1]
    assert "[1] Note." in texts[1]
    assert re.search(r"A\s+B\s+1\s+2", texts[1])
    assert re.search(r"line 1\s*\n\s*line 2", texts[1])
    outline = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    assert outline[1:4] == [(1, "Paper 1"), (2, "One"), (3, "Part")]
    # The picture of the second paper is lost: its words stand there instead.
    assert "[A map]" in texts[2]
    assert "Words 3." not in "".join(texts)
    assert client.get(f"{base}.pdf").data == made.data


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_figure_is_a_picture_of_the_pdf_with_its_words(gathered, client):
    webinar, (paper,) = gathered(1)
    _figure(paper)
    made = client.get(f"/webinars/{webinar.slug}/proceedings.pdf").data
    page = pypdfium2.PdfDocument(made)[1]
    (picture,) = [one for one in page.get_objects() if one.type == FPDF_PAGEOBJ_IMAGE]
    assert picture.get_px_size() == (600, 400)
    assert re.search(rb"/Alt \(\xfe\xff\x00A\x00 \x00m\x00a\x00p\)|/Alt \(A map\)", made)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_organizers_download_the_deposit(gathered, app, client, schema):
    webinar, (first, second) = gathered(2)
    desk = people.organizer(app)
    path = f"/organize/webinars/{webinar.public_id}/crossref.xml"
    assert desk.get(path).status_code == 303
    assert desk.get(f"/organize/papers/{second.public_id}/crossref.xml").status_code == 303
    _settle(first, doi="10.1234/one")
    for one in (path, f"/organize/papers/{first.public_id}/crossref.xml"):
        answer = desk.get(one)
        assert answer.status_code == 200
        document = etree.fromstring(answer.data)
        assert schema.validate(document), schema.error_log
        assert document.xpath("count(//c:conference_paper)", namespaces=CR) == 1
        assert client.get(one).status_code in (302, 303, 403)
