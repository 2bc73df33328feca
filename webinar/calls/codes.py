"""Access codes: looked up as typed, and spent when a paper is handed in for the first time."""

import sqlalchemy as sa

from webinar.calls.errors import WrongCode
from webinar.calls.models import AccessCode, Call
from webinar.core import clock, ids
from webinar.core.db import db
from webinar.core.journal import Actor, about, operation
from webinar.core.plainerror import N_
from webinar.core.text import clean

LENGTH = 10
UNKNOWN = N_("This code opens nothing here. Look at the mail that it came with.")
USED_UP = N_("This code was used as often as it can be. Ask the organizers for another one.")


def as_code(typed: str) -> str:
    """A code as it is stored: capitals, without blanks; however it was typed."""
    return "".join(clean(typed[:200], lines=False).upper().split())[:40]


def new_code() -> str:
    """Ten letters and digits of base32, 50 bits; without 0, 1 and 8, which look like letters.

    Who guesses meets the limit of the form long before.
    """
    return ids.new_id()[:LENGTH].upper()


def find_code(call: Call, typed: str | None) -> AccessCode | None:
    """The call's code as somebody typed it, whether it is still good or not.

    Count attempts before (`core.limits`): guessing must not be cheap.
    """
    code = as_code(typed or "")
    if not code:
        return None
    found = sa.select(AccessCode).where(AccessCode.call_id == call.id, AccessCode.code == code)
    return db.session.scalar(found)


@operation
def spend_code(*, code_id: int, by: Actor) -> None:
    """One use less, in the caller's transaction; `code_id` is the row number.

    Of two at once one waits, and then finds what the other left. Raises WrongCode when nothing is
    left, or when it expired or was revoked meanwhile.
    """
    now = clock.now()
    spent = db.session.execute(
        sa.update(AccessCode)
        .where(
            AccessCode.id == code_id,
            AccessCode.deleted_at.is_(None),
            sa.or_(AccessCode.most_uses.is_(None), AccessCode.used < AccessCode.most_uses),
            sa.or_(AccessCode.expires_at.is_(None), AccessCode.expires_at > now),
        )
        .values(used=AccessCode.used + 1)
        .execution_options(synchronize_session=False)
    )
    if spent.rowcount == 0:  # type: ignore[attr-defined]
        raise WrongCode(USED_UP)
    code = db.session.get_one(AccessCode, code_id)
    db.session.refresh(code)
    about(code)
