"""What the journal calls stored values: codes by their words, rows of other tables by title."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext

from webinar.accounts.words import ROLE_WORDS as SITE_ROLE_WORDS
from webinar.accounts.words import SUBJECT_WORDS
from webinar.core.db import db, with_deleted
from webinar.core.languages import language_name
from webinar.core.plainerror import N_
from webinar.organization.words import ACCENT_WORDS
from webinar.organize.names import KINDS
from webinar.organize.session_form import ROLE_WORDS
from webinar.organize.undo import Change, journaled_models
from webinar.papers.words import kind_choices
from webinar.questions.models import AUDIENCES
from webinar.questions.models import KINDS as QUESTION_KINDS
from webinar.questions.words import audience_words
from webinar.questions.words import kind_words as question_kind
from webinar.webinars.words import KIND_WORDS, ROLE_NAMES

#: (table, row number) -> title
Titles = Mapping[tuple[str, int], str]

#: states of webinars, papers, comments and messages
STATES = {
    "accepted": N_("Accepted"),
    "agreed": N_("Confirmed by the co-author"),
    "answered": N_("Answered"),
    "archived": N_("Archived"),
    "cancelled": N_("Cancelled"),
    "changes": N_("Changes are wished"),
    "closed": N_("Closed"),
    "confirmed": N_("Accepted and confirmed"),
    "declined": N_("Declined"),
    "denied": N_("Says that they are no author"),
    "draft": N_("Draft"),
    "new": N_("New"),
    "sent": N_("Asked by mail"),
    "published": N_("Published"),
    "refused": N_("Not shown"),
    "shown": N_("Shown"),
    "submitted": N_("Handed in"),
    "waiting": N_("Waits for approval"),
    "waitlisted": N_("On the waiting list"),
    "withdrawn": N_("Withdrawn"),
}

#: whose a call for papers is
BELONGS = {"site": N_("the site"), "webinar": N_("a webinar"), "series": N_("a series")}


def codes() -> dict[str, Mapping[str, Any]]:
    """Field -> code -> words; words of STATES and KINDS are still to be translated."""
    return {
        "accent": ACCENT_WORDS,
        "audience": {one: audience_words(one) for one in AUDIENCES},
        "belongs_to": BELONGS,
        "kind": {
            **KIND_WORDS,
            **dict(kind_choices()),
            **{one: question_kind(one) for one in QUESTION_KINDS},
        },
        "role": {**ROLE_NAMES, **ROLE_WORDS},
        "site_roles": SITE_ROLE_WORDS,
        "decision": STATES,
        "state": STATES,
        "subject_kind": KINDS,
        "told_about": SUBJECT_WORDS,
    }


def code_words(field: str, code: str) -> str:
    """The words of a code; any other text as it is."""
    if field == "language":
        return language_name(code)
    known = codes().get(field, {})
    return gettext(str(known[code])) if code in known else code


def titles_of(changes: Iterable[Change]) -> Titles:
    """Titles of the rows that changes point to, deleted ones too: one statement for each table."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        for name, values in change.fields.items():
            if table := table_behind(change.kind, name):
                wanted[table].update(value for value in values if isinstance(value, int))
    models = journaled_models()
    return {
        (table, row.id): row.journal_title
        for table, numbers in wanted.items()
        if table in models
        for row in db.session.scalars(
            with_deleted(sa.select(models[table]).where(models[table].id.in_(numbers)))
        )
    }


def table_behind(kind: str, field: str) -> str:
    """Name of the table that a field of a journaled row points to, else nothing."""
    model = journaled_models().get(kind)
    column = sa.inspect(model).columns.get(field) if model is not None else None
    keys = list(column.foreign_keys) if column is not None else []
    return keys[0].column.table.name if keys else ""
