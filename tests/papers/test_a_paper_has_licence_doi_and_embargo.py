"""Licence, DOI and embargo: settled by authors and organizers, and all that readers get follows."""

import json
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from tests.papers.conftest import a_file
from tests.support import people
from webinar.core import jobs
from webinar.papers.dois import doi_url, read_doi
from webinar.papers.licences import LICENCES

PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SECRET = "Quicksilver"
BODY = f"## One\n\n{SECRET} flows.\n\n## Two\n\nWords.\n\n## Three\n\nMore."


@pytest.fixture
def published(writer, app):
    """A published paper with text and a PDF: its writer, identifier and slug."""
    from webinar.core.journal import SYSTEM
    from webinar.papers.operations import publish_paper

    maria = writer()
    paper_id = maria.draft(body=BODY, abstract="Of metals.", files=[a_file(PDF, "metals.pdf")])
    maria.submit(paper_id)
    with app.app_context():
        slug = publish_paper(paper_id=paper_id, by=SYSTEM).slug
    return maria, paper_id, slug


def _settle(app, paper_id, **more):
    from webinar.core.journal import SYSTEM
    from webinar.papers.release.operations import settle_release

    told = {
        "licence": "",
        "licence_words": "",
        "embargo_until": None,
        "shows_downloads": False,
    }
    with app.app_context():
        settle_release(paper_id=paper_id, by=SYSTEM, **told | more)


@pytest.mark.parametrize(
    ("typed", "doi"),
    [
        ("10.1234/ABC.5", "10.1234/abc.5"),
        ("doi:10.1234/abc", "10.1234/abc"),
        ("https://doi.org/10.5555/x%3Ay(1)", "10.5555/x:y(1)"),
        ("http://dx.doi.org/10.5555/x", "10.5555/x"),
        ("DOI: 10.123456789/a/b", "10.123456789/a/b"),
        ("10.123/abc", None),
        ("11.1234/abc", None),
        ("10.1234/", None),
        ("10.1234/a b", None),
        ('10.1234/a"><script>', None),
        ("10.1234/" + "a" * 300, None),
    ],
)
def test_a_doi_is_read_in_any_spelling(typed, doi):
    assert read_doi(typed) == doi


def test_a_doi_has_an_address():
    assert doi_url("10.1234/a#b%c") == "https://doi.org/10.1234/a%23b%25c"


def test_licences_have_exact_names_and_addresses():
    assert set(LICENCES) == {
        "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-ND-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0",
        "CC-BY-NC-ND-4.0", "CC0-1.0", "CC-PDM-1.0",
    }  # fmt: skip
    for key, one in LICENCES.items():
        part = key.removeprefix("CC-").removesuffix("-4.0").lower()
        if key.endswith("-4.0"):
            assert one.url == f"https://creativecommons.org/licenses/{part}/4.0/"


def test_an_author_settles_the_terms_and_an_organizer_the_doi(published, client, app):
    maria, paper_id, slug = published
    page = maria.client.get(maria.path(f"{paper_id}/release")).text
    assert 'name="doi"' not in page
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)[1]
    data = {"licence": "CC-BY-4.0", "licence_words": "", "embargo_day": "", "version": version}
    answer = maria.client.post(maria.path(f"{paper_id}/release"), data=data | {"doi": "10.1/x"})
    assert answer.status_code == 303
    # A form that somebody else overtook is asked again.
    assert maria.client.post(maria.path(f"{paper_id}/release"), data=data).status_code == 409

    desk = people.organizer(app)
    path = f"/organize/papers/{paper_id}/release"
    version = re.search(r'name="version"[^>]*value="(\d+)"', desk.get(path).text)[1]
    doi = {"doi": "https://doi.org/10.1234/Rivers", "version": version}
    assert desk.post(path, data=data | doi).status_code == 303
    other = maria.draft(title="Another")
    answer = desk.post(f"/organize/papers/{other}/release", data={"doi": "doi:10.1234/RIVERS"})
    assert answer.status_code == 422
    assert "Another paper here has this DOI already." in answer.text

    got = client.get(f"/papers/{slug}/")
    cc = "https://creativecommons.org/licenses/by/4.0/"
    assert f'<a rel="license" href="{cc}">' in got.text
    assert '<a href="https://doi.org/10.1234/rivers">https://doi.org/10.1234/rivers</a>' in got.text
    assert '<meta name="citation_doi" content="10.1234/rivers">' in got.text
    assert '<meta name="DC.identifier" content="doi:10.1234/rivers">' in got.text
    assert f'<meta name="DCTERMS.license" content="{cc}">' in got.text
    assert '<https://doi.org/10.1234/rivers>; rel="cite-as"' in got.headers["Link"]
    assert f'<{cc}>; rel="license"' in got.headers["Link"]
    data = _json_ld(got.text)
    assert data["license"] == cc
    assert data["identifier"]["value"] == "doi:10.1234/rivers"
    assert "doi = {10.1234/rivers}" in client.get(f"/papers/{slug}.bib").text
    assert "DO  - 10.1234/rivers" in client.get(f"/papers/{slug}.ris").text
    assert client.get(f"/papers/{slug}.csl.json").get_json(force=True)[0]["DOI"] == "10.1234/rivers"
    record = client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").text
    told = [one.text for one in ET.fromstring(record).iter() if one.tag.startswith("{http://purl")]  # noqa: S314
    assert cc in told
    assert "https://doi.org/10.1234/rivers" in told


def _json_ld(page):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


def test_before_its_day_readers_get_title_authors_and_abstract(clock, published, client, app):
    _, paper_id, slug = published
    until = datetime(2026, 6, 1, 23, 0, tzinfo=UTC)
    clock.move_to(until - timedelta(days=3))
    _settle(app, paper_id, embargo_until=until)
    whole = f"/papers/{slug}/files/metals.pdf"
    gone = [whole, f"/papers/{slug}/paper", f"/papers/{slug}/versions/1/",
            f"/papers/{slug}/versions/1/metals.pdf", f"/papers/{slug}/cover.webp"]  # fmt: skip
    page = client.get(f"/papers/{slug}/")
    assert "Of metals." in page.text
    assert "Maria Nowak" in page.text
    assert "Text and files are available from" in page.text
    assert not {SECRET, "metals.pdf", "citation_pdf_url", "citation_fulltext_html_url"} & set(
        re.findall(r"[\w.]+", page.text + page.headers["Link"])
    )
    assert _json_ld(page.text)["isAccessibleForFree"] is False
    assert [client.get(one).status_code for one in gone] == [404] * len(gone)
    for path in (f"/papers/{slug}/compare", f"/papers/{slug}.bib", f"/papers/{slug}.ris",
                 f"/papers/{slug}.csl.json", "/papers/", f"/search?q={SECRET}",
                 "/oai?verb=ListRecords&metadataPrefix=oai_dc"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200
        assert "metals.pdf" not in answer.text
        assert "application/pdf" not in answer.text
        assert not re.search(rf"{SECRET} flows", answer.text)
    assert "On rivers" not in client.get(f"/search?q={SECRET}").text
    assert "On rivers" in client.get("/search?q=rivers").text
    before = client.get(_oai("2026-06-01T22:00:00Z")).text
    assert "noRecordsMatch" in before

    clock.move_to(until + timedelta(seconds=1))
    with app.app_context():
        jobs.run_due()
    page = client.get(f"/papers/{slug}/")
    assert SECRET in page.text
    assert "available from" not in page.text
    assert client.get(whole).data == PDF
    assert "On rivers" in client.get(f"/search?q={SECRET}").text
    after = client.get(_oai("2026-06-01T22:00:00Z")).text
    assert "<datestamp>2026-06-01T23:00:00Z</datestamp>" in after


def _oai(since):
    return f"/oai?verb=ListRecords&metadataPrefix=oai_dc&from={since}"


@pytest.mark.parametrize(
    ("day", "zone", "instant"),
    [
        ("2026-06-01", "Europe/London", datetime(2026, 5, 31, 23, tzinfo=UTC)),
        # Midnight is skipped there on that day.
        ("2026-04-24", "Africa/Cairo", datetime(2026, 4, 23, 22, tzinfo=UTC)),
    ],
)
def test_a_day_begins_in_its_zone(day, zone, instant):
    from datetime import date

    from webinar.papers.release.forms import first_instant

    assert first_instant(date.fromisoformat(day), zone) == instant


def test_an_embargo_that_was_moved_ends_once(clock, published, client, app):
    _, paper_id, slug = published
    first = datetime.now(UTC) + timedelta(days=1)
    _settle(app, paper_id, embargo_until=first)
    _settle(app, paper_id, embargo_until=first + timedelta(days=5))
    clock.move_to(first + timedelta(hours=1))
    with app.app_context():
        jobs.run_due()
    assert client.get(f"/papers/{slug}/paper").status_code == 404
    _settle(app, paper_id)
    assert client.get(f"/papers/{slug}/paper").status_code == 200


def test_a_doi_that_another_paper_gets_at_the_same_moment_is_refused(in_app, monkeypatch):
    """Whoever asks whether it is free may be told so, and be late all the same."""
    from webinar.core.journal import SYSTEM
    from webinar.papers.errors import WrongPaper
    from webinar.papers.operations import Author, start_paper
    from webinar.papers.release import operations as release

    one, other = (
        start_paper(title=title, authors=[Author("Ana")], by=SYSTEM) for title in ("One", "Two")
    )
    monkeypatch.setattr(release, "_free_doi", lambda _paper, typed: typed)
    told = {"licence": "", "licence_words": "", "embargo_until": None, "shows_downloads": False}
    told |= {"doi": "10.1234/abc", "by": SYSTEM}
    release.settle_release(paper_id=one.public_id, **told)
    with pytest.raises(WrongPaper, match="has this DOI already"):
        release.settle_release(paper_id=other.public_id, **told)
