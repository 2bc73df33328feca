"""Whether a call is open: for anything at all, and for a certain track, type and code.

Everything happens on whole minutes, so pages that are kept for a minute never lie. A track or
type with a closing of its own follows that one instead of the call's; of two, the earlier.
"""

from collections.abc import Sequence
from datetime import datetime

from webinar.calls.models import (
    PUBLISHED,
    SERIES,
    WEBINAR,
    AccessCode,
    Call,
    CallTrack,
    CallType,
)
from webinar.core import clock
from webinar.webinars.models import ARCHIVED, CANCELLED

DRAFT_CALL, COMING, OPEN, CLOSED, CALLED_OFF = "draft", "coming", "open", "closed", "called-off"
#: why a paper is not taken: the states above, or a code that is missing or opens nothing here
Reason = str


def is_call_readable(call: Call) -> bool:
    """Its address answers: published, and what it belongs to is not deleted."""
    return call.deleted_at is None and call.state == PUBLISHED and not is_orphan(call)


def is_call_listed(call: Call) -> bool:
    """It stands in lists, feeds, search and sitemap, too."""
    owner = call.webinar if call.belongs_to == WEBINAR else call.series
    return is_call_readable(call) and not call.is_unlisted and not (owner and owner.is_unlisted)


def is_orphan(call: Call) -> bool:
    """Its webinar or series was deleted."""
    owners = {WEBINAR: call.webinar, SERIES: call.series}
    if call.belongs_to not in owners:
        return False
    owner = owners[call.belongs_to]
    return owner is None or owner.deleted_at is not None


def closing(
    call: Call, track: CallTrack | None = None, call_type: CallType | None = None
) -> datetime | None:
    """The last instant for such a paper; None for always open."""
    own = [
        one.closes_at for one in (track, call_type) if one is not None and one.closes_at is not None
    ]
    return min(own) if own else call.closes_at


def closings(call: Call) -> list[datetime | None]:
    """The last instants of every pair of track and type that can be chosen."""
    tracks: Sequence[CallTrack | None] = call.tracks or [None]
    types: Sequence[CallType | None] = call.types or [None]
    return [closing(call, track, one) for track in tracks for one in types]


def last_closing(call: Call) -> datetime | None:
    """When nothing is taken any more; None for never."""
    found = closings(call)
    return None if None in found else max(one for one in found if one is not None)


def main_closing(call: Call) -> datetime | None:
    """The call's own closing, which is what people note down; where every track or type has one
    of its own, the last of these. None for always open.
    """
    return call.closes_at if call.closes_at in closings(call) else last_closing(call)


def next_closing(call: Call, at: datetime | None = None) -> datetime | None:
    """What a page says: the main closing, then the next of what closes later, at last the last."""
    at = at or clock.now()
    main = main_closing(call)
    if main is None or at < main:
        return main
    later = [one for one in closings(call) if one is not None and one > at]
    return min(later, default=last_closing(call))


def standing(call: Call, at: datetime | None = None) -> str:
    """DRAFT_CALL, COMING, OPEN, CLOSED or CALLED_OFF, at that instant.

    Open is what takes some paper without a code for late ones.
    """
    return standing_once_published(call, at) if is_call_readable(call) else DRAFT_CALL


def standing_once_published(call: Call, at: datetime | None = None) -> str:
    """The same of a call that readers cannot read yet, for its preview."""
    at = at or clock.now()
    owner = call.webinar if call.belongs_to == WEBINAR else call.series
    if owner is not None and owner.state == CANCELLED:
        return CALLED_OFF
    if call.opens_at is not None and at < call.opens_at:
        return COMING
    if call.belongs_to == WEBINAR and owner is not None and owner.state == ARCHIVED:
        return CLOSED
    last = last_closing(call)
    return OPEN if last is None or at < last else CLOSED


def why_closed(
    call: Call,
    *,
    track: CallTrack | None = None,
    call_type: CallType | None = None,
    code: AccessCode | None = None,
    has_spent: bool = False,
    at: datetime | None = None,
) -> Reason:
    """Why such a paper is not taken now; empty where it is.

    `has_spent`: this paper was let in by that code before, so that it need not have uses left.
    """
    at = at or clock.now()
    now = standing(call, at)
    if now in (DRAFT_CALL, COMING, CALLED_OFF):
        return now
    opens = code is not None and _opens(code, call, track, call_type, has_spent=has_spent, at=at)
    last = closing(call, track, call_type)
    is_late = now == CLOSED or (last is not None and at >= last)
    if is_late:
        return "" if opens and code is not None and code.is_for_late else CLOSED
    needs = call.needs_code or any(one is not None and one.needs_code for one in (track, call_type))
    return "code" if needs and not opens else ""


def is_open_for(
    call: Call,
    *,
    track: CallTrack | None = None,
    call_type: CallType | None = None,
    code: AccessCode | None = None,
    has_spent: bool = False,
    at: datetime | None = None,
) -> bool:
    """Such a paper can be handed in now."""
    return not why_closed(
        call, track=track, call_type=call_type, code=code, has_spent=has_spent, at=at
    )


def _opens(
    code: AccessCode,
    call: Call,
    track: CallTrack | None,
    call_type: CallType | None,
    *,
    has_spent: bool,
    at: datetime,
) -> bool:
    """It is this call's, good now, and good for what was chosen."""
    is_expired = code.expires_at is not None and code.expires_at <= at
    is_used_up = code.most_uses is not None and code.used >= code.most_uses and not has_spent
    if code.call_id != call.id or code.deleted_at is not None or is_expired or is_used_up:
        return False
    parts = [one for one in (track, call_type) if one is not None]
    # It is good for one of them, and for each that is opened by codes alone.
    return not code.only_for or (
        (not parts or any(one.public_id in code.only_for for one in parts))
        and all(one.public_id in code.only_for for one in parts if one.needs_code)
    )
