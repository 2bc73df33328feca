"""For which webinars somebody holds a role: all of them, or those with certain row numbers.

A role of the site counts for every webinar. An organizer's includes the two others. Every
list of the desk is filtered by a scope in its own query, so nothing has to be taken out later.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import request

from webinar.accounts.models import MODERATOR, ORGANIZER, REVIEWER, Account
from webinar.accounts.queries import current_account
from webinar.core.db import db
from webinar.webinars.models import WebinarRole

#: role -> roles of a webinar that open what it opens
_OPENED_BY = {
    ORGANIZER: frozenset({ORGANIZER}),
    REVIEWER: frozenset({ORGANIZER, REVIEWER}),
    MODERATOR: frozenset({ORGANIZER, MODERATOR}),
}
_KEPT = "webinar.roles"


@dataclass(frozen=True)
class Scope:
    """Every webinar, or those whose row numbers are given."""

    everything: bool = False
    numbers: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not self.everything and not self.numbers

    def holds(self, number: int | None) -> bool:
        """Whether the webinar with that row number is in it; what has none is in `EVERYTHING`."""
        return self.everything or number in self.numbers

    def covers(self, column: Any) -> sa.ColumnElement[bool]:
        """The same as SQL, over a column that holds a webinar's row number."""
        return sa.true() if self.everything else column.in_(self.numbers)


EVERYTHING, NOTHING = Scope(everything=True), Scope()


def scope_of(role: str) -> Scope:
    """Where the person who asks holds that role. One statement a request at most."""
    account = current_account()
    if account is None:
        return NOTHING
    if account.is_organizer or role in account.site_roles:
        return EVERYTHING
    return Scope(numbers=frozenset(n for n, held in _held(account) if held in _OPENED_BY[role]))


def own_roles() -> frozenset[tuple[int, str]]:
    """The roles in single webinars of the person who asks: pairs of row number and role."""
    account = current_account()
    return _held(account) if account is not None else frozenset()


def _held(account: Account) -> frozenset[tuple[int, str]]:
    """Pairs of a webinar's row number and a role; read when first asked for in a request."""
    kept = request.environ.get(_KEPT)
    if kept is None or kept[0] != account.id:
        rows = db.session.execute(
            sa.select(WebinarRole.webinar_id, WebinarRole.role).where(
                WebinarRole.account_id == account.id
            )
        )
        kept = request.environ[_KEPT] = account.id, frozenset((row[0], row[1]) for row in rows)
    found: frozenset[tuple[int, str]] = kept[1]
    return found
