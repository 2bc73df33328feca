"""A programme for the tests of this room, made by the rooms' own operations."""

from datetime import datetime, timedelta
from typing import Any

from webinar.core.journal import SYSTEM
from webinar.papers import operations as papers
from webinar.papers.operations import Author
from webinar.posts import operations as posts
from webinar.speakers import operations as speakers
from webinar.webinars import operations as webinars

#: wall time of the first webinar, in London: six days after the frozen now
FIRST = datetime(2026, 3, 16, 14, 0)  # noqa: DTZ001 a wall time
HOUR = timedelta(hours=1)


class Maker:
    """Makes things with one call each; every keyword of the operations may be given."""

    def __init__(self) -> None:
        self.category = webinars.create_category(name="History", by=SYSTEM)
        self.room = webinars.create_room(
            name="Great Room", join_address="https://rooms.example/great", by=SYSTEM
        )

    def webinar(self, title: str = "Rivers", *, days: int = 0, publish: bool = True, **more: Any):
        """Two hours from 14:00 London; `days` after the first."""
        starts = FIRST + timedelta(days=days)
        values = {
            "title": title,
            "timezone": "Europe/London",
            "starts": starts,
            "ends": starts + 2 * HOUR,
            "category_id": self.category.public_id,
            "room_id": self.room.public_id,
            "summary": f"All about {title}.",
            "description": f"A long word on {title}.",
            "by": SYSTEM,
        }
        made = webinars.create_webinar(**(values | more))
        self.session(made, f"Opening of {title}")
        if publish:
            webinars.publish_webinar(webinar_id=made.public_id, by=SYSTEM)
        return made

    def session(self, webinar: Any, title: str, *, after: timedelta = timedelta(), **more: Any):
        """One hour, `after` the webinar's start."""
        starts = webinar.starts_wall + after
        values = {
            "webinar_id": webinar.public_id,
            "title": title,
            "starts": starts,
            "ends": starts + HOUR,
            "abstract": f"What {title} says.",
            "by": SYSTEM,
        }
        return webinars.add_session(**(values | more))

    def recording(self, session: Any, address: str) -> None:
        """The session's recording is at that address."""
        webinars.edit_session(
            session_id=session.public_id,
            title=session.title,
            starts=session.starts_wall,
            ends=session.ends_wall,
            recording_url=address,
            by=SYSTEM,
        )

    def speaker(self, name: str, *sessions: Any, **more: Any):
        """A profile with a part in the sessions; the others there keep theirs."""
        made = speakers.create_speaker(name=name, by=SYSTEM, **more)
        for session in sessions:
            speakers.set_session_speakers(
                session_id=session.public_id, roles=[(made.public_id, "speaker")], by=SYSTEM
            )
        return made

    def paper(
        self,
        title: str,
        *,
        session: Any = None,
        author: str = "Ana Silva",
        speaker: Any = None,
        publish: bool = True,
        **more: Any,
    ):
        made = papers.start_paper(
            title=title,
            authors=[Author(author, "", speaker.public_id if speaker else "")],
            session_id=session.public_id if session else "",
            by=SYSTEM,
            **({"body": f"## First\n\nText of {title}.\n\n## Second\n\n## Third"} | more),
        )
        if publish:
            papers.publish_paper(paper_id=made.public_id, by=SYSTEM)
        return made

    def post(self, title: str, body: str = "Something new.", *, publish: bool = True):
        made = posts.create_post(title=title, body=body, by=SYSTEM)
        if publish:
            posts.publish_post(post_id=made.public_id, by=SYSTEM)
        return made

    def row(self, number: int) -> Any:
        """A webinar with two sessions, a speaker and a paper each; the second has its own room."""
        made = self.webinar(f"Webinar {number}", days=number)
        first = made.sessions[0]
        room = webinars.create_room(name=f"Room {number}", by=SYSTEM).public_id
        second = self.session(made, f"Closing {number}", after=HOUR, room_id=room)
        person = self.speaker(f"Person {number}", first, second)
        self.paper(f"Paper {number}", session=first, speaker=person)
        self.post(f"Post {number}")
        return made
