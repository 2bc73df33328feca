"""The journal: every operation, filterable, each field before and after, undo."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.policy import is_organizer
from webinar.accounts.queries import current_actor, me
from webinar.core import clock
from webinar.core.access import policy
from webinar.core.clock import WallTime, WrongTime
from webinar.core.costly import costly
from webinar.core.http import safe_next
from webinar.core.notices import MOST, say
from webinar.core.text import clean
from webinar.organization.queries import site
from webinar.organize import operations, own, queries, undo, values, wholes, words
from webinar.organize.intentions import intention_words
from webinar.organize.names import field_words, kind_words
from webinar.organize.queries import JournalFilter
from webinar.organize.undo import CannotUndo
from webinar.webinars.policy import may_arrange_some_webinar

#: what may stand in the address of the list
FILTERS = ("actor", "intention", "kind", "thing", "since", "until")


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the room's blueprint."""
    bp.get("/journal/")(journal)
    bp.get("/journal/<entry_id>/")(journal_entry)
    bp.post("/journal/<entry_id>/undo")(undo_entry)
    bp.post("/journal/undo")(undo_entries)
    bp.get("/journal/<entry_id>/whole")(whole)
    bp.post("/journal/<entry_id>/whole")(undo_whole)


@policy(is_organizer)
def journal() -> ResponseReturnValue:
    wanted = asked_filter()
    page = queries.journal_page(wanted, me(), before=request.args.get("before", "")[:26])
    intentions, kinds = queries.intentions_and_kinds()
    older = None
    if page.older_than:
        kept: dict[str, Any] = {
            name: request.args[name] for name in FILTERS if request.args.get(name)
        }
        older = url_for("organize.journal", **kept, before=page.older_than)
    return render_template(
        "organize/journal.html",
        entries=page.rows,
        older=older,
        intentions=_by_words(intentions, intention_words),
        kinds=_by_words(kinds, kind_words),
        intention_words=intention_words,
        kind_words=kind_words,
    )


def _by_words(names: Sequence[str], words: Callable[[str], str]) -> list[tuple[str, str]]:
    """Choices of a filter, in the order a person looks for them."""
    return sorted(((name, words(name)) for name in names), key=lambda pair: pair[1])


def asked_filter() -> JournalFilter:
    """The filter that stands in the address; what cannot be read is left out."""
    since, until = _midnight("since"), _midnight("until", days=1)
    return JournalFilter(
        actor=_text("actor"),
        intention=_text("intention"),
        kind=_text("kind"),
        thing=_text("thing"),
        since=since,
        until=until,
    )


def _text(name: str) -> str:
    return clean(request.args.get(name, "")[:200], lines=False)


def _midnight(name: str, *, days: int = 0) -> datetime | None:
    """The beginning of a day in the site's zone, some days later, as an instant."""
    try:
        day = datetime.fromisoformat(request.args.get(name, "")[:10]) + timedelta(days=days)
        return WallTime(day, site().timezone).to_utc()
    except (ValueError, OverflowError, WrongTime):
        return None


@policy(is_organizer)
def journal_entry(entry_id: str) -> ResponseReturnValue:
    return _entry_page(entry_id)


@policy(is_organizer)
def undo_entry(entry_id: str) -> ResponseReturnValue:
    entry = queries.entry_by_id(entry_id, me())
    if entry is None:
        abort(404)
    try:
        entry = operations.undo_entry(by=current_actor(), entry_id=entry_id)
    except CannotUndo as error:
        return _entry_page(entry_id, refusal=gettext(error.message, **error.values)), 409
    flash(gettext("Undone. This entry of the journal can be undone, too."))
    return redirect(url_for("organize.journal_entry", entry_id=entry.undone_by), 303)


@policy(is_organizer)
@costly
def whole(entry_id: str) -> ResponseReturnValue:
    """What would be taken back of an import, and what would stay."""
    entry = queries.entry_by_id(entry_id, me())
    if entry is None or not entry.intention.startswith("transfer."):
        abort(404)
    if not wholes.has_steps(entry):
        return redirect(url_for("organize.journal_entry", entry_id=entry_id), 303)
    found = wholes.whole_of(entry)
    return render_template(
        "organize/journal_whole.html",
        entry=entry,
        removed=_named_by_kind(found.those(undo.CREATED)),
        changed=_named_by_kind([*found.those(undo.CHANGED), *found.those(undo.DELETED)]),
        stays=[one for one in found.stays if one.title],
        kind_words=kind_words,
        field_words=field_words,
    )


def _named_by_kind(changes: Sequence[undo.Change]) -> list[tuple[str, list[str]]]:
    """Kinds that have names, each with the titles of its rows."""
    found: dict[str, list[str]] = {}
    for one in changes:
        if one.title:
            found.setdefault(one.kind, []).append(one.title)
    return list(found.items())


@policy(is_organizer)
@costly
def undo_whole(entry_id: str) -> ResponseReturnValue:
    entry = queries.entry_by_id(entry_id, me())
    if entry is None or not entry.intention.startswith("transfer."):
        abort(404)
    try:
        entry = operations.undo_whole(by=current_actor(), entry_id=entry_id)
    except CannotUndo as error:
        flash(gettext(error.message, **error.values), "error")
        return redirect(url_for("organize.journal_entry", entry_id=entry_id), 303)
    flash(gettext("The import was undone. What was changed here since stays."))
    return redirect(url_for("organize.journal_entry", entry_id=entry.undone_by), 303)


@policy(may_arrange_some_webinar)
def undo_entries() -> ResponseReturnValue:
    """Take back what a notice told of, and return to the page that showed it."""
    entry_ids = request.form.getlist("entry")[:MOST]
    if not own.are_ones_own(entry_ids):
        abort(404)
    try:
        operations.undo_entries(by=current_actor(), entry_ids=entry_ids)
    except CannotUndo as error:
        flash(gettext(error.message, **error.values), "error")
    else:
        say(gettext("Undone: it is as it was before."))
    home = url_for("organize.journal" if is_organizer() else "organize.desk")
    return redirect(safe_next(request.form.get("back"), home), 303)


def _entry_page(entry_id: str, *, refusal: str = "") -> str:
    entry = queries.entry_by_id(entry_id, me())
    if entry is None:
        abort(404)
    reason = undo.why_not(entry)
    around = queries.entry_by_id(entry.part_of, me()) if entry.part_of else None
    changes = undo.changes_of(entry)
    titles = values.titles_of(changes)
    return render_template(
        "organize/journal_entry.html",
        entry=entry,
        changes=[words.change_words(part, site().timezone, titles) for part in changes],
        why_not=gettext(reason) if reason else "",
        refusal=refusal,
        whole=next((one for one in (entry, around) if one and wholes.has_steps(one)), None),
        around=around,
        intention_words=intention_words,
        kind_words=kind_words,
        now=clock.now(),
    )
