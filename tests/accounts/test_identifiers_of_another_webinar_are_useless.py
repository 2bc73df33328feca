"""Identifiers in forms, each checked by itself: source and target (62), through the parent (61)."""

import io
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support import people, source
from tests.support.two_webinars import Side, two_sides
from tests.support.world import BY, World

pytestmark = pytest.mark.checklist(61, 62)


@pytest.fixture
def sides(app: Any) -> tuple[Side, Side]:
    with app.app_context():
        return two_sides(app)


@pytest.fixture
def organizer(app: Any, sides: tuple[Side, Side]) -> Any:
    return people.with_role(app, "organizer", webinar_id=sides[0].ids["webinar_id"])


def one(app: Any, kind: str, public_id: str) -> dict[str, Any]:
    """A row's columns, read anew."""
    from webinar.core.db import db, with_deleted
    from webinar.organize.undo import journaled_models

    model = journaled_models()[kind]
    with app.app_context():
        table = model.__table__
        found = with_deleted(db.select(table).where(table.c.public_id == public_id))
        return dict(db.session.execute(found).one()._mapping)


def count(app: Any, kind: str) -> int:
    from webinar.core.db import db
    from webinar.organize.undo import journaled_models

    with app.app_context():
        table = journaled_models()[kind].__table__
        return int(db.session.scalar(db.select(db.func.count()).select_from(table)))


PAPER = {"title": "Moved", "kind": "paper", "language": "en", "authors-0-name": "Somebody"}


def test_a_paper_goes_neither_to_nor_from_another_webinar(
    app: Any, sides: tuple[Side, Side], organizer: Any
) -> None:
    mine, theirs = sides
    own, other = mine.ids["session_id"], theirs.ids["session_id"]
    before = one(app, "paper", mine.ids["paper_id"])
    address = f"/organize/papers/{mine.ids['paper_id']}/edit"
    for fields in (
        {"session_id": other},
        {"session_id": ""},
        {"session_id": own, "submitter_id": theirs.ids["speaker_id"]},
        {"session_id": own, "authors-0-speaker_id": theirs.ids["speaker_id"]},
    ):
        assert organizer.post(address, data=PAPER | fields).status_code == 422, fields
    assert one(app, "paper", mine.ids["paper_id"]) == before
    address = f"/organize/papers/{theirs.ids['paper_id']}/edit"
    before = one(app, "paper", theirs.ids["paper_id"])
    assert organizer.post(address, data=PAPER | {"session_id": own}).status_code == 404
    assert one(app, "paper", theirs.ids["paper_id"]) == before


def test_no_paper_is_begun_in_another_webinar_or_in_none(
    app: Any, sides: tuple[Side, Side], organizer: Any
) -> None:
    mine, theirs = sides
    known = count(app, "paper")
    for session_id in (theirs.ids["session_id"], ""):
        # With a file a draft is kept whatever else the form holds; not so here.
        files = {"files": (io.BytesIO(b"Words.\n"), "words.txt")}
        data = PAPER | {"session_id": session_id} | files
        assert organizer.post("/organize/papers/new", data=data).status_code == 422
    assert count(app, "paper") == known
    data = PAPER | {"session_id": mine.ids["session_id"]}
    assert organizer.post("/organize/papers/new", data=data).status_code == 303
    assert count(app, "paper") == known + 1


def test_a_paper_that_is_moved_away_is_out_of_reach(
    app: Any, sides: tuple[Side, Side], organizer: Any
) -> None:
    mine, theirs = sides
    page = f"/organize/papers/{mine.ids['paper_id']}/"
    assert organizer.get(page).status_code == 200
    site = people.organizer(app)
    data = PAPER | {"session_id": theirs.ids["session_id"]}
    assert site.post(f"{page}edit", data=data).status_code == 303
    assert organizer.get(page).status_code == 404
    assert organizer.get(f"/organize/preview/papers/{mine.ids['paper_id']}/").status_code == 404


def test_files_are_found_through_their_paper_alone(
    app: Any, sides: tuple[Side, Side], organizer: Any
) -> None:
    mine, theirs = sides
    for room in ("papers", "review"):
        address = f"/organize/{room}/{mine.ids['paper_id']}/files/{theirs.ids['file_id']}"
        assert organizer.get(address).status_code == 404
    address = f"/organize/papers/{mine.ids['paper_id']}/files/{theirs.more['draft file']}/remove"
    assert organizer.post(address).status_code == 404
    assert one(app, "paper_file", theirs.more["draft file"])["version_id"] is None


def test_a_name_known_only_elsewhere_makes_a_profile_of_its_own(
    app: Any, sides: tuple[Side, Side], organizer: Any
) -> None:
    """Nothing tells that the other one exists, and it gets no part here."""
    from webinar.core.db import db
    from webinar.speakers.models import SessionRole, Speaker

    mine, theirs = sides
    edit = f"/organize/sessions/{mine.ids['session_id']}/"
    stored = one(app, "session", mine.ids["session_id"])
    data = {
        "title": "Session",
        "kind": "talk",
        "language": "en",
        "starts": stored["starts_wall"].strftime("%Y-%m-%dT%H:%M"),
        "ends": stored["ends_wall"].strftime("%Y-%m-%dT%H:%M"),
        "parts-0-name": theirs.more["speaker's name"],
        "parts-0-role": "speaker",
    }

    def parts_now() -> list[str]:
        with app.app_context():
            found = db.select(Speaker.public_id).join(SessionRole)
            return list(db.session.scalars(found.where(SessionRole.session_id == stored["id"])))

    assert organizer.post(edit, data=data).status_code == 303
    parts = parts_now()
    assert len(parts) == 1
    assert theirs.ids["speaker_id"] not in parts
    # What was made just now, and lies here alone, can be edited.
    page = organizer.get(f"/organize/speakers/{parts[0]}/")
    assert page.status_code == 200
    # The notice takes back all of it: the session, the profile and the part.
    entries = re.findall(r'name="entry" value="([^"]+)"', page.text)
    assert len(entries) == 3
    assert organizer.post("/organize/journal/undo", data={"entry": entries}).status_code == 303
    assert parts_now() == [mine.ids["speaker_id"]]


def test_a_profile_with_a_part_elsewhere_is_edited_by_organizers_of_the_site(
    app: Any, sides: tuple[Side, Side], organizer: Any
) -> None:
    from webinar.papers.operations import Author, start_paper
    from webinar.speakers.operations import create_speaker, set_session_speakers

    mine, theirs = sides
    page = f"/organize/speakers/{mine.ids['speaker_id']}/"
    assert organizer.get(page).status_code == 200
    listed = organizer.get("/organize/speakers/")
    assert page in listed.text
    with app.app_context():
        speaker = (mine.ids["speaker_id"], "speaker")
        set_session_speakers(session_id=theirs.ids["session_id"], roles=[speaker], by=BY)
        author = create_speaker(name="Ann Author", by=BY).public_id
        set_session_speakers(
            session_id=mine.ids["session_id"], roles=[speaker, (author, "chair")], by=BY
        )
        # A paper that lies in no session is in nobody's webinar.
        start_paper(title="Loose", authors=[Author("Ann Author", "", author)], by=BY)
    for public_id in (mine.ids["speaker_id"], author):
        page = f"/organize/speakers/{public_id}/"
        assert organizer.get(page).status_code == 404
        assert organizer.post(page, data={"name": "Changed"}).status_code == 404
        assert organizer.post(f"{page}link").status_code == 404
    listed = organizer.get("/organize/speakers/").text
    assert "Ann Author" in listed
    assert page not in listed, "no dead link"
    assert page not in organizer.get(f"/organize/webinars/{mine.ids['webinar_id']}/").text
    assert one(app, "speaker", author)["name"] == "Ann Author"


def test_a_biography_is_taken_over_only_into_a_profile_of_ones_own(
    app: Any, sides: tuple[Side, Side], organizer: Any
) -> None:
    from webinar.papers.operations import edit_paper
    from webinar.speakers.operations import set_session_speakers

    mine, theirs = sides
    text = Path(source.ROOT, "tests", "data", "paste-blog-page.txt").read_text()
    with app.app_context():
        set_session_speakers(
            session_id=theirs.ids["session_id"],
            roles=[(mine.ids["speaker_id"], "speaker")],
            by=BY,
        )
        edit_paper(
            paper_id=mine.ids["paper_id"],
            title="On tides",
            abstract="",
            body=text,
            kind="paper",
            authors=[],
            by=BY,
        )
    before = one(app, "speaker", mine.ids["speaker_id"])
    address = f"/organize/papers/{mine.ids['paper_id']}/recognise"
    page = organizer.get(address).text
    assert "no profile to put it into" in page
    keys = _ticks(page)
    assert organizer.post(address, data={"accept": keys}).status_code == 303
    assert one(app, "speaker", mine.ids["speaker_id"]) == before


def _ticks(page: str) -> list[str]:
    return re.findall(r'name="accept" value="([^"]+)"', page)


@pytest.mark.parametrize("role", ["moderator", "organizer"])
def test_each_comment_of_many_is_looked_up_by_itself(
    app: Any, sides: tuple[Side, Side], role: str
) -> None:
    mine, theirs = sides
    browser = people.with_role(app, role, webinar_id=mine.ids["webinar_id"])
    own, other = mine.more["comment"], theirs.more["comment on session"]
    with app.app_context():
        news = _comment_on_news(World(app))
    page = browser.get("/organize/comments/").text
    assert own in page
    assert other not in page
    assert news not in page, "news belongs to the site"
    untouched = [one(app, "comment", public_id) for public_id in (other, news)]
    data = {"comment": [own, other, news], "do": "approve"}
    answer = browser.post("/organize/comments/", data=data)
    assert one(app, "comment", own)["state"] == "shown"
    assert other not in answer.location
    for step in ("approve", "refuse", "delete", "restore"):
        browser.post("/organize/comments/", data={"do": f"{step}.{other}"})
    undo = {"undo": f"{own}.waiting~{other}.refused~{news}.deleted"}
    assert browser.post("/organize/comments/undo", data=undo).status_code == 303
    assert one(app, "comment", own)["state"] == "waiting"
    assert [one(app, "comment", public_id) for public_id in (other, news)] == untouched


def _comment_on_news(world: World) -> str:
    from webinar.conversations.operations import write_comment
    from webinar.posts.operations import publish_post

    post = publish_post(post_id=world.new_post().public_id, by=BY)
    return str(
        write_comment(
            kind="post", subject_id=post.public_id, author_name="R", body="Well.", by=BY
        ).public_id
    )


def test_only_ones_own_entries_in_ones_own_webinar_are_turned_round(
    app: Any, sides: tuple[Side, Side], organizer: Any
) -> None:
    from webinar.webinars.operations import cancel_session

    mine = sides[0]
    with app.app_context():
        for side in sides:
            cancel_session(session_id=side.ids["session_id"], reason="Storm", by=BY)
    of_site, of_theirs = [_newest(app, side.ids["session_id"]) for side in sides]
    reinstate = f"/organize/sessions/{mine.ids['session_id']}/reinstate"
    assert organizer.post(reinstate).status_code == 303
    own = _newest(app, mine.ids["session_id"])
    for entries in ([of_site], [of_theirs], [own, of_theirs], ["nobody"]):
        answer = organizer.post("/organize/journal/undo", data={"entry": entries})
        assert answer.status_code == 404, entries
    assert one(app, "session", mine.ids["session_id"])["cancelled_at"] is None
    answer = organizer.post("/organize/journal/undo", data={"entry": [own], "back": "/organize/"})
    assert answer.status_code == 303
    assert one(app, "session", mine.ids["session_id"])["cancelled_at"] is not None
    assert organizer.get(f"/organize/journal/{own}/").status_code == 403


def _newest(app: Any, object_id: str) -> str:
    """The newest entry that changed something; one around it may hold nothing of its own."""
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry

    with app.app_context():
        entries = db.session.scalars(
            db.select(JournalEntry)
            .where(JournalEntry.object_id == object_id)
            .order_by(JournalEntry.id.desc())
        )
        return next(entry.public_id for entry in entries if entry.changes)


def test_an_entry_that_would_bring_a_paper_back_from_elsewhere_is_not_ones_own(
    app: Any, sides: tuple[Side, Side]
) -> None:
    """Who organizes both moves a paper; with one role left, the way back is closed."""
    from webinar.webinars.operations import set_webinar_roles

    mine, theirs = sides
    account = people.make_account(app, roles=(), email="both@example.org")
    browser = people.signed_in(app, account)

    def give(side: Side, roles: list[str]) -> None:
        with app.app_context():
            set_webinar_roles(
                webinar_id=side.ids["webinar_id"], account_id=account, roles=roles, by=BY
            )

    give(mine, ["organizer"])
    give(theirs, ["organizer"])
    address = f"/organize/papers/{theirs.ids['paper_id']}/edit"
    data = PAPER | {"session_id": mine.ids["session_id"]}
    assert browser.post(address, data=data).status_code == 303
    entry = _newest(app, theirs.ids["paper_id"])
    give(theirs, [])
    moved = one(app, "paper", theirs.ids["paper_id"])
    assert browser.post("/organize/journal/undo", data={"entry": entry}).status_code == 404
    assert one(app, "paper", theirs.ids["paper_id"]) == moved
    give(theirs, ["organizer"])
    assert browser.post("/organize/journal/undo", data={"entry": entry}).status_code == 303
    assert one(app, "paper", theirs.ids["paper_id"])["session_id"] != moved["session_id"]


def test_people_of_another_webinar_are_neither_found_nor_named(
    app: Any, sides: tuple[Side, Side], organizer: Any
) -> None:
    mine, theirs = sides
    address = f"/organize/webinars/{mine.ids['webinar_id']}/people"
    other = f"{address}/{theirs.ids['account_id']}"
    assert organizer.post(other, data={"roles": ["organizer"]}).status_code == 404
    assert organizer.post(f"{other}/remove").status_code == 404
    data = {"who": theirs.more["helper's name"], "roles": ["reviewer"]}
    assert organizer.post(address, data=data).status_code == 422
    assert people.organizer(app).post(address, data=data).status_code == 303
    # By now the person is here, too; the role there is nobody's business.
    page = organizer.get(address).text
    assert theirs.more["helper's name"] in page
    assert theirs.ids["webinar_id"] not in page


def test_a_clash_with_a_hidden_webinar_is_told_without_its_name(
    app: Any, sides: tuple[Side, Side], organizer: Any
) -> None:
    """Both use the same room at the same time."""
    from tests.support.two_webinars import SECRET

    page = f"/organize/webinars/{sides[0].ids['webinar_id']}/"
    text = organizer.get(page).text
    assert "another webinar" in text
    assert SECRET not in text
    assert SECRET in people.organizer(app).get(page).text
