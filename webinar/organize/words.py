"""The journal in words: what was done, to what, and each field's value as a person reads it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from webinar.core import i18n
from webinar.core.plainerror import N_
from webinar.organize.undo import CHANGED, CREATED, DELETED, Change

#: table name -> what a person calls it
KINDS = {
    "account": N_("account"),
    "category": N_("category"),
    "comment": N_("comment"),
    "contact_answer": N_("answer"),
    "contact_message": N_("message"),
    "holiday": N_("holiday"),
    "page": N_("page"),
    "paper": N_("paper"),
    "paper_author": N_("author"),
    "paper_file": N_("file"),
    "paper_version": N_("version"),
    "post": N_("news"),
    "room": N_("room"),
    "session": N_("session"),
    "session_role": N_("role in a session"),
    "site": N_("site"),
    "speaker": N_("speaker"),
    "webinar": N_("webinar"),
}

#: columns whose name alone would not say it
FIELDS = {
    "body": N_("text"),
    "cancelled_at": N_("cancelled"),
    "cancel_reason": N_("reason for cancelling"),
    "category_id": N_("category"),
    "confirmed_at": N_("accepted the invitation"),
    "current_number": N_("version that readers see"),
    "deleted_at": N_("deleted"),
    "ends_wall": N_("end"),
    "is_active": N_("may sign in"),
    "is_unlisted": N_("unlisted"),
    "other_zones": N_("other time zones"),
    "promised_by": N_("answer promised by"),
    "recording_url": N_("recording"),
    "room_id": N_("room"),
    "session_id": N_("session"),
    "site_roles": N_("roles"),
    "slides_url": N_("slides"),
    "slug": N_("address"),
    "speaker_id": N_("speaker"),
    "starts_wall": N_("start"),
    "timezone": N_("time zone"),
    "told_about": N_("hears by mail of"),
    "webinar_id": N_("webinar"),
}

#: columns that are made out of others, or mean nothing to a person
HIDDEN = frozenset(
    "body_html description_html abstract_html biography_html headings sort_name starts_fold"
    " ends_fold starts_at ends_at install_id fs_uniquifier was_used".split()
)

ACTIONS = {CREATED: N_("made"), CHANGED: N_("changed"), DELETED: N_("removed")}


@dataclass(frozen=True)
class FieldWords:
    """One field's values, before and after; empty where there was none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeWords:
    """One row's part of an entry, readable."""

    kind: str
    title: str
    action: str
    is_new: bool
    fields: list[FieldWords]


def kind_words(kind: str) -> str:
    return gettext(KINDS[kind]) if kind in KINDS else kind.replace("_", " ")


def intention_words(intention: str) -> str:
    """`webinars.move_session` as `Move session`: operations are named as orders."""
    name = intention.rsplit(".", 1)[-1].replace("_", " ").strip()
    return name[:1].upper() + name[1:]


def field_words(name: str) -> str:
    words = gettext(FIELDS[name]) if name in FIELDS else name.replace("_", " ")
    return words[:1].upper() + words[1:]


def change_words(change: Change, timezone: str) -> ChangeWords:
    """A change with instants in the site's zone."""
    return ChangeWords(
        kind=kind_words(change.kind),
        title=change.title,
        action=gettext(ACTIONS[change.action]),
        is_new=change.action == CREATED,
        fields=[
            FieldWords(
                field_words(name), value_words(before, timezone), value_words(after, timezone)
            )
            for name, (before, after) in change.fields.items()
            if name not in HIDDEN
        ],
    )


def value_words(value: Any, timezone: str) -> str:
    """A stored value as text: yes and no, dates written out, lists with commas."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(value_words(item, timezone) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {value_words(item, timezone)}" for key, item in value.items())
    if isinstance(value, str):
        return _instant_words(value, timezone) or value
    return str(value)


def _instant_words(value: str, timezone: str) -> str | None:
    """Dates and times of the journal are ISO 8601; anything else is just text."""
    if not 10 <= len(value) <= 32 or not value[:4].isdigit() or value[4:5] != "-":
        return None
    try:
        if len(value) == 10:
            return date.fromisoformat(value).isoformat()
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return moment.strftime("%Y-%m-%d %H:%M")
    return i18n.full_time(moment, timezone)
