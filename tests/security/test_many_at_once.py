"""facts/security.md 21, 22, 80: thirty people press the button in the same moment."""

import concurrent.futures
import contextlib
import re
import threading
from typing import Any

import pytest

from webinar.core.plainerror import PlainError


@pytest.mark.checklist(22)
def test_thirty_comments_and_messages(site: Any, filled: dict[str, str], guest: Any) -> None:
    """No. 22: each is taken, none meets a locked database, each leaves its journal entry."""
    from webinar.conversations.models import Comment, ContactMessage
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry

    page = guest.get("/contact").get_data(as_text=True)
    found = re.search(r'name="form_time"[^>]*value="([^"]+)"', page)
    assert found

    def send(number: int) -> int:
        client = site.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        typed = {
            "form_time": found[1],
            "name": f"Reader {number}",
            "email": f"reader{number}@example.net",
            "subject": "At once",
            "body": f"Words {number}",
        }
        where = f"/comments/webinar/{filled['webinar']}" if number % 2 else "/contact"
        return int(client.post(where, data=typed).status_code)

    with concurrent.futures.ThreadPoolExecutor(15) as pool:
        assert set(pool.map(send, range(30))) == {303}
    with site.app_context():
        comments = db.session.query(Comment).filter(Comment.body.like("Words %")).all()
        assert len({row.body for row in comments if row.author_name.startswith("Reader ")}) == 15
        assert db.session.query(ContactMessage).filter_by(subject="At once").count() == 15
        written = db.session.query(JournalEntry).filter(
            JournalEntry.actor_label.like("Reader %"),
            JournalEntry.intention.in_(
                ["conversations.write_comment", "conversations.write_message"]
            ),
        )
        assert written.count() == 30


@pytest.mark.checklist(22)
def test_approved_and_published_by_many_happens_once(app: Any) -> None:
    """No. 22: twenty press it; one entry in the journal says so, and one mail goes out."""
    from tests.support.world import BY, World
    from webinar.conversations.operations.comments import approve_comments
    from webinar.core import jobs
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry
    from webinar.core.mail import OutgoingMail
    from webinar.papers.operations import Author, publish_paper, start_paper, submit_paper
    from webinar.speakers.operations import set_session_speakers
    from webinar.webinars.operations import cancel_session, publish_webinar

    with app.app_context():
        world = World(app)
        comment = world.new_comment().public_id
        webinar = world.new_webinar()
        webinar_id, session = webinar.public_id, world.new_session(webinar).public_id
        set_session_speakers(
            session_id=session, roles=[(world.speaker.public_id, "speaker")], by=BY
        )
        paper = start_paper(
            title="Once",
            body="Words",
            authors=[Author("Lin Field")],
            submitter_id=world.speaker.public_id,
            by=BY,
        ).public_id
        submit_paper(paper_id=paper, by=BY)
    steps: dict[str, Any] = {
        "conversations.approve_comments": lambda: approve_comments(comment_ids=[comment], by=BY),
        "webinars.publish_webinar": lambda: publish_webinar(webinar_id=webinar_id, by=BY),
        "papers.publish_paper": lambda: publish_paper(paper_id=paper, by=BY),
        "webinars.cancel_session": lambda: cancel_session(session_id=session, reason="Rain", by=BY),
    }
    things = (comment, webinar_id, paper, session)
    start = threading.Barrier(20, timeout=60)

    def press(step: Any) -> None:
        with app.app_context():
            start.wait()
            with contextlib.suppress(PlainError):
                step()

    for intention, step in steps.items():
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            list(pool.map(press, [step] * 20))
        with app.app_context():
            rows = db.session.query(JournalEntry).filter_by(intention=intention)
            changed = [row for row in rows if row.changes and row.object_id in things]
            assert len(changed) == 1, intention
    with app.app_context():
        jobs.run_due()
        kinds = [row.kind for row in db.session.query(OutgoingMail)]
        assert {kind: kinds.count(kind) for kind in set(kinds)} == dict.fromkeys(kinds, 1)
        assert {"published", "cancelled"} <= {kind.rpartition("/")[2] for kind in kinds}
