"""A feed's address is a secret that is stored nowhere, and each can be switched off by itself."""

import io
import json
import logging
import re
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import EnvironBuilder

from tests.calendars.personal.support.keepers import (
    ADA,
    fetched,
    forget_who_asked,
    key,
    shown_address,
    titles,
)
from tests.support.statements import counted

THUNDERBIRD = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/153.7.0"
GOOGLE = "Google-Calendar-Importer"


def feed_ids(ada: Any) -> list[str]:
    page = ada.client.get(ada.page).text
    return list(dict.fromkeys(re.findall(r"/feeds/([a-z2-7]{26})/revoke", page)))


def test_two_feeds_differ_and_one_is_switched_off(app: Any, keeper: Any, talks: Any) -> None:
    ada = keeper().begin(key(talks[0]))
    one = ada.make_feed("Telephone")
    two = ada.make_feed("Office", contains=["speaking"], alarm="5")
    client = app.test_client()
    assert one != two
    assert titles(fetched(client, one)) == ["Banks"]
    assert titles(fetched(client, two)) == []
    first, second = feed_ids(ada)
    assert "Telephone" in ada.client.get(f"{ada.page}/feeds/{first}/revoke").text
    # Looking at the question changes nothing.
    assert client.get(one).status_code == 200
    assert ada.client.post(f"{ada.page}/feeds/{first}/revoke").status_code == 303
    gone = client.get(one)
    assert (gone.status_code, gone.mimetype) == (410, "text/plain")
    assert gone.text.count("\n") == 1
    assert "switched off" in gone.text
    assert client.get(two).status_code == 200
    assert feed_ids(ada) == [second]
    # Once more, from another window, says so and breaks nothing.
    again = ada.client.post(f"{ada.page}/feeds/{first}/revoke", follow_redirects=True)
    assert "switched off meanwhile" in again.text


def test_a_new_address_switches_the_old_one_off(app: Any, keeper: Any, talks: Any) -> None:
    ada = keeper().begin(key(talks[0]))
    old, client = ada.make_feed("Telephone", alarm="30"), app.test_client()
    (feed_id,) = feed_ids(ada)
    page = ada.client.post(f"{ada.page}/feeds/{feed_id}/renew").text
    new = shown_address(page)
    assert client.get(old).status_code == 410
    assert fetched(client, new).events[0].alarms[0].one("TRIGGER") == "-PT30M"
    assert f"webcal://localhost{new}" in page
    assert "data:image/svg+xml" in page


def test_other_words_lead_nowhere(app: Any, keeper: Any, talks: Any) -> None:
    path = keeper().begin().make_feed()
    token = path.removeprefix("/feeds/u/").removesuffix(".ics")
    client = app.test_client()
    for wrong in ("a" * 32, token[:-1], token.upper(), token + "a", "..", "%00", "x.y", "é"):
        answer = client.get(f"/feeds/u/{wrong}.ics")
        assert (answer.status_code, answer.mimetype) == (404, "text/plain"), wrong
    # The token of a feed opens no page, that of a page no feed.
    assert client.get(f"/my/calendar/{token}").status_code == 404
    assert client.get(f"/my/{token}").status_code == 404


@pytest.mark.checklist(66, 78)
def test_tokens_stand_in_no_table_log_or_journal(app: Any, keeper: Any, talks: Any) -> None:
    from webinar.core import logs
    from webinar.core.db import Base, db

    written = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.configure(requests=True)
    root.handlers[0].setStream(written)  # type: ignore[attr-defined]
    try:
        ada = keeper().begin(key(talks[0]))
        path = ada.make_feed()
        token = path.removeprefix("/feeds/u/").removesuffix(".ics")
        client = app.test_client()
        client.get(path)
        client.get(f"/dav/u/{token}/")
        logging.getLogger("webinar.errors").warning("odd: %s and %s", f"http://x{path}", token)
    finally:
        root.handlers[:], root.level = before[0], before[1]
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert any("(token)" in json.dumps(line) for line in lines)
    assert token not in written.getvalue()
    page_token = ada.page.rpartition("/")[2]
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)):
            assert token not in repr(row), table.name
            assert page_token not in repr(row), table.name
    counts = app.extensions.get("counts")
    assert counts is None or token not in "\n".join(counts.lines())


def test_the_byte_cache_keeps_it_and_lets_go_at_once(
    app: Any, keeper: Any, talks: Any, clock: Any
) -> None:
    ada = keeper().begin(key(talks[0]))
    path, other = ada.make_feed(), ada.make_feed("Other")
    client = app.test_client()
    client.get(path)
    with counted(exactly=0):
        assert client.get(path).status_code == 200
    ada.client.post(f"{ada.page}/stars", data={"add": key(talks[1])})
    assert titles(fetched(client, path)) == ["Banks", "Floods"]
    client.get(other)
    (first, _second) = feed_ids(ada)
    ada.client.post(f"{ada.page}/feeds/{first}/revoke")
    assert client.get(path).status_code == 410
    assert client.get(other).status_code == 200
    # Somebody who is signed in gets it without a cookie in it.
    client.set_cookie("session", "somebody")
    answer = client.get(other)
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers["Vary"]


def test_another_process_lets_go_too(app: Any, keeper: Any, talks: Any) -> None:
    from webinar.core.bytecache import ByteCache
    from webinar.core.db import db
    from webinar.core.revisions import PolledWatch, SqliteWatch

    ada = keeper().begin(key(talks[0]))
    path, ours = ada.make_feed(), app.extensions["bytecache"]
    file = db.engine.url.database or ""
    is_sqlite = db.engine.dialect.name == "sqlite"
    watch: Any = SqliteWatch(file) if is_sqlite else PolledWatch(db.engine)
    other = ByteCache(ours.app, watch, hosts=ours.hosts, cookies=set(ours.cookies))

    def ask_there() -> tuple[str, bytes]:
        got: list[str] = []
        environ = EnvironBuilder(path, base_url="http://localhost").get_environ()
        body = b"".join(other(environ, lambda status, *_: got.append(status)))
        return got[0], body

    assert ask_there()[0] == ask_there()[0] == "200 OK"
    assert (other.hits, other.misses) == (1, 1)
    (feed_id,) = feed_ids(ada)
    ada.client.post(f"{ada.page}/feeds/{feed_id}/revoke")
    status, body = ask_there()
    assert status.startswith("410")
    assert b"VCALENDAR" not in body
    watch.close()


def test_the_owner_sees_which_program_fetched_it_last(
    app: Any, keeper: Any, talks: Any, clock: Any
) -> None:
    ada = keeper().begin(key(talks[0]))
    path, client = ada.make_feed(), app.test_client()

    def page() -> str:
        forget_who_asked()
        return ada.client.get(ada.page).text

    assert "No program has fetched it yet" in page()
    client.get(path, headers={"User-Agent": THUNDERBIRD})
    assert "Last fetched on 10 March 2026 at 09:00 by Thunderbird" in page()
    clock.shift(1)
    # Another program, within the minute that the byte cache keeps the answer.
    client.get(path, headers={"User-Agent": GOOGLE})
    assert "by Google Calendar" in page()
    clock.shift(1800)
    with counted() as seen:
        client.get(path, headers={"User-Agent": THUNDERBIRD})
    assert not [one for one in seen if one.startswith("INSERT")]
    clock.shift(3600)
    client.get(path, headers={"User-Agent": "x" * 5000 + "\x07"})
    assert "at 10:30 by Another program" in page()


def test_a_full_disk_stops_no_feed(
    app: Any, keeper: Any, talks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from webinar.calendars.personal import uses

    path = keeper().begin(key(talks[0])).make_feed()

    def full() -> Any:
        raise sa.exc.OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(uses, "short_connection", full)
    answer = app.test_client().get(path)
    assert answer.status_code == 200
    assert "Last-Modified" not in answer.headers
    assert answer.headers["ETag"]


def test_sent_twice_makes_one_address(app: Any, keeper: Any) -> None:
    ada = keeper().begin()
    page = ada.client.get(ada.page).text
    nonce = re.search(r'name="feed_id"[^>]*value="([a-z2-7]{26})"', page)
    assert nonce is not None
    path = ada.make_feed(feed_id=nonce[1])
    again = ada.client.post(
        f"{ada.page}/feeds",
        data={"name": "Mine", "contains": ["starred"], "alarm": "", "feed_id": nonce[1]},
        follow_redirects=True,
    )
    assert "made already" in again.text
    assert feed_ids(ada) == [nonce[1]]
    assert app.test_client().get(path).status_code == 200


def test_feeds_of_others_cannot_be_reached(app: Any, keeper: Any, talks: Any) -> None:
    ada, bob = keeper().begin(key(talks[0])), keeper("bob@example.net").begin()
    path = ada.make_feed()
    (feed_id,) = feed_ids(ada)
    for rest in ("", "/revoke"):
        assert bob.client.get(f"{bob.page}/feeds/{feed_id}{rest}").status_code == 404
    bob.client.post(f"{bob.page}/feeds/{feed_id}/revoke")
    bob.client.post(f"{bob.page}/feeds/{feed_id}/renew")
    sent = {"name": "Bob's", "contains": ["starred"], "alarm": ""}
    assert bob.client.post(f"{bob.page}/feeds/{feed_id}", data=sent).status_code == 404
    assert fetched(app.test_client(), path).one("NAME").text == "Mine"


def test_forgetting_leaves_nothing(app: Any, keeper: Any, talks: Any) -> None:
    from webinar.core.db import Base, db

    ada = keeper().begin(key(talks[0]))
    path, client = ada.make_feed(), app.test_client()
    client.get(path)
    assert "Delete everything" in ada.client.get(f"{ada.page}/forget").text
    assert ada.client.post(f"{ada.page}/forget").status_code == 200
    assert client.get(path).status_code == 404
    assert ada.client.get(ada.page).status_code == 404
    forget_who_asked()
    for table in Base.metadata.sorted_tables:
        rows = db.session.execute(sa.select(table)).all()
        assert not [row for row in rows if ADA in repr(row)], table.name
    left = "follower star personal_feed personal_feed_state personal_feed_use personal_link"
    for name in left.split():
        assert db.session.execute(sa.select(Base.metadata.tables[name])).all() == [], name


def test_an_address_that_nobody_confirms_is_forgotten(
    app: Any, keeper: Any, talks: Any, clock: Any
) -> None:
    from webinar.calendars.personal.operations import drop_unconfirmed
    from webinar.core.db import db
    from webinar.core.links import PersonalLink
    from webinar.core.mail import OutgoingMail

    ada, bob = keeper(), keeper("bob@example.net").begin()
    page = ada.ask(key(talks[0]))
    clock.shift(6 * 86400)
    drop_unconfirmed()
    assert ada.client.get(page).status_code == 200
    clock.shift(2 * 86400)
    assert ada.client.get(page).status_code == 404
    drop_unconfirmed()
    assert [one.email for one in db.session.query(PersonalLink)] == ["bob@example.net"]
    assert ADA not in {mail.to_address for mail in db.session.query(OutgoingMail)}
    assert bob.client.get(bob.page).status_code == 200


def test_another_link_ends_the_ones_before(app: Any, keeper: Any, talks: Any) -> None:
    from tests.calendars.personal.support.keepers import newest_link

    ada = keeper().begin(key(talks[0]))
    feed = ada.make_feed()
    assert ada.client.post(f"{ada.page}/link").status_code == 200
    assert ada.client.get(ada.page).status_code == 404
    assert "Banks" in ada.client.get(newest_link(ADA)).text
    assert app.test_client().get(feed).status_code == 200


@pytest.mark.checklist(53)
def test_nobody_learns_who_keeps_a_calendar(app: Any, keeper: Any, talks: Any) -> None:
    """Known or not: the same answers; and no form fills a stranger's mailbox."""
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail

    ada = keeper().begin(key(talks[0]))
    stranger = keeper("carl@example.net")
    app.config["LIMITS_OFF"] = False
    answers = []
    for email in (ADA, "carl@example.net"):
        hour = re.search(r'name="form_time"[^>]*value="([^"]+)"', ada.client.get("/my/").text)
        assert hour is not None
        sent = {"email": email, "stars": key(talks[1]), "form_time": hour[1]}
        answer = stranger.client.post("/my/", data=sent)
        answers.append((answer.status_code, answer.location, answer.data))
    assert answers[0] == answers[1]
    # What others wish into somebody's calendar waits for the owner's word.
    forget_who_asked()
    assert "Floods" not in ada.client.get(ada.page).text
    for _ in range(5):
        stranger.client.post("/my/", data=sent)
    assert stranger.client.post("/my/", data=sent).status_code == 429
    forget_who_asked()
    assert db.session.query(OutgoingMail).filter_by(to_address="carl@example.net").count() <= 3
