"""sync-collection (RFC 6578): a copy that is kept by deltas alone is the calendar itself."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.calendars.dav.conftest import alone
from tests.calendars.dav.support.programs import SITE, Copy, D, Program
from tests.support import programme
from tests.support.programme import ANNA, wall
from webinar.core.archives import parse_xml
from webinar.core.clock import now
from webinar.webinars import operations

_INVALID = f"{D}valid-sync-token"


def _rename(session_id: str, title: str) -> None:
    operations.edit_session(
        session_id=session_id,
        title=title,
        starts=wall("2026-05-05 15:10"),
        ends=wall("2026-05-05 15:40"),
        by=ANNA,
    )


def _retitle(webinar_id: str, title: str) -> None:
    operations.edit_webinar(
        webinar_id=webinar_id,
        title=title,
        timezone=programme.ZONE,
        starts=wall("2026-05-05 14:00"),
        ends=wall("2026-05-05 16:00"),
        new_category="Water",
        by=ANNA,
    )


@pytest.fixture
def copy(three: list[Any], program: Program) -> Copy:
    made = Copy(program, SITE)
    assert made.sync() == (3, 0)
    assert made.titles() == ["Banks", "Floods", "Mouths"]
    return made


def test_nothing_changed(copy: Copy) -> None:
    before = copy.token
    assert copy.sync() == (0, 0)
    assert copy.token == before


def test_each_change_and_nothing_else(three: list[Any], copy: Copy) -> None:
    banks, floods, mouths = (one.public_id for one in three)
    webinar = three[0].webinar.public_id
    steps: list[tuple[Any, tuple[int, int], list[str]]] = [
        (
            lambda: _rename(floods, "Deltas"),
            (1, 0),
            ["Banks", "Deltas", "Mouths"],
        ),
        (
            lambda: operations.cancel_session(session_id=mouths, reason="", by=ANNA),
            (1, 0),
            ["Banks", "Cancelled: Mouths", "Deltas"],
        ),
        (
            lambda: operations.delete_session(session_id=banks, by=ANNA),
            (0, 1),
            ["Cancelled: Mouths", "Deltas"],
        ),
        (
            lambda: operations.restore_session(session_id=banks, by=ANNA),
            (1, 0),
            ["Banks", "Cancelled: Mouths", "Deltas"],
        ),
        (lambda: operations.unlist_webinar(webinar_id=webinar, by=ANNA), (0, 3), []),
        # Edits of what is in no list are nobody's business.
        (lambda: _rename(floods, "Hidden"), (0, 0), []),
        (
            lambda: operations.list_webinar(webinar_id=webinar, by=ANNA),
            (3, 0),
            ["Banks", "Cancelled: Mouths", "Hidden"],
        ),
        (lambda: alone("Lakes"), (1, 0), ["Banks", "Cancelled: Mouths", "Hidden", "Lakes"]),
    ]
    for number, (change, counts, titles) in enumerate(steps):
        change()
        assert copy.sync() == counts, number
        assert copy.titles() == titles, number
        assert copy.sync() == (0, 0), number
        assert copy.is_right(), number


def test_who_did_not_know_it_is_not_told_of_what_is_hidden(
    three: list[Any], copy: Copy, program: Program
) -> None:
    draft = programme.a_draft("Secret")
    programme.a_session(draft, "Secret")
    operations.unlist_webinar(webinar_id=draft.public_id, by=ANNA)
    hidden = operations.publish_webinar(webinar_id=draft.public_id, by=ANNA)
    _retitle(hidden.public_id, "Secret again")
    answer = program.sync(SITE, copy.token)
    assert answer.told == {}


def test_both_at_once(three: list[Any], copy: Copy) -> None:
    operations.delete_session(session_id=three[0].public_id, by=ANNA)
    _rename(three[1].public_id, "Deltas")
    alone("Lakes")
    assert copy.sync() == (2, 1)
    assert copy.titles() == ["Deltas", "Lakes", "Mouths"]


@pytest.mark.parametrize("most", [1, 2])
def test_in_pages(most: int, three: list[Any], program: Program) -> None:
    copy = Copy(program, SITE)
    assert copy.sync(most) == (3, 0)
    _retitle(three[0].webinar.public_id, "Streams")
    operations.delete_session(session_id=three[0].public_id, by=ANNA)
    assert copy.sync(most) == (2, 1)
    assert copy.is_right()
    assert copy.sync(most) == (0, 0)


@pytest.mark.parametrize("most", [0, 1])
def test_the_day_moves(most: int, site: Any, program: Program, clock: Any) -> None:
    from webinar.calendars import operations as calendars

    for days in (-364, -363, -300, 5):
        naive = (now() + timedelta(days=days)).replace(tzinfo=None)
        alone(f"Day {days}", starts=naive, ends=naive + timedelta(hours=1))
    copy = Copy(program, SITE)
    assert copy.sync(most) == (4, 0)
    clock.shift(timedelta(days=3))
    calendars.move_day()
    assert copy.sync(most) == (0, 2)
    assert copy.titles() == ["Day -300", "Day 5"]
    assert copy.sync(most) == (0, 0)
    assert copy.is_right()
    # Days that pass while other things change.
    last = next(one for one in _sessions() if one.title == "Day 5")
    operations.cancel_session(session_id=last.public_id, reason="", by=ANNA)
    assert copy.sync(most) == (1, 0)
    for days in (20, 15):
        clock.shift(timedelta(days=days))
        calendars.move_day()
        copy.sync(most)
        assert copy.is_right()
    assert copy.titles() == ["Day -300"]


def test_what_is_too_old_for_it_is_named_to_those_who_had_it(
    site: Any, program: Program, clock: Any
) -> None:
    from webinar.calendars import operations as calendars

    made = {}
    for days in (-500, -363, 5):
        naive = (now() + timedelta(days=days)).replace(tzinfo=None)
        alone(f"Day {days}", starts=naive, ends=naive + timedelta(hours=1))
    made = {one.title: one for one in _sessions()}
    copy, early = Copy(program, SITE), Copy(program, SITE)
    assert copy.sync() == early.sync() == (2, 0)

    def retitle(title: str, new: str, days: int = 0) -> None:
        at = (made[title].starts_at + timedelta(days=days)).replace(tzinfo=None)
        operations.edit_session(
            session_id=made[title].public_id,
            title=new,
            starts=at,
            ends=at + timedelta(hours=1),
            by=ANNA,
        )

    # Never in it: not a word.
    retitle("Day -500", "Older")
    operations.delete_session(session_id=made["Day -500"].public_id, by=ANNA)
    assert copy.sync() == (0, 0)
    clock.shift(timedelta(days=5))
    calendars.move_day()
    assert copy.sync() == (0, 1)
    # It left with its day: who asked since then has not got it, the other has.
    retitle("Day -363", "Old")
    assert copy.sync() == (0, 0)
    assert early.sync() == (0, 1)
    # Moved out of it by hand, and changed again where it is now.
    retitle("Day 5", "Moved", days=-800)
    retitle("Day 5", "Moved and renamed", days=-800)
    assert copy.sync() == early.sync() == (0, 1)
    assert copy.is_right()
    assert early.is_right()
    assert copy.titles() == []


def _sessions() -> list[Any]:
    import sqlalchemy as sa

    from webinar.core.db import db
    from webinar.webinars.models import Session

    return list(db.session.scalars(sa.select(Session)))


def test_what_was_purged_is_gone_from_copies(three: list[Any], copy: Copy, clock: Any) -> None:
    import sqlalchemy as sa

    from webinar.calendars.models import CalendarEntry
    from webinar.core.db import db, transaction
    from webinar.core.purge import purge
    from webinar.webinars.models import Session

    operations.delete_session(session_id=three[0].public_id, by=ANNA)
    number = three[0].id
    with transaction():
        purge(Session.__table__, [number])
    found = db.session.scalars(sa.select(CalendarEntry).where(CalendarEntry.kind == "session"))
    assert len(found.all()) == 2
    assert copy.sync() == (0, 1)


def test_old_and_foreign_tokens(copy: Copy, program: Program, clock: Any) -> None:
    from webinar.calendars import operations as calendars

    inner = "<d:sync-token>{}</d:sync-token><d:sync-level>1</d:sync-level><d:prop/>"
    mark, revision, day = copy.token.removeprefix("data:,").split("-")
    for token in (
        "nonsense",
        "data:,",
        f"data:,{mark}-{int(revision) + 1}-{day}",
        f"data:,{mark}-{revision}-{int(day) + 1}",
        f"data:,{mark}-{revision}-9999999",
        f"data:,{'a' * 12}-{revision}-{day}",
        f"data:,{mark}-{'9' * 30}-{day}",
        f"{copy.token}+x+000001+",
        f"{copy.token}+x+3652059+y",
    ):
        assert program.refused(SITE, "d:sync-collection", inner.format(token)) == _INVALID, token
    for days, is_good in ((29, True), (1, False)):
        clock.shift(timedelta(days=days))
        calendars.move_day()
        answer = program.send(
            "REPORT",
            SITE,
            f'<d:sync-collection xmlns:d="DAV:">{inner.format(copy.token)}</d:sync-collection>',
        )
        assert answer.status_code == (207 if is_good else 403)
    assert parse_xml(answer.data)[0].tag == _INVALID


def test_a_series_has_a_calendar_of_its_own(three: list[Any], program: Program) -> None:
    from webinar.core.db import transaction
    from webinar.core.news import announce
    from webinar.webinars.announcements import WebinarChanged
    from webinar.webinars.models import Series, Webinar

    def put(webinar: Webinar, series_id: int | None) -> None:
        from webinar.core.db import db

        with transaction():
            row = db.session.get(Webinar, webinar.id)
            assert row is not None
            row.series_id = series_id
            announce(WebinarChanged(row.id))

    rivers, lakes = three[0].webinar, alone("Lakes")
    series = _a_series(rivers.category_id)
    assert isinstance(series, Series)
    put(rivers, series.id)
    here = f"/dav/calendars/series/{series.slug}/"
    copy, site = Copy(program, here), Copy(program, SITE)
    assert copy.sync() == (3, 0)
    assert site.sync() == (4, 0)
    listed = program.propfind("/dav/calendars/series/", "d:displayname", depth="1")
    assert listed.told[here].text(f"{D}displayname") == f"{series.title} · Webinars"
    put(lakes, series.id)
    assert copy.sync() == (1, 0)
    put(rivers, None)
    assert copy.sync() == (0, 3)
    assert copy.titles() == ["Lakes"]
    _rename(three[0].public_id, "Else")
    assert program.sync(here, copy.token).told == {}
    assert site.sync() == (4, 0)
    assert site.is_right()
    assert re.fullmatch(r"data:,[a-z2-7]{12}-\d+-\d+", copy.token)
    inner = f"<d:sync-token>{site.token}</d:sync-token><d:sync-level>1</d:sync-level><d:prop/>"
    assert program.refused(here, "d:sync-collection", inner) == _INVALID


def _a_series(category_id: int) -> Any:
    from webinar.calendars.models import SERIES
    from webinar.calendars.notes import noted
    from webinar.core.db import db, transaction
    from webinar.webinars.models import Series

    with transaction():
        row = Series(
            title="Water",
            slug="water",
            timezone="Europe/London",
            category_id=category_id,
            starts_wall=wall("2026-05-05 14:00"),
            minutes=60,
            state="published",
        )
        db.session.add(row)
        db.session.flush()
        noted().feeds.add((SERIES, row.id))
    return row
