"""Organizers' pages about profiles that are one person's: found, merged with a preview, split."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from webinar.accounts.models import ORGANIZER
from webinar.accounts.queries import current_actor
from webinar.core.access import policy
from webinar.core.notices import say, say_changed
from webinar.core.text import whole_number
from webinar.speakers import duplicates, operations_merging, queries
from webinar.speakers.models import Speaker, SpeakerMerge
from webinar.speakers.moving import Hanging, hanging_on
from webinar.speakers.operations_merging import CHOICES, MERGED, CannotMerge, CannotSplit
from webinar.speakers.policy import (
    may_arrange_speaker,
    may_merge_speakers,
    may_see_speakers,
    may_split_speakers,
)
from webinar.speakers.reach import in_hand
from webinar.webinars.scope import scope_of

_PAIR = "/<speaker_id>/merge/<other_id>"
#: pairs on one page
_MOST = 100

REASON_WORDS = {
    duplicates.NAME: _("the same name"),
    duplicates.EMAIL: _("the same mail address"),
    duplicates.ORCID: _("the same ORCID iD"),
    duplicates.SPELLED: _("the same name, spelled otherwise"),
    duplicates.SIMILAR: _("a similar name at the same place"),
}
CHOICE_WORDS = {
    "name": _("Name"),
    "position_title": _("Title or position"),
    "affiliation": _("Affiliation"),
    "biography": _("Biography"),
    "links": _("Links"),
    "portrait": _("Portrait"),
    "orcid": _("ORCID iD"),
    "email": _("Mail address"),
}
_TABLE_WORDS = {
    "session_role": _("Parts in sessions"),
    "paper": _("Papers that were handed in"),
    "paper_author": _("Authors of papers"),
    "checklist_mark": _("Answers on checklists"),
    "checklist_reminder": _("Reminders that were sent"),
    "speaker": _("Profiles that were merged before"),
}


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the room's blueprint."""
    bp.get("/duplicates")(policy(may_see_speakers)(duplicates_page))
    bp.get("/<speaker_id>/merge")(policy(may_arrange_speaker)(find_other))
    bp.get(_PAIR)(policy(may_merge_speakers)(ask_merge))
    bp.post(_PAIR)(policy(may_merge_speakers)(merge))
    bp.post(f"{_PAIR}/distinct")(policy(may_merge_speakers)(are_distinct))
    bp.get("/merges/<merge_id>/split")(policy(may_split_speakers)(ask_split))
    bp.post("/merges/<merge_id>/split")(policy(may_split_speakers)(split))


def duplicates_page() -> ResponseReturnValue:
    """Profiles that may be one person's, among those that one may edit. Two statements."""
    people = queries.all_speakers(in_hand(scope_of(ORGANIZER)))
    pairs = duplicates.pairs_among(people, duplicates.distinct_pairs())
    return render_template(
        "speakers/duplicates.html",
        pairs=pairs[:_MOST],
        total=len(pairs),
        reason_words=REASON_WORDS,
    )


def _found(speaker_id: str) -> Speaker:
    speaker = queries.speaker_by_id(speaker_id)
    if speaker is None:
        abort(404)
    return speaker


def find_other(speaker_id: str) -> ResponseReturnValue:
    """Which profile is the same person's: those that look alike first, others by a search."""
    speaker, search = _found(speaker_id), request.args.get("q", "")[:100]
    people = queries.all_speakers(in_hand(scope_of(ORGANIZER)))
    alike = [
        (pair.other if pair.one == speaker else pair.one, pair.reasons)
        for pair in duplicates.pairs_among(people, duplicates.distinct_pairs())
        if speaker in (pair.one, pair.other)
    ]
    found = queries.found_by(search, people) if search else []
    return render_template(
        "speakers/merge_find.html",
        speaker=speaker,
        search=search,
        alike=alike,
        found=[one for one in found if one != speaker][:50],
        reason_words=REASON_WORDS,
    )


@dataclass(frozen=True)
class Choice:
    """Something in which two profiles differ."""

    key: str
    words: Any
    kept: Any
    merged: Any
    #: which is chosen at first
    chosen: str


def choices_between(kept: Speaker, merged: Speaker, sent: dict[str, str]) -> list[Choice]:
    """What must be chosen; what only one of them has is chosen beforehand."""
    found = []
    for key, columns in CHOICES.items():
        one, other = getattr(kept, columns[0]), getattr(merged, columns[0])
        if one == other:
            continue
        chosen = sent.get(key) or (MERGED if other and not one else "kept")
        found.append(Choice(key, CHOICE_WORDS[key], one, other, chosen))
    return found


def _groups(moved: Sequence[Hanging]) -> list[tuple[Any, list[Hanging]]]:
    groups: dict[str, list[Hanging]] = {}
    for one in moved:
        groups.setdefault(one.table, []).append(one)
    return [(_TABLE_WORDS.get(table, _("Other things")), rows) for table, rows in groups.items()]


def _ask(kept: Speaker, merged: Speaker, trouble: str = "", code: int = 200) -> ResponseReturnValue:
    links = queries.links_of(merged)
    page = render_template(
        "speakers/merge.html",
        kept=kept,
        merged=merged,
        choices=choices_between(kept, merged, request.form.to_dict()),
        groups=_groups(hanging_on(merged, kept)),
        links=len(links),
        versions=f"{kept.version}.{merged.version}",
        trouble=trouble,
    )
    return page, code


def ask_merge(speaker_id: str, other_id: str) -> ResponseReturnValue:
    """Everything that moves, before it does; the first profile stays."""
    if speaker_id == other_id:
        abort(404)
    return _ask(_found(speaker_id), _found(other_id))


def merge(speaker_id: str, other_id: str) -> ResponseReturnValue:
    _found(speaker_id)
    name = _found(other_id).name
    sent = [whole_number(one) for one in request.form.get("versions", "").split(".")]
    seen = (sent[0], sent[1]) if len(sent) == 2 and None not in sent else (0, 0)
    try:
        made = operations_merging.merge_speakers(
            kept_id=speaker_id,
            merged_id=other_id,
            choices={key: request.form.get(key, "") for key in CHOICES},
            versions=(seen[0] or 0, seen[1] or 0),
            by=current_actor(),
        )
    except CannotMerge as error:
        words = gettext(error.message, **error.values)
        found = [queries.speaker_by_id(one) for one in (speaker_id, other_id)]
        if found[0] is None or found[1] is None:
            # Somebody was faster: there is nothing left to ask.
            flash(words, "warning")
            return redirect(url_for("speakers.index"), 303)
        return _ask(found[0], found[1], words, 409)
    say(
        gettext("Merged. All that was “%(name)s” is in this profile now.", name=name),
        undo=url_for("speakers.split", merge_id=made.public_id),
    )
    return redirect(url_for("speakers.edit", speaker_id=speaker_id), 303)


def are_distinct(speaker_id: str, other_id: str) -> ResponseReturnValue:
    """Nobody is asked about these two again."""
    one, other = _found(speaker_id), _found(other_id)
    if one == other:
        abort(404)
    operations_merging.note_distinct(one_id=speaker_id, other_id=other_id, by=current_actor())
    say_changed(
        gettext("Noted: %(one)s and %(other)s are two people.", one=one.name, other=other.name)
    )
    return redirect(url_for("speakers.duplicates_page"), 303)


def _merge(merge_id: str) -> tuple[SpeakerMerge, Speaker, Speaker]:
    """A merge that was not undone, the profile that stayed, and the one that is a part of it."""
    found = operations_merging.merge_of(merge_id)
    kept = queries.speaker_by_number(found.kept_id) if found is not None else None
    merged = queries.speaker_by_number(found.merged_id) if found is not None else None
    if found is None or kept is None or merged is None or found.split_at is not None:
        abort(404)
    return found, kept, merged


def ask_split(merge_id: str) -> ResponseReturnValue:
    """What comes back, and what stays: it was changed since."""
    found, kept, merged = _merge(merge_id)
    reason = operations_merging.why_not_split(found)
    return render_template(
        "speakers/split.html",
        merge=found,
        kept=kept,
        merged=merged,
        reason=gettext(reason) if reason else "",
        counts=_counts(found),
    )


def _counts(found: SpeakerMerge) -> list[tuple[Any, int]]:
    counts: dict[str, int] = {}
    for step in found.steps:
        if "table" in step:
            counts[step["table"]] = counts.get(step["table"], 0) + 1
    return [(_TABLE_WORDS.get(table, _("Other things")), n) for table, n in counts.items()]


def split(merge_id: str) -> ResponseReturnValue:
    _found_merge, kept, _merged = _merge(merge_id)
    kept_id = kept.public_id
    try:
        merged, stayed = operations_merging.split_speakers(merge_id=merge_id, by=current_actor())
    except CannotSplit as error:
        flash(gettext(error.message, **error.values), "warning")
        return redirect(url_for("speakers.edit", speaker_id=kept_id), 303)
    words = gettext("Split again: %(name)s has a profile of their own.", name=merged.name)
    if stayed:
        words += " " + gettext("What was changed since the merge stays as it is.")
    say(words)
    return redirect(url_for("speakers.edit", speaker_id=merged.public_id), 303)
