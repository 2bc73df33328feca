"""The session of 16 April 2022 stands in the feed with its paper, as link and in words."""

from typing import Any

import pytest

from tests.support import programme
from tests.support.programme import ANNA, wall

TITLE = "The Case Against NATO"


@pytest.fixture
def session(site: Any) -> Any:
    from webinar.core import files
    from webinar.core.db import db, transaction
    from webinar.papers import operations as papers
    from webinar.papers.models import PaperFile
    from webinar.papers.operations import Author

    with transaction():
        webinar = programme.a_webinar(
            TITLE, starts=wall("2022-04-16 14:00"), ends=wall("2022-04-16 16:30")
        )
        session = webinar.sessions[0]
        speaker = programme.a_speaker("Li Qingsi", affiliation="Renmin University of China")
        programme.speaks(session, speaker)
        paper = papers.start_paper(
            title=TITLE,
            session_id=session.public_id,
            authors=[Author("Li Qingsi", "", speaker.public_id)],
            by=ANNA,
        )
        stored = files.keep_bytes(
            b"%PDF-1.4", filename="paper.pdf", media_type="application/pdf", sha256="0" * 64
        )
        db.session.add(PaperFile(paper_id=paper.id, file_id=stored.id, name="paper.pdf"))
        db.session.flush()
    papers.publish_paper(paper_id=paper.public_id, by=ANNA)
    return session


@pytest.mark.parametrize("name", ["archive", "speaker/li-qingsi", "webinar/the-case-against-nato"])
def test_the_entry(name: str, session: Any, feed: Any) -> None:
    (event,) = feed(name).events
    assert event.one("DTSTART") == "20220416T130000Z"
    assert event.one("DTEND") == "20220416T153000Z"
    (attached,) = event.all("ATTACH")
    base = "http://localhost/papers/the-case-against-nato/"
    assert attached.raw == f"{base}files/paper.pdf"
    assert attached.parameters == {"FMTTYPE": ["application/pdf"]}
    assert f"{TITLE}\n{base}" in event.one("DESCRIPTION")
    assert "Li Qingsi (Renmin University of China)" in event.one("DESCRIPTION")
    assert event.one("CATEGORIES") == "History"
    assert event.one("LOCATION") == event.one("CONFERENCE")
    assert event.one("LOCATION").endswith("/webinars/the-case-against-nato/opening-talk/join")


def test_the_paper_taken_back(session: Any, feed: Any, clock: Any) -> None:
    import sqlalchemy as sa

    from webinar.core.db import db
    from webinar.papers import operations as papers
    from webinar.papers.models import Paper

    paper = db.session.scalars(sa.select(Paper)).one()
    before = feed("archive").events[0]
    clock.shift(60)
    papers.unpublish_paper(paper_id=paper.public_id, by=ANNA)
    after = feed("archive").events[0]
    assert after.all("ATTACH") == []
    assert "/papers/" not in after.one("DESCRIPTION")
    assert after.one("SEQUENCE") == before.one("SEQUENCE")
    assert after.instant("DTSTAMP") > before.instant("DTSTAMP")
