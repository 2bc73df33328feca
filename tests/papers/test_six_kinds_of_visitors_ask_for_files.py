"""Who gets which file: six kinds of visitors, every address a file has, papers in every state.

By GET, HEAD and for a part of it. What is refused gives away none of its bytes, and an address of a
new kind fails here until somebody has said who may use it.
"""

import io
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from tests.support import people
from tests.support.world import BY, World

pytestmark = pytest.mark.checklist(61)
FIGURE = "0123456789abcdef0123-8x6.webp"
#: stands in every file
MARK = b"zanzibar-"
STATES = ("draft", "handed in", "published", "earlier", "withdrawn", "embargoed", "deleted")
VISITORS = (
    "stranger",
    "author",
    "another author",
    "reviewer",
    "organizer elsewhere",
    "organizer",
)
#: endpoint -> what leads there, and the states in which whom it lets in
PUBLIC = {"papers.file", "papers.newest_file", "papers.cover", "papers.figure"}
EARLIER = {"papers.version_file", "papers.version_figure"}
OWN = {"papers.my_draft_file", "papers.my_figure"}
DESK = {"papers.draft_file", "papers.draft_figure"}
REVIEW = {"papers.review_file", "papers.review_figure"}
#: routes that answer with files which no paper has, or take files and give none
#: asked for in the tests of calls and of reviews, where questions and boards are
OF_OTHERS = {
    "papers.my_answer_file",
    "papers.answer_file",
    "papers.answer",
    "papers.review_answer",
    "reviews.answer",
    "reviews.file",
    "reviews.figure",
    "site.proceedings_file",
}
ELSEWHERE = {
    "site.portrait",
    "site.logo",
    "site.my_profile",
    "papers.my_file_kinds",
    "papers.file_kinds",
}


@dataclass
class Made:
    """A paper in one state."""

    slug: str
    paper_id: str
    #: public identifiers of the file as it was handed in ("" before) and of the draft's
    handed_in: str
    drafted: str
    #: names of the files of version 1, and of the current one
    names: dict[int, str] = field(default_factory=dict)


def a_paper(state: str, maria: str, session: str) -> Made:
    from webinar.core import clock
    from webinar.papers import operations
    from webinar.papers.drafts import Author
    from webinar.papers.release.operations import settle_release
    from webinar.papers.uploads import attach_file, note_file_facts, take_upload

    title = f"Rivers {state}"
    paper = operations.start_paper(
        title=title,
        body=f"Text.\n\n![A map](figures/{FIGURE})",
        authors=[Author("Maria", "", maria)],
        submitter_id=maria,
        session_id=session,
        by=BY,
    )
    identity = paper.public_id

    def attach(name: str) -> Any:
        words = MARK + name.encode()
        data = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n% " + words + b"\n%%EOF\n"
        path, accepted = take_upload(io.BytesIO(data), f"{name}.pdf")
        row = attach_file(paper_id=identity, path=path, accepted=accepted, by=BY)
        note_file_facts(
            stored_id=row.file_id,
            text="",
            pages=1,
            cover=b"RIFF0000WEBP" + words,
            figures={f"figures/{FIGURE}": b"RIFF0000WEBP" + MARK + state.encode()},
            trouble="",
            by=BY,
        )
        return row

    made = Made(paper.slug, identity, "", attach("one").public_id, {1: "one.pdf"})
    if state == "draft":
        return made
    made.handed_in = operations.submit_paper(paper_id=identity, by=BY).files[0].public_id
    if state == "earlier":
        from webinar.papers.uploads import remove_file

        operations.publish_paper(paper_id=identity, by=BY)
        remove_file(paper_id=identity, file_id=made.drafted, by=BY)
        operations.edit_paper(
            paper_id=identity,
            title=title,
            abstract="",
            body="No map.",
            kind="paper",
            authors=[Author("Maria", "", maria)],
            by=BY,
        )
        made.drafted = attach("two").public_id
        made.names[2] = "two.pdf"
        operations.submit_paper(paper_id=identity, by=BY)
    if state in {"published", "earlier", "embargoed", "deleted"}:
        operations.publish_paper(paper_id=identity, by=BY)
    made.slug = operations.paper_row(identity).slug
    # Only the draft has it: nobody but author and organizers.
    made.drafted = attach("only-draft").public_id
    if state == "embargoed":
        settle_release(
            paper_id=identity,
            licence="",
            licence_words="",
            embargo_until=clock.now() + timedelta(days=3),
            shows_downloads=False,
            by=BY,
        )
    if state == "withdrawn":
        operations.withdraw_paper(paper_id=identity, by=BY)
    if state == "deleted":
        operations.delete_paper(paper_id=identity, by=BY)
    return made


def addresses(made: Made, token: str) -> list[tuple[str, str, bool]]:
    """Endpoint, path, and whether it leads to what only the draft holds."""
    public = f"/papers/{made.slug}"
    newest = max(made.names)
    found = [
        ("papers.file", f"{public}/files/{made.names[newest]}", False),
        ("papers.file", f"{public}/files/only-draft.pdf", True),
        ("papers.newest_file", f"{public}/paper", False),
        ("papers.cover", f"{public}/cover.webp", False),
        ("papers.figure", f"{public}/figures/{FIGURE}", False),
        ("papers.version_file", f"{public}/versions/1/{made.names[1]}", False),
        ("papers.version_figure", f"{public}/versions/1/figures/{FIGURE}", False),
        ("papers.version_file", f"{public}/versions/{newest + 1}/only-draft.pdf", True),
    ]
    for base, file, figure in (
        (f"/my/{token}/papers/{made.paper_id}", "papers.my_draft_file", "papers.my_figure"),
        (f"/organize/papers/{made.paper_id}", "papers.draft_file", "papers.draft_figure"),
        (f"/organize/review/{made.paper_id}", "papers.review_file", "papers.review_figure"),
    ):
        found.append((file, f"{base}/files/{made.drafted}", True))
        found.append((figure, f"{base}/figures/{FIGURE}", False))
        if made.handed_in:
            found.append((file, f"{base}/files/{made.handed_in}", False))
    return found


def may(visitor: str, endpoint: str, state: str, *, only_draft: bool) -> bool:
    is_shown = state in {"published", "earlier"}
    if endpoint in PUBLIC:
        # The earlier text shows a picture that the current one does not.
        return is_shown and not only_draft and (endpoint, state) != ("papers.figure", "earlier")
    if endpoint in EARLIER:
        return is_shown and not only_draft
    if state == "deleted":
        return False
    if endpoint in OWN:
        return visitor == "author"
    if endpoint in DESK:
        return visitor == "organizer"
    read = state in {"handed in", "published", "earlier", "embargoed"} and not only_draft
    if (endpoint, state) == ("papers.review_figure", "earlier"):
        read = False
    return visitor in {"reviewer", "organizer"} and read


@pytest.fixture
def visitors(app: Any) -> Any:
    """Visitor -> browser and token, and the identifiers of author and session."""
    from webinar.core import links
    from webinar.core.db import transaction
    from webinar.speakers.operations import personal_link
    from webinar.webinars.operations import publish_webinar

    world = World(app)
    with app.app_context():
        maria, li = world.new_speaker("Maria"), world.new_speaker("Li")
        session = world.session.public_id
        publish_webinar(webinar_id=world.session.webinar.public_id, by=BY)
        with transaction():
            tokens = [links.token(personal_link(one)) for one in (maria, li)]
        maria_id = maria.public_id
    reviewer = people.make_account(app, roles=("reviewer",), email="rev@example.org")
    return (
        maria_id,
        session,
        {
            "stranger": (app.test_client(), "x" * len(tokens[0])),
            "author": (app.test_client(), tokens[0]),
            "another author": (app.test_client(), tokens[1]),
            "reviewer": (people.signed_in(app, reviewer), tokens[1]),
            "organizer elsewhere": (people.with_role(app, "organizer"), tokens[1]),
            "organizer": (people.organizer(app), tokens[1]),
        },
    )


def test_everybody_gets_what_is_theirs_and_nothing_else(app, database, visitors):
    # The other database answers the same questions: those that its SQL decides.
    states = STATES if database.kind == "sqlite" else ("published", "embargoed")
    maria, session, browsers = visitors
    assert set(browsers) == set(VISITORS)
    with app.app_context():
        papers = {state: a_paper(state, maria, session) for state in states}
    wrong = []
    for visitor, (browser, token) in browsers.items():
        for state, made in papers.items():
            for endpoint, path, only_draft in addresses(made, token):
                allowed = may(visitor, endpoint, state, only_draft=only_draft)
                said = f"{visitor}, {state}, {endpoint}, only draft: {only_draft}"
                # In every way where it matters: public addresses answer everybody alike.
                ways = allowed or state == "published"
                ways = ways and (endpoint not in PUBLIC | EARLIER or visitor == "stranger")
                found = asked(browser, path, allowed=allowed, every_way=ways)
                wrong += [f"{said}: {one}" for one in found]
    assert not wrong, "\n".join(wrong[:20])


def asked(browser: Any, path: str, *, allowed: bool, every_way: bool) -> list[str]:
    """What is wrong with the three answers, or with the first."""
    whole = browser.get(path)
    if not every_way:
        good = (whole.status_code == 200, MARK in whole.data) == (allowed, allowed)
        return [] if good else [str(whole.status_code)]
    head = browser.head(path)
    part = browser.get(path, headers={"Range": "bytes=4-"})
    if allowed:
        good = (whole.status_code, head.status_code, part.status_code) == (200, 200, 206)
        good = good and MARK in whole.data and not head.data and MARK in part.data
    else:
        good = all(one.status_code in {302, 401, 403, 404, 410} for one in (whole, head, part))
        good = good and not any(MARK in one.data for one in (whole, head, part))
        good = good and "ETag" not in whole.headers
    return [] if good else [f"{whole.status_code}, {head.status_code}, {part.status_code}"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_address_of_a_file_is_asked_for_here(app):
    known = PUBLIC | EARLIER | OWN | DESK | REVIEW | ELSEWHERE | OF_OTHERS
    leads_to_files = re.compile(r"file|figure|cover|portrait|logo|picture|media")
    unknown = [
        f"{rule.endpoint} ({rule.rule})"
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and leads_to_files.search(f"{rule.endpoint} {rule.rule}")
        and rule.endpoint != "static"
        and not rule.endpoint.startswith(("calendars.", "accounts."))
        and rule.endpoint not in known
    ]
    assert not unknown, unknown
