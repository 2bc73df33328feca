"""facts/security.md 21, 22, 80: thirty people press the button in the same moment."""

import concurrent.futures
import re
from typing import Any


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
