"""Who holds which role in which webinar, and who of them hears of what by mail."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from webinar.accounts.models import MODERATOR, ORGANIZER, ROLES, Account
from webinar.accounts.queries import people_to_tell
from webinar.core.db import db
from webinar.webinars.models import Webinar, WebinarRole
from webinar.webinars.scope import Scope

#: what happened in a webinar -> the roles that hear of it
_HEAR = {"paper": (ORGANIZER,), "comment": (ORGANIZER, MODERATOR)}


@dataclass(frozen=True)
class Colleague:
    """An account and its roles in one webinar."""

    account: Account
    roles: list[str]


@dataclass(frozen=True)
class OwnRoles:
    """A webinar and the roles that an account holds in it."""

    webinar: Webinar
    roles: list[str]


def in_order(roles: Iterable[str]) -> list[str]:
    held = set(roles)
    return [role for role in ROLES if role in held]


def people_of(webinar_number: int) -> list[Colleague]:
    """Everybody with a role in that webinar, by name; invited people too. One statement."""
    rows = db.session.execute(
        sa.select(Account, WebinarRole.role)
        .join(WebinarRole, WebinarRole.account_id == Account.id)
        .where(WebinarRole.webinar_id == webinar_number)
    ).all()
    held: dict[Account, list[str]] = {}
    for account, role in rows:
        held.setdefault(account, []).append(role)
    people = [Colleague(account, in_order(roles)) for account, roles in held.items()]
    return sorted(people, key=lambda one: (_called(one.account), one.account.email))


def _called(account: Account) -> str:
    return account.name.casefold() or account.email


def people_to_name(scope: Scope) -> list[Account]:
    """Whom somebody may choose by name: all accounts, or those with a role in these webinars.

    One statement.
    """
    found = sa.select(Account)
    if not scope.everything:
        held = sa.select(WebinarRole.account_id).where(scope.covers(WebinarRole.webinar_id))
        found = found.where(Account.id.in_(held))
    return sorted(db.session.scalars(found), key=lambda one: (_called(one), one.email))


def roles_by_account(numbers: Collection[int]) -> dict[int, list[OwnRoles]]:
    """Row numbers of accounts -> their roles, newest webinar first. One statement."""
    rows = db.session.scalars(
        sa.select(WebinarRole)
        .join(WebinarRole.webinar)
        .options(contains_eager(WebinarRole.webinar))
        .where(WebinarRole.account_id.in_(numbers), Webinar.deleted_at.is_(None))
        .order_by(Webinar.starts_at.desc(), Webinar.id.desc())
    )
    held: dict[int, dict[Webinar, list[str]]] = {}
    for row in rows:
        held.setdefault(row.account_id, {}).setdefault(row.webinar, []).append(row.role)
    return {
        account: [OwnRoles(webinar, in_order(roles)) for webinar, roles in webinars.items()]
        for account, webinars in held.items()
    }


def people_to_tell_of(about: str, webinar_number: int | None) -> Sequence[Account]:
    """Who hears by mail of a `paper` or `comment` in a webinar: by role there, or of the site.

    Two statements; one for what lies in no webinar.
    """
    people = people_to_tell(about)
    if webinar_number is None:
        return people
    held = sa.select(WebinarRole.account_id).where(
        WebinarRole.webinar_id == webinar_number, WebinarRole.role.in_(_HEAR[about])
    )
    rows = db.session.scalars(
        sa.select(Account)
        .where(Account.id.in_(held), Account.is_active, Account.confirmed_at.is_not(None))
        .order_by(Account.id)
    )
    known = {person.id for person in people}
    return people + [row for row in rows if about in row.told_about and row.id not in known]
