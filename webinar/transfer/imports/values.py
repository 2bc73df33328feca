"""What a file says of a session and what is stored of it, field by field, made comparable."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext

from webinar.core import i18n
from webinar.core.plainerror import N_
from webinar.speakers.models import Speaker
from webinar.transfer.imports.programme import Item
from webinar.webinars.models import Session

#: field -> what a person calls it, in the order of the form
FIELDS = {
    "title": N_("title"),
    "starts": N_("start"),
    "ends": N_("end"),
    "room": N_("room"),
    "people": N_("people"),
    "kind": N_("type"),
    "track": N_("track"),
    "language": N_("language"),
    "abstract": N_("abstract"),
    "recording_url": N_("recording"),
    "slides_url": N_("slides"),
    "cancelled": N_("cancelled"),
}
#: fields that `edit_session` takes as they are
PLAIN = ("title", "kind", "track", "language", "abstract", "recording_url", "slides_url")
#: characters of a text that a comparison shows
_SHOWN = 160

Values = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One field: what stands here, what the file says; in words."""

    field: str
    old: str
    new: str

    @property
    def words(self) -> str:
        words = gettext(FIELDS[self.field])
        return words[:1].upper() + words[1:]


def digest(value: Any) -> str:
    """A value as 16 characters, for "is it still what it was"."""
    said = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


def said_by_file(item: Item, starts: datetime, ends: datetime) -> Values:
    """The item's fields as the file means them, whatever is known here."""
    return {
        **{name: getattr(item, name) for name in PLAIN},
        "starts": starts.isoformat(),
        "ends": ends.isoformat(),
        "room": [item.room.name, item.room.join_address] if item.room else [],
        "people": [[one.key or one.name, one.role] for one in item.persons],
        "cancelled": item.is_cancelled,
    }


def stored(session: Session, roles: list[tuple[Speaker, str]]) -> Values:
    """The same of a session here; rooms and people by their public identifiers."""
    return {
        **{name: getattr(session, name) for name in PLAIN},
        "starts": session.starts_at.isoformat(),
        "ends": session.ends_at.isoformat(),
        "room": session.own_room.public_id if session.own_room else "",
        "people": [[speaker.public_id, role] for speaker, role in roles],
        "cancelled": session.is_cancelled,
    }


def shown(name: str, value: Any, zone: str, names: dict[str, str]) -> str:
    """A stored or wanted value in words; `names` are those of rooms and people by identifier."""
    if name in ("starts", "ends"):
        return str(i18n.full_time(datetime.fromisoformat(value), zone))
    if name == "people":
        return ", ".join(names.get(one, one) for one, _role in value)
    if name == "room":
        return names.get(value, value)
    if name == "cancelled":
        return gettext("yes") if value else gettext("no")
    text = str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
