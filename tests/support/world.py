"""One of everything, made by the rooms' own operations, each when it is first asked for."""

import functools
import io
import itertools
from datetime import datetime, timedelta
from typing import Any

from webinar.core import clock
from webinar.core.ids import new_id
from webinar.core.journal import Actor

BY = Actor("account", "Ada Organizer")


class World:
    """Answers rows; ask for `.public_id` of them, they are read again after each operation."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self._numbers = itertools.count(1)

    def wall(self, *, days: float = 30, hours: float = 0) -> datetime:
        """Wall time in UTC, some days from now, at full hours."""
        moment = clock.now() + timedelta(days=days, hours=hours)
        return moment.replace(minute=0, second=0, microsecond=0, tzinfo=None)

    def times(self, **shift: float) -> dict[str, datetime]:
        start = self.wall(**shift)
        return {"starts": start, "ends": start + timedelta(hours=1)}

    @functools.cached_property
    def category(self) -> Any:
        from webinar.webinars.operations import create_category

        return create_category(name="Botany", by=BY)

    @functools.cached_property
    def room(self) -> Any:
        from webinar.webinars.operations import create_room

        return create_room(name="Blue room", join_address="https://meet.example.org/b", by=BY)

    def new_webinar(self, title: str = "") -> Any:
        from webinar.webinars.operations import create_webinar

        start = self.wall()
        return create_webinar(
            title=title or f"Webinar {next(self._numbers)}",
            timezone="UTC",
            starts=start,
            ends=start + timedelta(hours=8),
            category_id=self.category.public_id,
            by=BY,
        )

    @functools.cached_property
    def webinar(self) -> Any:
        return self.new_webinar("Mosses of the north")

    @functools.cached_property
    def published(self) -> Any:
        from webinar.webinars.operations import publish_webinar

        webinar = self.new_webinar("Seeds that wait")
        self.new_session(webinar)
        return publish_webinar(webinar_id=webinar.public_id, by=BY)

    @functools.cached_property
    def series(self) -> Any:
        """Published, ten dates."""
        from webinar.webinars.operations import create_category, create_series, publish_series
        from webinar.webinars.recurrence import DAILY, Recurrence

        series = create_series(
            title="Weeding",
            timezone="UTC",
            starts=self.wall(),
            minutes=60,
            recurrence_words=Recurrence(DAILY, interval=7, times=10),
            category_id=create_category(name="Gardens", by=BY).public_id,
            by=BY,
        )
        return publish_series(series_id=series.public_id, by=BY)

    def new_session(self, webinar: Any = None) -> Any:
        from webinar.webinars.operations import add_session

        return add_session(
            webinar_id=(webinar or self.webinar).public_id,
            title=f"Session {next(self._numbers)}",
            **self.times(hours=1),
            by=BY,
        )

    @functools.cached_property
    def session(self) -> Any:
        return self.new_session()

    def new_speaker(self, name: str = "") -> Any:
        from webinar.speakers.operations import create_speaker

        number = next(self._numbers)
        return create_speaker(
            name=name or f"Speaker {number}", email=f"speaker{number}@example.org", by=BY
        )

    @functools.cached_property
    def speaker(self) -> Any:
        return self.new_speaker("Lin Field")

    @functools.cached_property
    def pictures(self) -> Any:
        from PIL import Image

        from webinar.speakers import pictures

        data = io.BytesIO()
        Image.new("RGB", (400, 400), "teal").save(data, "PNG")
        return pictures.make(data.getvalue())

    def new_paper(self, title: str = "") -> Any:
        from webinar.papers.operations import Author, start_paper

        return start_paper(
            title=title or f"Paper {next(self._numbers)}",
            abstract="What mosses keep.",
            body="# Water\n\nThey keep it.",
            authors=[Author("Lin Field", "", self.speaker.public_id)],
            by=BY,
        )

    def submitted_paper(self) -> Any:
        from webinar.papers.operations import submit_paper

        paper = self.new_paper()
        submit_paper(paper_id=paper.public_id, by=BY)
        return paper

    def published_paper(self) -> Any:
        from webinar.papers.operations import publish_paper

        paper = self.submitted_paper()
        return publish_paper(paper_id=paper.public_id, by=BY)

    @functools.cached_property
    def paper(self) -> Any:
        return self.new_paper("What mosses keep")

    def new_file(self) -> Any:
        from webinar.papers.uploads import attach_file, take_upload

        path, accepted = take_upload(io.BytesIO(b"A plain text.\n"), "notes.txt")
        return attach_file(paper_id=self.paper.public_id, path=path, accepted=accepted, by=BY)

    def new_post(self) -> Any:
        from webinar.posts.operations import create_post

        return create_post(title=f"News {next(self._numbers)}", body="It rains.", by=BY)

    def new_page(self) -> Any:
        from webinar.posts.operations import create_page

        return create_page(title=f"Page {next(self._numbers)}", body="Who we are.", by=BY)

    def new_comment(self, email: str = "reader@example.org") -> Any:
        from webinar.conversations.operations.comments import write_comment

        return write_comment(
            kind="webinar",
            subject_id=self.published.public_id,
            author_name="A reader",
            author_email=email,
            body=f"Words {next(self._numbers)}",
            by=BY,
        )

    def comment_link(self) -> str:
        """Identifier of the personal link that a new comment's author gets."""
        from webinar.core.db import db
        from webinar.core.links import PersonalLink

        comment = self.new_comment(f"reader{next(self._numbers)}@example.org")
        link = db.session.query(PersonalLink).filter_by(subject_id=comment.public_id).one()
        return str(link.public_id)

    def new_message(self) -> Any:
        from webinar.conversations.operations.messages import write_message

        return write_message(
            name="A visitor",
            email="visitor@example.org",
            body=f"When is the next one? ({new_id()})",
            by=BY,
        )

    def new_import(self) -> Any:
        """A calendar of one event that waits to be imported."""
        from webinar.core.files import incoming_folder
        from webinar.transfer.operations import begin_import

        number = next(self._numbers)
        path = incoming_folder() / f"calendar{number}"
        path.write_text(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Of mosses\nDTSTART:20300601T100000Z\n"
            "END:VEVENT\nEND:VCALENDAR\n"
        )
        return begin_import(path=path, name="mosses.ics", form="ics", sha256="0" * 64, by=BY)

    def new_account(self, *, roles: tuple[str, ...] = ("moderator",)) -> str:
        from tests.support.people import make_account

        return make_account(self.app, roles=roles, email=f"{new_id()}@example.org")

    def invited(self) -> Any:
        from webinar.accounts.operations import invite

        return invite(email=f"{new_id()}@example.org", roles=["moderator"], by=BY)
