"""Open, coming, closed: for a call, its tracks and types, with and without a code."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.calls.conftest import wall
from tests.support.world import BY
from webinar.calls import operations as ops
from webinar.calls import part_operations as parts
from webinar.calls import queries
from webinar.calls.codes import find_code
from webinar.calls.standing import OPEN, is_open_for, last_closing, standing, why_closed

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def _again(call: Any) -> Any:
    found = queries.call_by_id(call.public_id)
    assert found is not None
    return found


def _code(call: Any, **more: Any) -> Any:
    words = parts.CodeWords(**more)
    return parts.make_codes(call_id=call.public_id, words=words, by=BY)[0]


def test_from_its_opening_to_its_closing_instant(new_call: Any, clock: Any) -> None:
    call = new_call(opens=wall(days=1), closes=wall(days=2))
    assert standing(call) == "coming"
    clock.shift(timedelta(days=1))
    assert standing(call) == OPEN
    clock.shift(timedelta(days=1, seconds=-1))
    assert standing(call) == OPEN
    clock.shift(timedelta(seconds=1))
    assert standing(call) == "closed"
    assert standing(new_call(closes=None)) == "open"
    assert why_closed(new_call(publish=False)) == "draft"


def test_a_track_or_type_with_a_closing_of_its_own(new_call: Any, clock: Any) -> None:
    call = new_call()
    add = {"call_id": call.public_id, "by": BY}
    early = parts.add_track(words=parts.PartWords("Early", closes=wall(days=2)), **add).public_id
    parts.add_track(words=parts.PartWords("As the call"), **add)
    late = parts.add_type(words=parts.PartWords("Late", closes=wall(days=30)), **add).public_id
    parts.add_type(words=parts.PartWords("Talk"), **add)
    call = _again(call)
    track, kind = queries.track_of(call, early), queries.type_of(call, late)
    assert last_closing(call) == kind.closes_at
    clock.shift(timedelta(days=3))
    assert not is_open_for(call, track=track)
    # Of two closings of their own the earlier counts.
    assert not is_open_for(call, track=track, call_type=kind)
    assert is_open_for(call, track=call.tracks[1], call_type=call.types[1])
    clock.shift(timedelta(days=8))
    assert standing(call) == OPEN
    assert not is_open_for(call)
    assert is_open_for(call, call_type=kind)


def test_what_needs_a_code(new_call: Any, clock: Any) -> None:
    call = new_call()
    add = {"call_id": call.public_id, "by": BY}
    secret = parts.add_track(words=parts.PartWords("Invited", needs_code=True), **add).public_id
    other = parts.add_track(words=parts.PartWords("Open"), **add).public_id
    code = _code(call, most_uses=1)
    elsewhere = _code(call, only_for=(other,))
    call = _again(call)
    track = queries.track_of(call, secret)
    assert is_open_for(call, track=queries.track_of(call, other))
    assert why_closed(call, track=track) == "code"
    assert why_closed(call, track=track, code=elsewhere) == "code"
    assert is_open_for(call, track=track, code=code)
    assert find_code(call, f" {code.code[:4].lower()} {code.code[4:]} ").id == code.id
    assert find_code(new_call("Other"), code.code) is None
    foreign = _code(new_call("Third"))
    assert why_closed(call, track=track, code=foreign) == "code"


def test_late_papers_by_a_code_until_it_expires(new_call: Any, clock: Any) -> None:
    call = new_call(closes=wall(days=1))
    expires = wall(days=5).to_utc()
    late = _code(call, is_for_late=True, expires_at=expires, most_uses=None)
    plain = _code(call)
    clock.shift(timedelta(days=2))
    assert why_closed(call) == "closed"
    assert why_closed(call, code=plain) == "closed"
    assert is_open_for(call, code=late)
    clock.shift(timedelta(days=3))
    assert why_closed(call, code=late) == "closed"


def test_it_goes_with_what_it_belongs_to(new_call: Any, world: Any) -> None:
    from webinar.core.db import db, transaction, with_deleted
    from webinar.core.purge import purge_deleted
    from webinar.webinars.models import Webinar
    from webinar.webinars.operations import cancel_webinar, delete_webinar, reopen_webinar

    webinar_id = world.published.public_id
    call = new_call(webinar_id=webinar_id)
    slug, call_id = call.slug, call.public_id
    cancel_webinar(webinar_id=webinar_id, reason="Storm", by=BY)
    assert standing(_again(call)) == "called-off"
    reopen_webinar(webinar_id=webinar_id, by=BY)
    assert standing(_again(call)) == OPEN
    delete_webinar(webinar_id=webinar_id, by=BY)
    assert queries.listed_calls() == queries.Listed([], [], [])
    # Gone for good, it does not become a call of the site.
    from tests.calls import conftest

    assert conftest

    with transaction():
        row = db.session.scalars(
            with_deleted(sa.select(Webinar).where(Webinar.public_id == webinar_id))
        ).one()
        row.deleted_at -= timedelta(days=60)
    purge_deleted()
    gone = ops.call_row(call_id)
    assert gone.webinar_id is None
    assert queries.call_by_slug(slug) is None
    assert queries.was_call_deleted(slug)
    assert standing(gone) == "draft"
    assert queries.site_call() is None


def test_close_now_closes_tracks_with_later_closings_and_extending_opens_again(
    new_call: Any, clock: Any
) -> None:
    call = new_call()
    parts.add_track(
        call_id=call.public_id, words=parts.PartWords("Late", closes=wall(days=40)), by=BY
    )
    clock.shift(timedelta(days=1, seconds=30))
    ops.close_call(call_id=call.public_id, by=BY)
    assert standing(_again(call)) == "closed"
    ops.extend_call(call_id=call.public_id, closes=wall(days=3), by=BY)
    assert standing(_again(call)) == "open"


def test_a_code_for_one_track_opens_no_type_that_has_codes_of_its_own(new_call: Any) -> None:
    call = new_call()
    add = {"call_id": call.public_id, "by": BY}
    track = parts.add_track(words=parts.PartWords("Invited", needs_code=True), **add).public_id
    kinds = [
        parts.add_type(words=parts.PartWords(name, needs_code=name == "Keynote"), **add).public_id
        for name in ("Keynote", "Talk")
    ]
    code, both = _code(call, only_for=(track,)), _code(call, only_for=(track, kinds[0]))
    call = _again(call)
    chosen = {"track": queries.track_of(call, track)}
    keynote, talk = (queries.type_of(call, one) for one in kinds)
    assert is_open_for(call, call_type=talk, code=code, **chosen)
    assert why_closed(call, call_type=keynote, code=code, **chosen) == "code"
    assert is_open_for(call, call_type=keynote, code=both, **chosen)


def test_calls_stand_in_the_order_of_what_closes(new_call: Any) -> None:
    parts_close, whole = new_call("By type", closes=None), new_call("Whole")
    words = parts.PartWords("Talk", closes=wall(days=2))
    parts.add_type(call_id=parts_close.public_id, words=words, by=BY)
    assert [one.title for one in queries.open_calls()] == ["By type", "Whole"]
    assert queries.site_call().id == whole.id
