"""The page to print and the PDF: every word can be selected, every page is numbered, made once."""

from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest

from tests.support import programme
from tests.support.programme import ANNA, wall


@pytest.fixture
def webinar(in_app: Any, clock: Any) -> Any:
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import ensure_site
    from webinar.webinars import operations

    ensure_site(by=SYSTEM)
    made = programme.a_published("Über Meere", slug="seas", subtitle="A day on coasts")
    one = programme.a_session(made, "Opening of the day", abstract="Words *and* more. " * 60)
    programme.speaks(one, programme.a_speaker("Maria Nowak", affiliation="UCL"))
    other = programme.a_session(
        made,
        "海洋与城市",
        kind="panel",
        starts=wall("2026-05-06 23:30"),
        ends=wall("2026-05-07 00:30"),
    )
    programme.speaks(other, programme.a_speaker("محمد علي"), role="chair")
    operations.cancel_session(session_id=other.public_id, reason="A storm", by=ANNA)
    return made


def _words(document: Any) -> str:
    found = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    return found.replace("\r\n", "\n")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("name", "width"), [("programme", 595), ("programme-letter", 612)])
def test_the_pdf_can_be_read(name: str, width: int, webinar: Any, client: Any) -> None:
    answer = client.get(f"/webinars/seas/{name}.pdf")
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="seas.pdf"'
    document = pypdfium2.PdfDocument(answer.data)
    assert round(document[0].get_width()) == width
    words = _words(document)
    for wanted in (
        "Über Meere",
        "A day on coasts",
        "Tuesday 5 May 2026",
        "14:00–15:00",
        "Opening of the day",
        "Maria Nowak, UCL",
        "Cancelled: 海洋与城市",
        "A storm",
        "1 of 1",
    ):
        assert wanted in words
    about = document.get_metadata_dict()
    assert (about["Title"], about["Subject"]) == (
        "Über Meere",
        "5 May 2026, 14:00–16:00, London time (UTC+1)",
    )
    assert [one.get_title() for one in document.get_toc()] == [
        "Über Meere",
        "Tuesday 5 May 2026",
        "Wednesday 6 May 2026",
    ]
    assert b"/Lang (en)" in answer.data
    assert b"/URI (http://localhost/webinars/seas/opening-of-the-day/)" in answer.data


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_it_is_made_once_for_what_it_says(
    webinar: Any, client: Any, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from webinar.core import sandbox
    from webinar.site import printing

    monkeypatch.setattr(printing, "_kept", printing._Kept())
    made = []
    run = sandbox.run

    def counted(target: str, arguments: Any, **more: Any) -> Any:
        made.append(target)
        return run(target, arguments, **more)

    monkeypatch.setattr(sandbox, "run", counted)
    first = client.get("/webinars/seas/programme.pdf")
    app.extensions["bytecache"].clear()
    again = client.get("/webinars/seas/programme.pdf")
    assert len(made) == 1
    printing._kept._files.clear()
    app.extensions["bytecache"].clear()
    third = client.get("/webinars/seas/programme.pdf")
    assert len(made) == 2
    assert first.data == again.data == third.data, "the same bytes"
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/webinars/seas/programme.pdf", headers=tag).status_code == 304
    head = client.head("/webinars/seas/programme.pdf")
    assert (head.data, head.headers["Content-Length"]) == (b"", str(len(first.data)))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_many_pages_say_which(webinar: Any) -> None:
    from webinar.calendars.formats import pdf

    event = {
        "title": "Talk " * 30,
        "url": "http://localhost/",
        "times": "14:00–15:00",
        "people": ["Somebody with a name"] * 40,
        "facts": [],
        "abstract": "words " * 80,
        "links": [["Paper", "http://localhost/p"]],
    }
    told = {
        "paper": "A4",
        "title": "Many",
        "subtitle": "",
        "site": "Site",
        "when": "When",
        "url": "http://localhost/",
        "notes": [],
        "language": "ar",
        "direction": "rtl",
        "color": "#017778",
        "nothing": "Nothing",
        "changed_at": datetime(2026, 3, 10, tzinfo=UTC).isoformat(),
        "pages": "#1 of #2",
        "foot": "Many",
        "days": [{"name": "Monday", "events": [event] * 9}],
    }
    document = pypdfium2.PdfDocument(pdf.render(told))
    assert len(document) > 4
    for number, page in enumerate(document, 1):
        assert f"{number} of {len(document)}" in page.get_textpage().get_text_bounded()
    assert _words(document).count("Somebody with a name") == 9 * 40
    empty = pypdfium2.PdfDocument(pdf.render(told | {"days": []}))
    assert "Nothing" in _words(empty)


def test_the_page_to_print(webinar: Any, client: Any, statements: Any, valid_html: Any) -> None:
    from webinar.webinars import operations

    client.get("/webinars/seas/programme/")
    with statements(exactly=4):
        page = client.get("/webinars/seas/programme/")
    assert page.status_code == 200
    valid_html(page.text)
    for wanted in (
        "Opening of the day",
        "Cancelled: 海洋与城市",
        "programme.pdf",
        "Maria Nowak, UCL",
    ):
        assert wanted in page.text
    main = client.get("/webinars/seas/").text
    for form in ("programme/", "programme.pdf", "programme.txt", "schedule.xml", "schedule.json"):
        assert f'href="/webinars/seas/{form}"' in main
    operations.edit_webinar(
        webinar_id=webinar.public_id,
        title="Later",
        slug="later",
        timezone=webinar.timezone,
        starts=webinar.starts_wall,
        ends=webinar.ends_wall,
        category_id=webinar.category.public_id,
        by=ANNA,
    )
    moved = client.get("/webinars/seas/programme/")
    assert (moved.status_code, moved.location) == (301, "/webinars/later/programme/")
    operations.delete_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert client.get("/webinars/later/programme/").status_code == 410
    assert client.get("/webinars/later/programme.pdf").status_code == 410
