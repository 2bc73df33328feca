"""People who keep a calendar, and what their programs get."""

import re
from typing import Any

from tests.calendars.support.lines import File, checked

ADA = "ada@example.net"


class Keeper:
    """Somebody with a mailed link: what they do, done by the pages."""

    def __init__(self, app: Any, email: str = ADA) -> None:
        self.client = app.test_client()
        self.client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        self.app, self.email = app, email
        self.page = ""

    def ask(self, *keys: str) -> str:
        """Ask for a link with these stars; the address that the mail holds, as a path."""
        form = self.client.get("/my/").text
        hour = re.search(r'name="form_time"[^>]*value="([^"]+)"', form)
        assert hour is not None
        sent = {"email": self.email, "stars": " ".join(keys), "form_time": hour[1]}
        answer = self.client.post("/my/", data=sent)
        assert (answer.status_code, answer.location) == (303, "/my/sent"), answer.text
        return newest_link(self.email)

    def begin(self, *keys: str) -> "Keeper":
        """Ask, open the mail, press the button."""
        self.page = self.ask(*keys)
        assert self.client.post(f"{self.page}/confirm", data={"keep": "1"}).status_code == 303
        return self

    def make_feed(self, name: str = "Mine", **fields: Any) -> str:
        """The path of a new feed's address, as the page shows it once."""
        sent = {"name": name, "contains": ["starred", "speaking"], "alarm": ""} | fields
        answer = self.client.post(f"{self.page}/feeds", data=sent)
        assert answer.status_code == 200, answer.text
        return shown_address(answer.text)


def newest_link(email: str) -> str:
    """Path in the newest mail to that address."""
    import sqlalchemy as sa

    from webinar.core import links
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail

    mail = db.session.scalars(
        sa.select(OutgoingMail).where(OutgoingMail.to_address == email).order_by(-OutgoingMail.id)
    ).first()
    assert mail is not None
    link = db.session.get(links.PersonalLink, mail.link_id)
    assert link is not None
    return links.address(link, absolute=False)


def shown_address(page: str) -> str:
    found = re.search(r'value="http://localhost(/feeds/u/[a-z2-7]{32}\.ics)"', page)
    assert found is not None, page
    return found[1]


def fetched(client: Any, path: str, **headers: str) -> File:
    """What a subscriber gets, checked by every rule."""
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, answer.status
    return checked(answer.data, personal=True)


def titles(file: File) -> list[str]:
    return [event.one("SUMMARY") for event in file.events]


def key(session: Any) -> str:
    return f"session/{session.public_id}"


def forget_who_asked() -> None:
    """The context of the whole test remembers who was signed in, and what was read."""
    from flask import g

    from webinar.core.db import let_go

    g.pop("_login_user", None)
    let_go()
