"""facts/security.md 65: fields that a form does not have change nothing, in every form there is.

Each form is filled in as its page offers it and sent twice, from the same database, at the same
instant and with the same random identifiers: once as it is, once with fields added that name
roles, owners, states, times and other rows. Afterwards all tables must hold the same.
"""

import io
import itertools
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyotp
import pytest

from tests.security.support.crawl import crawl
from tests.security.support.reached import journal_entry_about, ordering, strangers
from tests.security.support.sendable import Sendable, sendable
from tests.support import people
from tests.support.checklist_forms import namesake, open_checklists
from tests.support.keeping import asked_for_a_calendar, keeps_a_calendar
from tests.support.review_walk import open_board
from tests.support.two_webinars import Side, two_sides
from tests.support.world import BY, World

#: what a form that is empty at first is filled in with
FILLED_IN = {
    "title": "A title",
    "name": "A name",
    "email": "new@example.org",
    "who": "new@example.org",
    "body": "Some words.",
    "reason": "A storm.",
    "new_category": "Ferns",
    "day": "2026-05-01",
    "erratum-text": "Not 1814.",
    "current": people.PASSWORD,
    "papers_of": "site",
    "remark": "Some words.",
    "password": "an otter sleeps on its back",
}
#: choices that no form makes beforehand, ticked where nothing is
TICKED = {"roles": "moderator"}
#: routes that are not walked here, and why nothing could be added to them
ELSEWHERE = {
    "accounts.first": "only while there is no organizer",
    "accounts.new_passkey": "needs a device's answer",
    "accounts.passkey_sign_in": "needs a device's answer",
    "accounts.prove": "asks for a password and writes the time",
    "accounts.second_step": "needs the cookie of a half sign-in",
    "papers.my_files": "takes files alone",
    **dict.fromkeys(
        "demo.load demo.remove organize.undo_whole papers.my_leave_call speakers.split".split(),
        "takes no field",
    ),
    **dict.fromkeys(("papers.harvest", "site.preview_text"), "only reads"),
    "transfer.take_in": "takes a file, or fetches one",
}
#: columns that hash with a salt of their own
_SALTED = {"password"}


@dataclass
class Walk:
    """A site in which every form can be reached, and where to begin."""

    account: str
    theirs: Side
    starts: list[str]
    #: forms that stand in no page, as notices have them: address and fields
    bare: list[Sendable]


@pytest.fixture
def walk(site: Any, filled: dict[str, str], clock: Any) -> Walk:
    from webinar.accounts import factor_operations, invitations
    from webinar.accounts import operations as accounts
    from webinar.accounts.factors import AppCode
    from webinar.accounts.passkeys import NewPasskey
    from webinar.conversations.operations.comments import CONFIRMS
    from webinar.core import links
    from webinar.core.db import transaction
    from webinar.core.mail import FAILED, OutgoingMail
    from webinar.organization import operations as organization
    from webinar.papers.operations import delete_paper
    from webinar.papers.release import operations as release
    from webinar.speakers.operations import delete_speaker, send_personal_link
    from webinar.webinars import operations as webinars
    from webinar.webinars.seriesqueries import dates_of_series

    def app_for(account_id: str) -> None:
        factor_operations.set_app(
            account_id=account_id,
            secret="A" * 32,
            code=AppCode(1),
            code_hashes=[account_id],
            keep="k",
            by=BY,
        )

    hashed = site.extensions["security"].pwd_context.hash(people.PASSWORD)
    account = people.make_account(site, password_hash=hashed)
    with site.app_context():
        mine, theirs = two_sides(site)
        world, ids = World(site), mine.ids
        app_for(account)
        factor_operations.add_passkey(
            account_id=account, name="Key", key=NewPasskey("id", b"key", 0), keep="k", by=BY
        )
        webinars.set_webinar_roles(
            webinar_id=ids["webinar_id"], account_id=account, roles=["reviewer"], by=BY
        )
        webinars.cancel_session(session_id=ids["session_id"], reason="Storm", by=BY)
        erratum = {"text": "Not 1814.", "noted_on": date(2026, 5, 1), "concerns": []}
        erratum_id = release.add_erratum(paper_id=ids["paper_id"], **erratum, by=BY).public_id
        accounts.disable_account(account_id=world.new_account(), by=BY)
        app_for(world.new_account())
        organization.add_holiday(day=date(2026, 5, 2), by=BY)
        organization.set_logo(
            data=b"-", filename="logo.png", media_type="image/png", sha256="0" * 64, by=BY
        )
        gone = {
            "papers": delete_paper(paper_id=world.new_paper().public_id, by=BY),
            "speakers": delete_speaker(speaker_id=world.new_speaker().public_id, by=BY),
            "sessions": webinars.delete_session(session_id=world.new_session().public_id, by=BY),
            "webinars": webinars.delete_webinar(webinar_id=world.new_webinar().public_id, by=BY),
            "rooms": webinars.delete_room(
                room_id=webinars.create_room(name="Gone", by=BY).public_id, by=BY
            ),
            "categories": webinars.delete_category(
                category_id=webinars.create_category(name="Gone", by=BY).public_id, by=BY
            ),
        }
        series, (_date, skipped) = world.series.public_id, dates_of_series(world.series)
        webinars.skip_date(webinar_id=skipped.public_id, by=BY)
        gone["series"] = webinars.delete_series(series_id=world.new_series().public_id, by=BY)
        bare = [Sendable(f"/organize/{kind}/{row.public_id}/restore") for kind, row in gone.items()]
        bare.append(Sendable(f"/organize/sessions/{ids['session_id']}/reinstate"))
        undo = f"{mine.more['comment']}.refused"
        bare.append(Sendable("/organize/comments/undo", [("undo", undo)]))
        entry = journal_entry_about(ids["session_id"])
        bare.append(Sendable("/organize/journal/undo", [("entry", entry)]))
        invited = links.address(
            invitations.open_invitations([world.invited().public_id]).popitem()[1]
        )
        with transaction() as session:
            mail = session.query(OutgoingMail).order_by(OutgoingMail.id.desc()).first()
            mail.state = FAILED
            bare.append(Sendable(f"/organize/mails/{mail.public_id}/again"))
        other = world.new_account()
        password = links.address(accounts.send_password_link(account_id=other, by=BY))
        with transaction():
            address = links.address(
                links.make_link(invitations.NEW_ADDRESS, subject_id=other, email="else@example.org")
            )
        copied = open_checklists(ids, world)
        offered = world.webinar.public_id
        bare.append(Sendable("/organize/checklist/own"))
        bare.append(Sendable(f"/organize/profile/speaker/{namesake(account)}"))
        my = f"/my/{links.token(send_personal_link(speaker_id=ids['speaker_id'], by=BY))}"
        bare.append(Sendable(f"{my}/papers/{ids['paper_id']}/errata/{erratum_id}/restore"))
        world.new_import()
        bare += ordering(ids)
        strange = strangers(ids["paper_id"])
        one, other_one = (world.new_speaker().public_id for _ in range(2))
        with transaction():
            said = links.address(links.make_link(CONFIRMS, subject_id=mine.more["comment"]))
        post, page = world.new_post().public_id, world.new_page().public_id
        boards, forms = open_board(site, account, ids["webinar_id"])
        bare += [Sendable(*form) for form in forms]
    star = f"session/{ids['session_id']}"
    kept = keeps_a_calendar(site, star)
    keeps_a_calendar(site, star, account_id=account)
    asked = asked_for_a_calendar(site, star)
    people.signed_in(site, account)
    starts = [
        "/",
        "/contact",
        "/organize/",
        "/organize/profile/sign-in/",
        "/organize/profile/calendar",
        "/my/",
        kept.page,
        asked,
        f"/organize/series/{series}/",
        f"/organize/webinars/{ids['webinar_id']}/",
        f"/organize/webinars/{ids['webinar_id']}/leave",
        f"/organize/webinars/{ids['webinar_id']}/checklist",
        f"/organize/webinars/{offered}/checklist",
        copied,
        "/organize/checklist/",
        *boards,
        f"/organize/news/{post}/edit",
        f"/organize/pages/{page}/edit",
        f"/organize/speakers/{one}/merge/{other_one}",
        f"/organize/papers/{ids['paper_id']}/coauthors",
        f"{my}/papers/{ids['paper_id']}/coauthors",
        f"/organize/papers/{ids['paper_id']}/",
        f"/organize/calls/{ids['call_id']}/",
        *(
            f"/organize/calls/{ids['call_id']}/{rest}"
            for rest in (
                "closing",
                "codes/",
                f"codes/{ids['code_id']}",
                f"tracks/{ids['part_id']}",
                f"questions/{ids['question_id']}",
            )
        ),
        f"/organize/speakers/{ids['speaker_id']}/",
        filled["my"],
        my,
        f"{my}/calendar",
        f"{my}/papers/{ids['paper_id']}/submit",
        *(
            link.removeprefix("http://localhost")
            for link in (invited, password, address, said, *strange)
        ),
    ]
    return Walk(account, theirs, starts, bare)


@pytest.fixture
def predictable(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Calling it makes the next "random" bytes the same as the last time."""
    numbers: Iterator[int] = itertools.count()

    def begin() -> None:
        nonlocal numbers
        numbers = itertools.count()

    def token_bytes(size: int | None = None) -> bytes:
        return next(numbers).to_bytes(4, "big") * ((size or 32) // 4)

    monkeypatch.setattr(secrets, "token_bytes", token_bytes)
    monkeypatch.setattr(secrets, "token_urlsafe", lambda size=32: token_bytes(size).hex())
    return begin


def extras(theirs: Side, account: str) -> dict[str, str]:
    """Names of columns and of arguments, with values that would do harm."""
    moment = "2026-01-01T00:00"
    return {
        **dict.fromkeys(("role", "roles", "site_roles"), "organizer"),
        **dict.fromkeys(("is_active", "is_published", "is_unlisted", "is_admin"), "1"),
        **dict.fromkeys(("state", "kind"), "published"),
        **dict.fromkeys(("owner", "owner_id", "account_id", "by", "actor"), account),
        **dict.fromkeys(("id", "number", "position", "current_number", "parent_id"), "1"),
        **dict.fromkeys(("published_at", "cancelled_at", "deleted_at", "created_at"), moment),
        **dict.fromkeys(("confirmed_at", "email_confirmed_at", "shown_at"), moment),
        **dict.fromkeys(("submitted_at", "answered_at", "promised_by", "expires_at"), moment),
        **dict.fromkeys(("starts_at", "ends_at", "undone_by"), moment),
        "public_id": "a" * 26,
        "submitter_id": theirs.ids["speaker_id"],
        "speaker_id": theirs.ids["speaker_id"],
        "authors-0-speaker_id": theirs.ids["speaker_id"],
        "webinar_id": theirs.ids["webinar_id"],
        "session_id": theirs.ids["session_id"],
        "paper_id": theirs.ids["paper_id"],
        "subject_kind": "webinar",
        "subject_id": theirs.ids["webinar_id"],
        "author_email": "other@example.org",
        "password_hash": "-",
        "fs_uniquifier": "known",
        "install_id": "known",
        "portrait": "{}",
    }


class Copies:
    """The database as it was, to begin again from."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.kept = sqlite3.connect(":memory:")
        self._copy(to_kept=True)

    def _copy(self, *, to_kept: bool) -> None:
        from webinar.core.db import WRITER, db

        with self.app.app_context():
            raw = db.engines[WRITER].raw_connection()
            try:
                live = raw.driver_connection
                source, target = (live, self.kept) if to_kept else (self.kept, live)
                source.backup(target)
            finally:
                raw.close()

    def restore(self) -> None:
        self._copy(to_kept=False)

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        from webinar.core.db import Base, db

        with self.app.app_context():
            return {
                table.name: [
                    {key: value for key, value in row._mapping.items() if key not in _SALTED}
                    for row in db.session.execute(
                        table.select().order_by(*table.primary_key.columns)
                    )
                ]
                for table in Base.metadata.sorted_tables
            }


def endpoint_of(app: Any, action: str) -> str:
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        return str(adapter.match(action.split("?", maxsplit=1)[0], method="POST")[0])


def every_form(app: Any, browsers: dict[str, Any], walk: Walk) -> list[tuple[str, str, Sendable]]:
    """Endpoint, whose browser, form: one of each endpoint, from all pages that links lead to."""
    found: dict[str, tuple[str, str, Sendable]] = {}
    for who, browser in browsers.items():
        on_desk = who == "organizer"
        starts = [path for path in walk.starts if path.startswith("/organize/") == on_desk]
        if not on_desk:
            starts.append("/sign-in")
        pages, _forms = crawl(browser, starts, most=560 if on_desk else 240)
        forms = [(page.path, form) for page in pages.values() for form in sendable(page.text)]
        if on_desk:
            forms += [(form.action, form) for form in walk.bare]
        for path, form in forms:
            form.action = form.action or path
            endpoint = endpoint_of(app, form.action)
            # The fullest of several: with most fields that could be overruled.
            if endpoint not in found or len(found[endpoint][2].fields) < len(form.fields):
                found[endpoint] = (endpoint, who, form)
    return [found[name] for name in sorted(found)]


def filled_in(form: Sendable, picture: bytes) -> dict[str, list[Any]]:
    """What a person would send: what stands there, and words where something is wanted."""
    data: dict[str, list[Any]] = {}
    for name, value in form.fields:
        data.setdefault(name, []).append(value if value.strip() else FILLED_IN.get(name, ""))
    for name in TICKED.keys() & (form.names - data.keys()):
        data[name] = [TICKED[name]]
    if "secret" in data:
        data["code"] = [pyotp.TOTP(data["secret"][0]).now()]
    if "picture" in form.names:
        data["picture"] = [(io.BytesIO(picture), "portrait.png")]
    if form.action.endswith("/coauthors"):
        data["name"] = ["Nobody Asked Yet"]
    if form.action.startswith("/sign-in"):
        data |= {"email": ["ada@example.org"], "password": [people.PASSWORD]}
    return data


@pytest.mark.slow
@pytest.mark.checklist(65)
@pytest.mark.timeout(420)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_same_rows_with_and_without_them(
    site: Any, walk: Walk, guest: Any, predictable: Callable[[], None]
) -> None:
    browsers = {"organizer": people.signed_in(site, walk.account), "guest": guest}
    name = site.config["SESSION_COOKIE_NAME"]
    cookie = browsers["organizer"].get_cookie(name).value
    forms, copies = every_form(site, browsers, walk), Copies(site)
    harm, picture = extras(walk.theirs, walk.account), a_picture()
    wrong = []
    for endpoint, who, form in forms:
        if endpoint in ELSEWHERE:
            continue
        results = []
        for added in ({}, {key: value for key, value in harm.items() if key not in form.names}):
            copies.restore()
            browsers["organizer"].set_cookie(name, cookie)
            browsers["guest"].delete_cookie(name)
            predictable()
            data = filled_in(form, picture) | added
            answer = browsers[who].post(form.action, data=data)
            results.append((answer.status_code, copies.rows()))
        (plain, before), (with_more, after) = results
        if plain not in (200, 302, 303):
            wrong.append(f"{endpoint} {form.action}: {plain}, the form itself is refused")
        if plain != with_more:
            wrong.append(f"{endpoint}: {plain} became {with_more}")
        wrong += [f"{endpoint}: {table}" for table in before if before[table] != after[table]]
    assert wrong == []
    walked = {endpoint for endpoint, _who, _form in forms} - set(ELSEWHERE)
    posts = {rule.endpoint for rule in site.url_map.iter_rules() if "POST" in rule.methods}
    assert sorted(posts - walked - set(ELSEWHERE)) == []
    assert set(ELSEWHERE) <= posts


def a_picture() -> bytes:
    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (400, 400), "teal").save(data, "PNG")
    return data.getvalue()
