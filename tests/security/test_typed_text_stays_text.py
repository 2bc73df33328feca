"""facts/security.md 1 to 6, 9, 10, 11: an attack in every text field is text everywhere."""

import email
import email.policy
from typing import Any

import pytest

from tests.security.support import hostile
from tests.security.support.crawl import Page, crawl


def judged(client: Any, pages: dict[str, Page]) -> list[str]:
    """Harm by address."""
    wrong = []
    for path, page in pages.items():
        kind = page.headers.get("Content-Type", "").partition(";")[0]
        found: list[str] = []
        if page.status >= 500:
            found = [str(page.status)]
        elif kind == "text/html":
            found = hostile.harm_in_page(page.text)
        elif kind == "text/calendar":
            found = hostile.harm_in_calendar(client.get(path).data)
        elif kind.endswith("xml"):
            found = hostile.harm_in_xml(client.get(path).data)
        wrong += [f"{path}: {one}" for one in found]
    return wrong


@pytest.mark.checklist(1, 2, 3, 4, 5, 6, 9)
def test_on_pages_feeds_and_the_desk(site: Any, guest: Any, organizer: Any) -> None:
    """No. 1, 2, 3, 4, 5, 6, 9: what readers, speakers and organizers get."""
    with site.app_context():
        mine = hostile.fill(site)
    pages, _ = crawl(guest, ("/", *mine, "/search?q=zx", "/sitemap.xml", "/feeds/news.atom"))
    kinds = {page.headers.get("Content-Type", "").partition(";")[0] for page in pages.values()}
    assert {"text/html", "text/calendar", "application/atom+xml"} <= kinds
    assert sum("Zx" in page.text for page in pages.values()) > 15
    desk, _ = crawl(organizer, ("/organize/",))
    assert len(desk) > 40
    assert judged(guest, pages) + judged(organizer, desk) == []


@pytest.mark.checklist(4)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_in_previews(site: Any, filled: dict[str, str], organizer: Any) -> None:
    """No. 4: the same payloads to each preview, which goes the way of the page itself."""
    places = {
        "/organize/speakers/new": "biography",
        "/organize/webinars/new": "description",
        f"/organize/webinars/{filled['draft']}/sessions/new": "abstract",
    }
    for path, name in places.items():
        answer = organizer.post(path, data={name: hostile.TEXT, "preview": "1"})
        assert answer.status_code in (200, 422), path
        assert hostile.harm_in_page(answer.text) == [], path
        # In the field as it was typed, and beside it as readers will see it.
        assert answer.text.count("Zx") >= 2, path


@pytest.mark.checklist(1)
def test_in_answers_while_typing(site: Any, guest: Any) -> None:
    """No. 1: the JSON is JSON, not a page, and holds plain text for `textContent`."""
    with site.app_context():
        hostile.fill(site)
    answer = guest.get("/search/suggest?q=zx")
    assert answer.mimetype == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    results = answer.get_json()["results"]
    assert len(results) >= 5
    assert all(result["url"].startswith("/") for result in results)
    assert all(not result["url"].startswith("//") for result in results)


@pytest.mark.checklist(5, 6, 10, 11)
def test_in_mails(site: Any) -> None:
    """No. 5, 6, 10, 11: no header out of a name, no element and no link out of a text."""
    from webinar.core import jobs
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail, write

    with site.app_context():
        hostile.fill(site)
        jobs.run_due()
        mails = db.session.query(OutgoingMail).all()
        assert len(mails) >= 5
        wrong = []
        for mail in mails:
            written = write(mail)
            if set("\r\n") & set(written.subject):
                wrong.append(f"{mail.kind}: line end in its subject")
            found = hostile.harm_in_page(written.html)
            # A mail has its own styles; nothing else may come in.
            wrong += [f"{mail.kind}: {one}" for one in found if "style" not in one]
            if 'href="https://evil.example' in written.html:
                wrong.append(f"{mail.kind}: typed text became a link")
        assert wrong == []


@pytest.mark.checklist(10)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_in_the_headers_of_a_written_mail(site: Any, settings: Any) -> None:
    """No. 10: as it leaves us, each header is one field and there is one recipient."""
    from webinar.core import jobs

    with site.app_context():
        hostile.fill(site)
        jobs.run_due()
    files = list((settings.data / "mail").glob("*.eml"))
    assert files
    for file in files:
        found = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        assert "X-EVIL" not in found
        assert len(found.get_all("To")) == 1
        assert found["To"].count("@") == 1
        assert not found.defects
