"""Roles in one webinar: given, taken, given back."""

from collections.abc import Collection

import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale, gettext

from webinar.accounts.invitations import open_invitations
from webinar.accounts.models import ROLES, Account
from webinar.accounts.operations import invite, resend_invitation
from webinar.accounts.queries import account_by_email
from webinar.core import clock
from webinar.core.db import db
from webinar.core.journal import Actor, about, operation
from webinar.core.mail import queue_mail
from webinar.core.plainerror import N_
from webinar.webinars.errors import Unknown
from webinar.webinars.models import Webinar, WebinarRole
from webinar.webinars.operations.webinars import webinar_row
from webinar.webinars.words import ROLE_NAMES


def _held(webinar: Webinar, account: Account) -> list[WebinarRole]:
    return list(
        db.session.scalars(
            sa.select(WebinarRole)
            .where(WebinarRole.webinar_id == webinar.id, WebinarRole.account_id == account.id)
            .order_by(WebinarRole.id)
        )
    )


def _account(public_id: str) -> Account:
    """Locked, so that two who change the same person's roles wait for one another."""
    found = sa.select(Account).where(Account.public_id == public_id)
    return db.session.scalars(found.with_for_update()).one()


def _give(webinar: Webinar, account: Account, roles: Collection[str], by: Actor) -> list[str]:
    """Add what is missing, tell the person; the roles that are new."""
    if unknown := [role for role in roles if role not in ROLES]:
        raise Unknown(N_("There is no role named “%(role)s”."), role=unknown[0])
    held = {row.role for row in _held(webinar, account)}
    given = [
        WebinarRole(webinar=webinar, account=account, role=role)
        for role in ROLES
        if role in roles and role not in held
    ]
    db.session.add_all(given)
    db.session.flush()
    can_sign_in = account.is_active and not account.is_invited
    if given and can_sign_in and account.id != by.account_id:
        _tell(webinar, account, given, by)
    return [row.role for row in given]


def _tell(webinar: Webinar, account: Account, given: list[WebinarRole], by: Actor) -> None:
    with force_locale(account.language):
        subject = gettext("You help with “%(title)s”", title=webinar.title)
        names = [str(ROLE_NAMES[row.role]) for row in given]
    queue_mail(
        "webinars/mail/role",
        to=account.email,
        to_name=account.name,
        language=account.language,
        subject=subject,
        cause=f"role {given[0].public_id}",
        title=webinar.title,
        roles=names,
        given_by=by.label,
        url=f"{current_app.config['BASE_URL']}/organize/",
    )


def _can_accept(account: Account) -> bool:
    link = open_invitations([account.public_id]).get(account.public_id)
    return link is not None and (link.expires_at is None or link.expires_at > clock.now())


@operation
def add_to_webinar(*, webinar_id: str, email: str, roles: Collection[str], by: Actor) -> Account:
    """Give roles in a webinar to whoever reads that address; other roles stay.

    Who has no account is invited: the roles count once the invitation is accepted. Raises
    Unknown for a role that does not exist.
    """
    webinar = webinar_row(webinar_id)
    about(webinar)
    account = account_by_email(email)
    if account is None:
        account = invite(email=email, roles=[], by=by)
    elif account.is_invited and not _can_accept(account):
        account = resend_invitation(account_id=account.public_id, by=by)
    _give(webinar, account, roles, by)
    return account


@operation
def set_webinar_roles(
    *, webinar_id: str, account_id: str, roles: Collection[str], by: Actor
) -> Account:
    """Exactly these roles in the webinar; with none the person leaves it. Raises Unknown."""
    webinar = webinar_row(webinar_id)
    account = _account(account_id)
    about(webinar)
    for row in _held(webinar, account):
        if row.role not in roles:
            db.session.delete(row)
    _give(webinar, account, roles, by)
    return account


@operation
def leave_webinar(*, webinar_id: str, account_id: str, by: Actor) -> Webinar:
    """Give back all of one's own roles in a webinar."""
    webinar = webinar_row(webinar_id)
    about(webinar)
    for row in _held(webinar, _account(account_id)):
        db.session.delete(row)
    return webinar
