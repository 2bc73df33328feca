"""A paper's form, adapted to its call: fields that are asked, their limits, what can be chosen."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask_babel import gettext
from wtforms import Field, Form

from webinar.calls.asked import Rule
from webinar.calls.codes import UNKNOWN, USED_UP, as_code, find_code
from webinar.calls.models import WORDS, CallTrack, CallType
from webinar.core import clock, i18n, limits
from webinar.core.http import client_address
from webinar.core.limits import TooMany
from webinar.papers.lacks import FIELDS
from webinar.papers.wanted import Wanted

_CODE = "access code"
#: codes that somebody may try: a slip or two, and no guessing
_TRIES, _TRIES_EVERY = 10, timedelta(minutes=2)


def adapt(form: Any, wanted: Wanted) -> Wanted:
    """Take out what is not asked, mark what is needed; answers with the code that was typed."""
    if "code" in form:
        wanted = _with_code(form, wanted)
    for name, field_name in (*FIELDS.items(), ("affiliation", "affiliation"), ("orcid", "orcid")):
        if field_name in form:
            _ask(form, field_name, wanted, name)
    _choices(form, "type_id", [(one.public_id, type_words(one, wanted)) for one in wanted.types])
    _choices(form, "track_id", [(one.public_id, part_words(one, wanted)) for one in wanted.tracks])
    if wanted.call is None:
        del form.code
    elif wanted.types and not wanted.is_free:
        # The call's own kinds of contribution say more, and one question is enough.
        del form.kind
    return wanted


def adapt_author(row: Any, wanted: Wanted) -> None:
    """The same for an author's row."""
    for name in ("affiliation", "orcid"):
        if name in row:
            _ask(row, name, wanted, name)


def _ask(form: Form, field_name: str, wanted: Wanted, name: str) -> None:
    rule = wanted.rules[name]
    if not rule.is_asked:
        delattr(form, field_name)
        return
    field: Field = form[field_name]
    if rule.is_required:
        field.flags.required = True
    if rule.limits and field_name in ("abstract", "body", "note"):
        field.description = " ".join(filter(None, (f"{rule.limits}.", str(field.description))))
        field.render_kw = {**(field.render_kw or {}), **_counted(rule)}


def _counted(rule: Rule) -> dict[str, Any]:
    """What form.js counts by, and its words."""
    if rule.unit == WORDS:
        sentences = (
            gettext("{found} words"),
            gettext("{found} words: {difference} too many"),
            gettext("{found} words: at least {difference} more"),
        )
    else:
        sentences = (
            gettext("{found} characters"),
            gettext("{found} characters: {difference} too many"),
            gettext("{found} characters: at least {difference} more"),
        )
    names = ("data-count-words", "data-too-many", "data-too-few")
    limits_of = {"data-least": rule.least, "data-most": rule.most}
    kept = {key: value for key, value in limits_of.items() if value is not None}
    return {"data-count": rule.unit, **kept, **dict(zip(names, sentences, strict=True))}


def _choices(form: Any, name: str, found: list[tuple[str, str]]) -> None:
    if not found:
        delattr(form, name)
        return
    form[name].choices = [("", gettext("Not chosen yet")), *found]
    form[name].flags.required = True


def part_words(part: CallTrack | CallType, wanted: Wanted) -> str:
    """A track or type with its own closing, if it has one."""
    if part.closes_at is None or wanted.call is None:
        return part.name
    when = i18n.full_time(part.closes_at, wanted.call.timezone)
    return gettext("%(name)s, until %(when)s", name=part.name, when=when)


def type_words(part: CallType, wanted: Wanted) -> str:
    """The same with its length."""
    now = clock.now()
    length = i18n.duration_words(now, now + timedelta(minutes=part.minutes))
    return f"{part_words(part, wanted)} · {length}"


def _with_code(form: Any, wanted: Wanted) -> Wanted:
    """A code that was typed opens its tracks and types at once."""
    typed, known = as_code(form.code.data or ""), wanted.code.code if wanted.code else ""
    if wanted.call is None or typed == known:
        return wanted
    try:
        limits.spend(_CODE, client_address(), burst=_TRIES, every=_TRIES_EVERY)
    except TooMany as error:
        form.code_wait = error.seconds
        return replace(wanted, code=None, has_spent=False)
    found = find_code(wanted.call, typed)
    if found is not None or not typed:
        # A right one is no guess: a lecture hall full of invited people has one address.
        limits.give_back(_CODE, client_address())
    return replace(wanted, code=found, has_spent=False)


def code_problem(wanted: Wanted, typed: str | None, wait: int = 0) -> str:
    """What is wrong with a typed code; empty where nothing is."""
    if not as_code(typed or ""):
        return ""
    if wait:
        return gettext("These were many codes. Wait some minutes, then try again.")
    if wanted.code is None:
        return gettext(UNKNOWN)
    return "" if wanted.code.is_good or wanted.has_spent else gettext(USED_UP)
