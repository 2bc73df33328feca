"""The journal in words: what was done, to what, and each field's value as a person reads it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from webinar.core import i18n
from webinar.core.plainerror import N_
from webinar.organize.names import field_words, kind_words
from webinar.organize.undo import CHANGED, CREATED, DELETED, Change
from webinar.organize.values import Titles, code_words, table_behind

#: columns that are made out of others, or mean nothing to a person
HIDDEN = frozenset(
    "body_html description_html abstract_html biography_html headings sort_name starts_fold"
    " ends_fold starts_at ends_at install_id fs_uniquifier was_used tagged papers_due_fold"
    " papers_due_at registration_closes_fold registration_closes_at opens_fold opens_at closes_fold"
    " closes_at guidelines_html example_html question_id has_calls".split()
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


def change_words(change: Change, timezone: str, titles: Titles) -> ChangeWords:
    """A change with instants in the site's zone; `titles` as `titles_of` finds them."""

    def words(name: str, value: Any) -> str:
        table = table_behind(change.kind, name)
        if table and value is not None:
            return titles.get((table, value)) or gettext("(no. %(number)s)", number=value)
        return value_words(value, timezone, name)

    told = [
        FieldWords(field_words(name), words(name, before), words(name, after))
        for name, (before, after) in change.fields.items()
        if name not in HIDDEN
    ]
    is_new = change.action == CREATED
    return ChangeWords(
        kind=kind_words(change.kind),
        title=change.title,
        action=gettext(ACTIONS[change.action]),
        is_new=is_new,
        # What is new has many empty fields; they would hide the others.
        fields=[one for one in told if one.after or not is_new],
    )


def value_words(value: Any, timezone: str, field: str = "") -> str:
    """A stored value as text: yes and no, dates written out, codes in words, lists with commas."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(value_words(item, timezone, field) for item in value)
    if isinstance(value, dict):
        return ", ".join(
            f"{field_words(key)}: {words}"
            for key, item in value.items()
            if (words := value_words(item, timezone, key))
        )
    if isinstance(value, str):
        return _instant_words(value, timezone) or code_words(field, value)
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
