"""Account, and one row for each sign-in that is still good."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_security import RoleMixin, UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinar.core import clock, ids
from webinar.core.db import Base, Dated, Identified, UtcDateTime, Versioned
from webinar.core.journal import Journaled

ORGANIZER, MODERATOR = "organizer", "moderator"
ROLES = (ORGANIZER, MODERATOR)
#: what an account may be told about by mail
SUBJECTS = ("paper", "comment", "message")


class SiteRole(RoleMixin):
    """A role as Flask-Security wants to see it; accounts keep only its name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def get_permissions(self) -> set[str]:
        return set()


class Account(Identified, Dated, Versioned, UserMixin, Journaled, Base):
    """A person who signs in. Invited first; confirmed by the personal link."""

    __tablename__ = "account"
    __is_public__ = False

    #: lower case; the name for signing in
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120), default="")
    #: BCP 47, for the mails this person gets
    language: Mapped[str] = mapped_column(sa.String(20), default="en")
    #: argon2id; None until the invitation is accepted
    password: Mapped[str | None] = mapped_column(sa.String(255))
    #: stands in the cookie; a new one ends every sign-in
    fs_uniquifier: Mapped[str] = mapped_column(sa.String(64), unique=True, default=ids.new_id)
    #: may sign in
    is_active: Mapped[bool] = mapped_column(default=True)
    #: names out of ROLES
    site_roles: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    #: names out of SUBJECTS
    told_about: Mapped[list[str]] = mapped_column(sa.JSON, default=lambda: list(SUBJECTS))
    #: when the invitation was accepted, which also proves the address
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __unspoken__ = frozenset({"password", "fs_uniquifier"})

    sign_ins: Mapped[list["AccountSession"]] = relationship(
        back_populates="account", cascade="all, delete-orphan"
    )

    @property
    def active(self) -> bool:  # type: ignore[override]
        """Flask-Security's word for `is_active`."""
        return self.is_active

    @property
    def roles(self) -> list[SiteRole]:  # type: ignore[override]
        return [SiteRole(name) for name in self.site_roles]

    def has_role(self, role: Any) -> bool:
        return getattr(role, "name", role) in self.site_roles

    @property
    def is_organizer(self) -> bool:
        return ORGANIZER in self.site_roles

    @property
    def is_moderator(self) -> bool:
        """May look after comments and messages; an organizer may do that, too."""
        return self.is_organizer or MODERATOR in self.site_roles

    @property
    def is_invited(self) -> bool:
        """The invitation has not been accepted yet."""
        return self.confirmed_at is None


class AccountSession(Base):
    """One sign-in in one browser: checked at each request, deleted at sign-out."""

    __tablename__ = "account_session"
    __is_public__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    #: SHA-256 of the secret in the browser's cookie
    key_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    account: Mapped[Account] = relationship(back_populates="sign_ins")
