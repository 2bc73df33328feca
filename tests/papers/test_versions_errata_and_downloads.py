"""Versions at addresses of their own, what changed between them, errata, counted downloads."""

import csv
import io
import re
from datetime import timedelta

import feedparser
import pytest

from tests.papers.conftest import a_file
from tests.support import people
from webinar.papers.release.differences import differences, paragraphs

PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def twice(writer, app):
    """Published in two versions, whose file changed its name: writer, identifier, slug."""
    from webinar.core.journal import SYSTEM
    from webinar.papers.operations import publish_paper

    maria = writer()
    body = "The river was long.\n\nNobody knows why."
    paper_id = maria.draft(body=body, files=[a_file(PDF, "draft.pdf")])
    maria.submit(paper_id)
    with app.app_context():
        publish_paper(paper_id=paper_id, by=SYSTEM)
    page = maria.client.get(maria.path(paper_id)).text
    remove = re.search(r'action="([^"]+/files/[^"]+/remove)"', page)[1]
    maria.client.post(remove)
    maria.save(
        paper_id, body=body.replace("long", "wide"), files=[a_file(PDF + b"\n", "final.pdf")]
    )
    maria.submit(paper_id, "Wider")
    with app.app_context():
        slug = publish_paper(paper_id=paper_id, by=SYSTEM).slug
    return maria, paper_id, slug


def test_each_version_has_an_address_and_the_newest_one_that_stays(twice, client, html_errors):
    _, _, slug = twice
    page = client.get(f"/papers/{slug}/versions/1/")
    assert "The river was long." in page.text
    assert f'<a href="/papers/{slug}/">Read the newest, version 2</a>' in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    assert page.headers["Link"].endswith('rel="latest-version"')
    assert html_errors(page.text) == []
    assert client.get(f"/papers/{slug}/versions/1/draft.pdf").data == PDF
    newest = client.get(f"/papers/{slug}/paper")
    assert newest.data == PDF + b"\n"
    assert f'/papers/{slug}/>; rel="collection"' in newest.headers["Link"]
    assert f'/papers/{slug}/>; rel="describes"' in client.get(f"/papers/{slug}.ris").headers["Link"]
    moved = client.get(f"/papers/{slug}/files/draft.pdf?view=1")
    assert (moved.status_code, moved.location) == (302, f"/papers/{slug}/paper?view=1")
    for path in (
        f"/papers/{slug}/versions/3/",
        f"/papers/{slug}/slides",
        f"/papers/{slug}/files/x",
    ):
        assert client.get(path).status_code == 404
    newest = client.get(f"/papers/{slug}/").text
    assert f"/papers/{slug}/versions/1/" in newest
    assert re.search(r"SHA-256:</span> <code>[0-9a-f]{64}<", newest)
    assert html_errors(newest) == []


def test_what_changed_is_said_in_words(twice, client, html_errors):
    maria, paper_id, slug = twice
    page = client.get(f"/papers/{slug}/compare?from=1&to=2")
    assert re.search(r"<del><span[^>]*>\[removed: </span>long<span[^>]*>\]</span></del>", page.text)
    assert re.search(r"<ins><span[^>]*>\[added: </span>wide<", page.text)
    assert "1 paragraph is different." in page.text
    assert html_errors(page.text) == []
    assert client.get(f"/papers/{slug}/compare?from=9&to=²").status_code == 200
    # A version that was not published is for its author only.
    third = "## A secret third\n\n| a | b |\n|---|---|\n| 1 | secret |\n\n![secret](figures/x.webp)"
    maria.save(paper_id, body=third)
    maria.submit(paper_id)
    assert "secret" not in client.get(f"/papers/{slug}/compare?from=1&to=3").text
    page = maria.client.get(maria.path(f"{paper_id}/compare?from=1&to=3")).text
    assert all(words in page for words in ("A secret third", "a | b", "1 | secret"))


def test_differences_lose_nothing():
    old = paragraphs("One two three.\nFour.\nFive six seven eight.\n\nNine.")
    new = paragraphs("Zero.\nOne two 3.\nFour.\nNine.\nTen.")
    rows = differences(old, new)
    assert [row["kind"] for row in rows] == [
        "added", "changed", "same", "removed", "same", "added",
    ]  # fmt: skip
    for side, texts in (("old", old), ("new", new)):
        said = ["".join(text for text, _ in row[side]) for row in rows if row[side]]
        assert said == texts
    assert rows[1]["old"] == [["One two ", False], ["three", True], [".", False]]


def test_long_and_different_texts_are_compared_in_time():
    old = [f"w{n % 7} " * 400 for n in range(40)] + ["same"] * 3000
    new = [f"v{n % 5} w{n % 3} " * 300 for n in range(40)] + ["same"] * 2990
    assert len(differences(old, new)) >= 3000


def test_an_erratum_stands_above_the_text_until_it_is_removed(twice, client, app, html_errors):
    maria, paper_id, slug = twice
    form = {"erratum-text": "Not <b>wide</b>, but deep.", "erratum-noted_on": "2026-03-10"}
    for typed, told in (
        ("", "Choose the day of the correction."),
        ("soon", "This is not a day."),
        ("1066-10-14", "Choose a day between 1900 and 2200."),
    ):
        data = form | {"erratum-noted_on": typed}
        answer = maria.client.post(maria.path(f"{paper_id}/errata"), data=data)
        assert answer.status_code == 422
        assert told in answer.text
    answer = maria.client.post(
        maria.path(f"{paper_id}/errata"), data=form | {"erratum-concerns": ["2"]}
    )
    assert answer.status_code == 303
    page = client.get(f"/papers/{slug}/").text
    assert page.index("Not &lt;b&gt;wide&lt;/b&gt;, but deep.") < page.index(
        '<p id="p-1">The river was wide.'
    )
    assert '"@type": "CorrectionComment"' in page or '"@type":"CorrectionComment"' in page
    assert "but deep" not in client.get(f"/papers/{slug}/versions/1/").text
    assert html_errors(page) == []

    desk = people.organizer(app)
    own = desk.get(f"/organize/papers/{paper_id}/release").text
    remove = re.search(r'action="([^"]+/errata/[^"]+/remove)"', own)[1]
    assert desk.post(remove).status_code == 303
    assert "but deep" not in client.get(f"/papers/{slug}/").text
    back = re.search(
        r'action="([^"]+/restore)"', desk.get(f"/organize/papers/{paper_id}/release").text
    )
    assert desk.post(back[1]).status_code == 303
    assert "but deep" in client.get(f"/papers/{slug}/").text
    elsewhere = maria.draft(title="Another")
    wrong = remove.replace(paper_id, elsewhere)
    assert desk.post(wrong).status_code == 404


def _count(maria, paper_id):
    answer = maria.client.get(maria.path(f"{paper_id}/downloads.csv"))
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    return sum(int(row[-1]) for row in rows[1:])


def test_downloads_are_counted_once_for_each_person_and_hour(clock, twice, client, app):
    maria, paper_id, slug = twice
    path = f"/papers/{slug}/files/final.pdf"
    client.get(path, headers=BROWSER)
    client.get(path, headers=BROWSER)
    client.get(f"/papers/{slug}/paper", headers=BROWSER)
    assert _count(maria, paper_id) == 1
    etag = client.get(path, headers=BROWSER).headers["ETag"]
    for headers in (
        {"User-Agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"},
        {"User-Agent": ""},
        BROWSER | {"Range": "bytes=5-"},
        BROWSER | {"If-None-Match": etag},
        BROWSER | {"Sec-Purpose": "prefetch"},
    ):
        clock.shift(timedelta(hours=2))
        client.get(path, headers=headers)
        assert _count(maria, paper_id) == 1, headers
    clock.shift(timedelta(hours=2))
    client.head(path, headers=BROWSER)
    assert _count(maria, paper_id) == 1
    client.get(path, headers=BROWSER | {"Range": "bytes=0-"})
    client.get(f"/papers/{slug}/versions/1/draft.pdf", headers=BROWSER)
    client.get(path, headers={"User-Agent": "Another browser"})
    assert _count(maria, paper_id) == 4
    # Readers see it only by choice.
    assert "Downloaded" not in client.get(f"/papers/{slug}/").text


def test_no_address_is_kept(twice, client, app):
    import sqlalchemy as sa

    from webinar.core.db import db
    from webinar.core.limits import LimitBucket

    _, _, slug = twice
    client.get(f"/papers/{slug}/paper", headers=BROWSER, environ_base={"REMOTE_ADDR": "192.0.2.77"})
    with app.app_context():
        keys = db.session.scalars(sa.select(LimitBucket.key)).all()
    assert all(re.fullmatch(r"[0-9a-f]{64}", key) for key in keys)


def test_a_file_can_be_of_another_kind(twice, client):
    maria, paper_id, slug = twice
    page = maria.client.get(maria.path(f"{paper_id}/release")).text
    kinds = dict.fromkeys(re.findall(r'name="(kind-[a-z0-9]+)"', page), "slides")
    assert kinds
    path = maria.path(f"{paper_id}/release/kinds")
    assert maria.client.post(path, data=kinds).status_code == 303
    assert client.get(f"/papers/{slug}/slides").data == PDF + b"\n"
    assert maria.client.post(path, data=dict.fromkeys(kinds, "song")).status_code == 422


def test_a_version_that_was_changed_before_it_was_published_is_seen_by_nobody(writer, client, app):
    from webinar.core.journal import SYSTEM
    from webinar.papers.operations import publish_paper

    maria = writer()
    paper_id = maria.draft(body="The patient is Ada.", files=[a_file(PDF, "ada.pdf")])
    maria.submit(paper_id)
    maria.save(paper_id, body="The patient is a woman of 50.")
    maria.submit(paper_id, "Without the name")
    with app.app_context():
        slug = publish_paper(paper_id=paper_id, by=SYSTEM).slug
    page = client.get(f"/papers/{slug}/").text
    assert "a woman of 50" in page
    assert "versions/1/" not in page
    for path in ("versions/1/", "versions/1/ada.pdf", "compare?from=1&to=2"):
        answer = client.get(f"/papers/{slug}/{path}")
        assert answer.status_code == 404 or "Ada" not in answer.text, path
    assert client.get(f"/papers/{slug}/versions/2/ada.pdf").status_code == 200
    assert "Ada" in maria.client.get(maria.path(f"{paper_id}/compare?from=1&to=2")).text


def test_papers_and_errata_are_a_feed(twice, client):
    maria, paper_id, _slug = twice
    form = {"erratum-text": "Not wide, but deep.", "erratum-noted_on": "2026-03-10"}
    maria.client.post(maria.path(f"{paper_id}/errata"), data=form)
    answer = client.get("/feeds/papers.atom")
    found = feedparser.parse(answer.data)
    assert (found.bozo, found.version) == (False, "atom10")
    assert [one.title for one in found.entries] == ["Erratum: On rivers", "On rivers"]
    assert found.entries[0].content[0].value.endswith("Not wide, but deep.")
    assert [one.href.rpartition("/")[2] for one in found.entries[1].enclosures] == ["final.pdf"]
    tag = answer.headers["ETag"]
    assert client.get("/feeds/papers.atom", headers={"If-None-Match": tag}).status_code == 304


def test_who_handed_in_is_told_to_authors_and_organizers_alone(twice, client, app, html_errors):
    maria, paper_id, slug = twice
    desk = people.organizer(app)
    for page in (
        maria.client.get(maria.path(f"{paper_id}/release")).text,
        desk.get(f"/organize/papers/{paper_id}/release").text,
    ):
        assert page.count("by Maria Nowak") == 2
        assert html_errors(page) == []
        assert len(re.findall(r"<code[^>]*>[0-9a-f]{64}</code>", page)) == 2
    assert "by Maria Nowak" not in client.get(f"/papers/{slug}/").text
