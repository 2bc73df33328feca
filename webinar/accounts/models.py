"""Account, and one row for each sign-in that is still good."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_security import RoleMixin, UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinar.core import clock, ids
from webinar.core.db import Base, Dated, Identified, UtcDateTime, Versioned
from webinar.core.journal import Journaled

ORGANIZER, REVIEWER, MODERATOR = "organizer", "reviewer", "moderator"
ROLES = (ORGANIZER, REVIEWER, MODERATOR)
#: what an account may be told about by mail
SUBJECTS = ("paper", "comment", "message")
#: a sign-in that nobody uses ends after this time
IDLE = timedelta(days=7)


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
    # A personal calendar holds what lies behind the address of somebody who may sign in.
    __decides__ = frozenset({"email", "is_active", "confirmed_at"})

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


class AccountSession(Identified, Base):
    """One sign-in in one browser: checked at each request, deleted at sign-out."""

    __tablename__ = "account_session"
    __is_public__ = False

    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    #: SHA-256 of the secret in the browser's cookie
    key_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    #: what the browser calls itself, in a few words
    device: Mapped[str] = mapped_column(sa.String(60), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    #: noted every few minutes
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    #: when password or passkey were given last
    proved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    account: Mapped[Account] = relationship(back_populates="sign_ins")


class AuthenticatorApp(Base):
    """A second factor: the secret that an app on the person's telephone makes codes from.

    None of the factors is journaled: the entry names the account, and no secret.
    """

    __tablename__ = "authenticator_app"
    __is_public__ = False

    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    #: base32 (RFC 6238); readable, because each check needs it
    secret: Mapped[str] = mapped_column(sa.String(64))
    #: number of the half minute whose code was accepted last; it and earlier ones are spent
    last_step: Mapped[int] = mapped_column(sa.BigInteger)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class RecoveryCode(Base):
    """Stands in for a second factor once; deleted when it is used."""

    __tablename__ = "recovery_code"
    __is_public__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    #: SHA-256 of the code, which is random enough not to need more
    code_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)


class Passkey(Identified, Base):
    """A key of WebAuthn that a person's device or password manager keeps."""

    __tablename__ = "passkey"
    __is_public__ = False

    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    #: what the person calls it
    name: Mapped[str] = mapped_column(sa.String(60))
    #: base64url
    credential_id: Mapped[str] = mapped_column(sa.String(1400), unique=True)
    #: COSE
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    #: what the device counted; always 0 with keys that are kept on several devices
    sign_count: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
