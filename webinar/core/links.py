"""Personal links: an identifier with an HMAC over identifier, purpose and generation.

The row keeps purpose and generation, never the address: raising the generation
revokes every address made before. Views and logs show addresses masked.
"""

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from webinar.core import clock
from webinar.core.db import Base, Identified, UtcDateTime, db


class PersonalLink(Identified, Base):
    """One person's way in, for one purpose."""

    __tablename__ = "personal_link"
    __is_public__ = False
    __table_args__ = (sa.Index("ix_personal_link_subject", "purpose", "subject_id"),)

    #: what the address is good for: `speaker`, `invitation`, `first-organizer`, `paper` …
    purpose: Mapped[str] = mapped_column(sa.String(30))
    #: raised to revoke
    generation: Mapped[int] = mapped_column(default=1)
    #: public identifier of the row that the link opens, in the room that made it
    subject_id: Mapped[str] = mapped_column(sa.String(26), default="")
    #: the person's mail address, where the room needs it
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    #: what the room wants to find again
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: when a link that works once was used
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


#: purpose -> path with `{token}`
_PATHS: dict[str, str] = {}
#: what the signatures of personal links are good for
_LINK = "link"


def purpose(name: str, path: str) -> str:
    """Declare where links of a purpose lead, for example `/my/{token}`."""
    _PATHS[name] = path
    return name


def make_link(
    purpose: str,
    *,
    subject_id: str = "",
    email: str = "",
    expires_at: datetime | None = None,
    details: dict[str, Any] | None = None,
) -> PersonalLink:
    """Add a link to the open transaction."""
    link = PersonalLink(
        purpose=purpose,
        subject_id=subject_id,
        email=email,
        expires_at=expires_at,
        details=details or {},
    )
    db.session.add(link)
    db.session.flush()
    return link


def token(link: PersonalLink) -> str:
    """The secret part of the link's address."""
    return f"{link.public_id}.{sign(_LINK, _words(link))}"


def address(link: PersonalLink, *, absolute: bool = True) -> str:
    """The address to hand to the person; made at delivery, stored nowhere."""
    path = _PATHS[link.purpose].format(token=token(link))
    return current_app.config["BASE_URL"] + path if absolute else path


def masked(link: PersonalLink) -> str:
    """The address as it may be shown in lists and logs."""
    return _PATHS[link.purpose].format(token=link.public_id[:4] + "…")


def open_link(value: str, purpose: str) -> PersonalLink | None:
    """The link of a token, when it is genuine, for this purpose, not expired and not used."""
    link = genuine_link(value, purpose)
    return None if link is None or is_over(link) else link


def genuine_link(value: str, purpose: str) -> PersonalLink | None:
    """The same, also when its time is over."""
    public_id, _, signature = value.partition(".")
    if len(public_id) != 26 or not signature.isascii():
        return None
    link = db.session.scalar(sa.select(PersonalLink).where(PersonalLink.public_id == public_id))
    if link is None or link.purpose != purpose:
        return None
    if not is_signed(_LINK, _words(link), signature):
        return None
    return None if link.used_at else link


def is_over(link: PersonalLink) -> bool:
    return bool(link.expires_at and link.expires_at < clock.now())


def revoke(link: PersonalLink) -> None:
    """Every address handed out for this link stops working."""
    link.generation += 1


def sign(purpose: str, message: str) -> str:
    """A short signature over any text, for one purpose (form times, previews)."""
    return _signed(purpose, message, secrets()[0])


def is_signed(purpose: str, message: str, signature: str) -> bool:
    """Whether `sign` made the signature, with this secret or a former one; in constant time."""
    given = signature.encode(errors="replace")
    return any(
        hmac.compare_digest(_signed(purpose, message, one).encode(), given) for one in secrets()
    )


def secrets() -> list[str]:
    """The installation's secret, then those it replaced."""
    config = current_app.config
    return [str(config["SECRET_KEY"]), *(config.get("SECRET_KEY_FALLBACKS") or ())]


def _signed(purpose: str, message: str, secret: str) -> str:
    key = hashlib.sha256(f"webinar/{purpose}/".encode() + secret.encode()).digest()
    digest = hmac.new(key, message.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().rstrip("=").lower()[:26]


def _words(link: PersonalLink) -> str:
    return f"{link.public_id}/{link.purpose}/{link.generation}"
