"""A site on which every text field holds an attack, and what finds one that works."""

import json
import re
from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

from tests.support.world import BY, World

TITLE = (
    "Zx \"'><x-evil onmouseover=alert(1)></script></title></textarea></style><!--"
    "<script>alert(1)</script>{{191*49}}{x.__class__}${7*7}%s\r\nX-EVIL:1\r\nBEGIN:VALARM"
)
TEXT = (
    TITLE + "\n\n[a](javascript:alert(1)) [b](JaVa\tscript:alert(1)) [c](data:text/html,x)"
    " ![d](javascript:x) <a href='javascript:x'>e</a> <img src=x onerror=alert(1)>\n\n"
    "<svg onload=alert(1)></svg> <iframe src=//evil.example></iframe> https://evil.example/\n"
)


def short(length: int) -> str:
    """The attack, cut to what a field holds."""
    return TITLE[:length]


def fill(app: Any) -> list[str]:
    """Write it into every field that readers or organizers see; personal addresses to walk."""
    from webinar.conversations.operations import write_comment, write_message
    from webinar.conversations.operations.comments import approve_comments
    from webinar.core import links
    from webinar.core.journal import visitor
    from webinar.organization.operations import change_identity
    from webinar.papers.operations import Author, publish_paper, start_paper, submit_paper
    from webinar.posts.operations import create_page, create_post, publish_page, publish_post
    from webinar.speakers.operations import (
        create_speaker,
        send_personal_link,
        set_session_speakers,
    )
    from webinar.webinars.operations import (
        add_session,
        create_category,
        create_room,
        create_webinar,
        publish_webinar,
    )

    world = World(app)
    change_identity(name=short(100), tagline=short(150), by=BY)
    category = create_category(name=short(100), description=TEXT, by=BY)
    room = create_room(
        name=short(100), place=short(150), join_address="https://meet.example.org/r", by=BY
    )
    start = world.wall()
    webinar = create_webinar(
        title=TITLE,
        subtitle=TITLE,
        summary=TITLE,
        description=TEXT,
        timezone="UTC",
        starts=start,
        ends=world.wall(hours=8),
        category_id=category.public_id,
        room_id=room.public_id,
        by=BY,
    )
    session = add_session(
        webinar_id=webinar.public_id, title=TITLE, abstract=TEXT, **world.times(hours=1), by=BY
    )
    speaker = create_speaker(
        name=short(150),
        position_title=short(150),
        affiliation=short(150),
        biography=TEXT,
        email="lin@example.org",
        links=[{"label": TITLE[:60], "url": 'https://example.org/"><x-evil>'}],
        by=BY,
    )
    set_session_speakers(
        session_id=session.public_id, roles=[(speaker.public_id, "speaker")], by=BY
    )
    publish_webinar(webinar_id=webinar.public_id, by=BY)
    paper = start_paper(
        title=TITLE,
        abstract=TEXT,
        body=TEXT,
        note=TEXT,
        authors=[Author(short(150), short(150), speaker.public_id)],
        session_id=session.public_id,
        by=BY,
    )
    submit_paper(paper_id=paper.public_id, by=BY)
    publish_paper(paper_id=paper.public_id, by=BY)
    post = create_post(title=TITLE, body=TEXT, summary=TITLE, by=BY)
    page = create_page(title=TITLE, body=TEXT, by=BY)
    publish_post(post_id=post.public_id, by=BY)
    publish_page(page_id=page.public_id, by=BY)
    for kind, row in (("webinar", webinar), ("paper", paper), ("post", post)):
        comment = write_comment(
            kind=kind,
            subject_id=row.public_id,
            author_name=short(120),
            author_email="reader@example.org",
            body=TEXT,
            by=visitor(TITLE),
        )
        if kind != "post":
            approve_comments(comment_ids=[comment.public_id], by=BY)
    write_message(
        name=short(120), email="visitor@example.org", subject=TITLE, body=TEXT, by=visitor(TITLE)
    )
    link = send_personal_link(speaker_id=speaker.public_id, by=BY)
    call = _fill_call(world.wall(days=9))
    return [f"/my/{links.token(link)}", call, f"{call}/new"]


def _fill_call(closes: datetime) -> str:
    """The same in a call, its tracks, types, questions and choices; where readers find it."""
    from webinar.calls import operations as calls
    from webinar.calls import part_operations as parts
    from webinar.calls.question_operations import add_question
    from webinar.calls.said import CodeWords, PartWords
    from webinar.core.clock import WallTime
    from webinar.questions.models import READERS
    from webinar.questions.said import Asking

    words = calls.CallWords(
        title=TITLE,
        timezone="UTC",
        closes=WallTime(closes, "UTC"),
        summary=TITLE,
        description=TEXT,
        guidelines=TEXT,
        example=TEXT,
    )
    call = calls.create_call(words=words, by=BY)
    part = PartWords(short(120), description=TEXT)
    parts.add_track(call_id=call.public_id, words=part, by=BY)
    parts.add_type(call_id=call.public_id, words=part, by=BY)
    parts.make_codes(call_id=call.public_id, words=CodeWords(note=short(150)), by=BY)
    two = [TITLE[:200], "b"]
    for kind, labels in (("line", []), ("choice", two), ("choices", two)):
        asking = Asking(
            kind, TITLE[:300], TEXT, choices=[{"label": one} for one in labels], audience=READERS
        )
        add_question(call_id=call.public_id, asking=asking, by=BY)
    calls.publish_call(call_id=call.public_id, by=BY)
    return f"/calls/{call.slug}"


class _Judge(HTMLParser):
    """Collects what no page of ours holds."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._data: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: (value or "").strip().lower() for name, value in attrs}
        if tag.startswith("x-") or tag in ("iframe", "object", "embed", "base", "style"):
            self.found.append(f"<{tag}>")
        if tag == "script":
            if values.get("type") == "application/ld+json":
                self._data = ""
            elif not values.get("src", "").startswith("/static/"):
                self.found.append("inline script")
        for name, value in values.items():
            if name.startswith("on") or name == "style":
                self.found.append(f"{tag} {name}=")
            bare = re.sub(r"[\x00-\x20]", "", value)
            if name in ("href", "src", "action", "formaction") and bare.startswith(
                ("javascript:", "vbscript:", "data:text", "//")
            ):
                self.found.append(f"{tag} {name}={value[:40]}")

    def handle_data(self, data: str) -> None:
        if self._data is not None:
            self._data += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._data is not None:
            try:
                json.loads(self._data)
            except ValueError as error:
                self.found.append(f"JSON-LD: {error}")
            self._data = None


def harm_in_page(text: str) -> list[str]:
    """What in a page came out of its text."""
    judge = _Judge()
    judge.feed(text)
    judge.close()
    if "9359" in text:
        judge.found.append("a template was run")
    if "&lt;class" in text:
        judge.found.append("a format string was run")
    return judge.found


def harm_in_calendar(data: bytes) -> list[str]:
    """RFC 5545 sections 3.1 and 3.3.11."""
    lines = data.split(b"\r\n")
    found = [f"long line {line[:30]!r}" for line in lines if len(line) > 75]
    found += [f"bare line end {line[:30]!r}" for line in lines if b"\n" in line or b"\r" in line]
    found += [
        f"new line {line[:30]!r}" for line in lines if line.startswith((b"X-EVIL", b"BEGIN:VALARM"))
    ]
    return found


def harm_in_xml(data: bytes) -> list[str]:
    try:
        ElementTree.fromstring(data)  # noqa: S314 - our own feed
    except ElementTree.ParseError as error:
        return [str(error)]
    return ["a document type"] if b"<!DOCTYPE" in data else []
