"""facts/security.md 20, 21: an impatient finger, a resent form, a lost answer."""

from typing import Any

import pytest

from tests.security.test_limits_cannot_be_talked_away import form_time

pytestmark = pytest.mark.checklist(20)


def test_a_comment_and_a_message(site: Any, filled: dict[str, str], guest: Any) -> None:
    """No. 21: the second time changes nothing and mails nobody; other words are another one."""
    from webinar.conversations.models import Comment, ContactMessage
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail

    def counted() -> tuple[int, ...]:
        with site.app_context():
            return tuple(
                db.session.query(kind).count() for kind in (Comment, ContactMessage, OutgoingMail)
            )

    typed = {
        "form_time": form_time(guest),
        "name": "Impatient",
        "email": "i@example.org",
        "subject": "S",
        "body": "Once.",
    }
    places = (f"/comments/webinar/{filled['webinar']}", "/contact")
    for path in places:
        assert guest.post(path, data=typed).status_code == 303
    once = counted()
    for path in places:
        assert guest.post(path, data=typed).status_code == 303
    assert counted() == once
    for path in places:
        assert guest.post(path, data=typed | {"body": "Again."}).status_code == 303
    assert counted()[:2] == (once[0] + 1, once[1] + 1)
