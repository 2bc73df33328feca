"""Two profiles that are one person's become one, and can be split again."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from webinar.core import clock, links, news
from webinar.core.db import db, lock, with_deleted
from webinar.core.files import StoredFile
from webinar.core.journal import Actor, about, operation
from webinar.core.links import PersonalLink
from webinar.core.plainerror import N_, PlainError
from webinar.core.slugs import FormerSlug, keep_former
from webinar.speakers.announcements import SpeakerChanged
from webinar.speakers.models import DistinctSpeakers, Speaker, SpeakerMerge
from webinar.speakers.moving import hanging_on, move, move_back, plain
from webinar.speakers.operations import speaker_row
from webinar.speakers.queries import links_of

#: what a merge can take from either profile: name of the choice -> columns that go together
CHOICES: dict[str, tuple[str, ...]] = {
    "name": ("name", "sort_name"),
    "position_title": ("position_title",),
    "affiliation": ("affiliation",),
    "biography": ("biography", "biography_html", "language"),
    "links": ("links",),
    "portrait": ("portrait",),
    "orcid": ("orcid",),
    "email": ("email",),
}
#: columns that are taken from the other profile where this one has nothing
_FILLED = ("timezone", "claimed_at")
MERGED = "merged"


class CannotMerge(PlainError):
    """These two cannot become one; the sentence says why."""


class CannotSplit(PlainError):
    """They cannot be split again now; the sentence says why."""


@operation
def merge_speakers(
    *,
    kept_id: str,
    merged_id: str,
    choices: Mapping[str, str],
    by: Actor,
    versions: tuple[int, int] | None = None,
) -> SpeakerMerge:
    """Everything of `merged_id` is `kept_id`'s from now on: parts, papers, links, addresses.

    `choices`: key of CHOICES -> "merged" where that profile's value stays, any other for the kept
    one's. `versions` of both, as they were looked at. Raises CannotMerge.
    """
    if kept_id == merged_id:
        raise CannotMerge(N_("This is one profile already."))
    first, second = sorted((kept_id, merged_id))
    # In one order: two that merge the same pair wait for one another.
    rows = {one: speaker_row(one, deleted=True) for one in (first, second)}
    for one in (first, second):
        lock(rows[one])
    kept, merged = rows[kept_id], rows[merged_id]
    if kept.deleted_at is not None or merged.deleted_at is not None:
        raise CannotMerge(N_("One of the two was deleted or merged meanwhile."))
    if versions is not None and versions != (kept.version, merged.version):
        raise CannotMerge(
            N_("One of the two was changed meanwhile. Look at what is chosen once more.")
        )
    about(kept)
    steps = [{"fields": _take_fields(kept, merged, choices)}]
    steps += [move(one, kept) for one in hanging_on(merged, kept)]
    db.session.flush()
    steps += _move_addresses(kept, merged)
    merge = SpeakerMerge(kept_id=kept.id, merged_id=merged.id, steps=steps)
    db.session.add(merge)
    merged.deleted_at, merged.merged_into_id = clock.now(), kept.id
    kept.version += 1
    merged.version += 1
    _tell(kept, merged)
    db.session.flush()
    return merge


def _tell(*speakers: Speaker) -> None:
    for one in speakers:
        news.announce(SpeakerChanged(one.id))


def _take_fields(kept: Speaker, merged: Speaker, choices: Mapping[str, str]) -> dict[str, Any]:
    """Column -> value before and after, for those that change."""
    columns = [
        column
        for choice, together in CHOICES.items()
        if choices.get(choice) == MERGED
        for column in together
    ]
    columns += [name for name in _FILLED if not getattr(kept, name)]
    # Whoever wants no reminders gets none by the other profile either.
    columns += [] if merged.is_reminded else ["is_reminded"]
    changed: dict[str, Any] = {}
    for column in columns:
        before, after = getattr(kept, column), getattr(merged, column)
        if before == after:
            continue
        setattr(kept, column, after)
        changed[column] = [plain(before), plain(after)]
    return changed


def _move_addresses(kept: Speaker, merged: Speaker) -> list[dict[str, Any]]:
    """Personal links lead to the profile that stays, and so do all addresses of pages and feeds."""
    steps: list[dict[str, Any]] = []
    moved = sa.select(PersonalLink).where(PersonalLink.subject_id == merged.public_id)
    for link in db.session.scalars(moved.order_by(PersonalLink.id)):
        link.subject_id = kept.public_id
        steps.append({"link": link.public_id})
    former = sa.select(FormerSlug).where(FormerSlug.object_id == merged.public_id)
    for row in db.session.scalars(former.order_by(FormerSlug.id)):
        row.object_id = kept.public_id
        steps.append({"former": row.slug})
    db.session.flush()
    keep_former(kept, merged.slug)
    steps.append({"own slug": merged.slug})
    return steps


def merge_of(public_id: str) -> SpeakerMerge | None:
    return db.session.scalar(sa.select(SpeakerMerge).where(SpeakerMerge.public_id == public_id))


def why_not_split(merge: SpeakerMerge) -> str | None:
    """The sentence that says why a merge cannot be undone now; None when it can."""
    if merge.split_at is not None:
        return N_("These two were split again already.")
    kept = db.session.scalar(with_deleted(sa.select(Speaker).where(Speaker.id == merge.kept_id)))
    if kept is None or kept.deleted_at is not None:
        return N_("The profile that stayed is gone or a part of another. Undo that first.")
    later = sa.select(SpeakerMerge.id).where(
        SpeakerMerge.id > merge.id,
        SpeakerMerge.split_at.is_(None),
        SpeakerMerge.kept_id == merge.kept_id,
    )
    if db.session.scalar(later.limit(1)) is not None:
        return N_("Another profile was merged into this one later. Split that one first.")
    return None


@operation
def split_speakers(*, merge_id: str, by: Actor) -> tuple[Speaker, int]:
    """Undo a merge: the profile that went is there again with all it had; how many things stayed
    because they were changed since. Raises CannotSplit."""
    merge = merge_of(merge_id)
    if merge is None:
        raise CannotSplit(N_("These two were split again already."))
    lock(merge)
    reason = why_not_split(merge)
    if reason is not None:
        raise CannotSplit(reason)
    kept = db.session.get_one(Speaker, merge.kept_id)
    found = sa.select(Speaker).where(Speaker.id == merge.merged_id)
    merged = db.session.scalars(with_deleted(found)).one()
    about(merged)
    merged.deleted_at, merged.merged_into_id = None, None
    merge.split_at = clock.now()
    db.session.flush()
    stayed = sum(not _undo(step, kept, merged) for step in reversed(merge.steps))
    db.session.flush()
    for one in (kept, merged):
        _end_mailed_elsewhere(one)
    kept.version += 1
    merged.version += 1
    _tell(kept, merged)
    return merged, stayed


def _end_mailed_elsewhere(speaker: Speaker) -> None:
    """While they were one, the link of either went to whichever address was left: whoever is the
    other person after all has it. It opens nothing any more, and the next mail has a new one."""
    for link in links_of(speaker):
        if link.email.lower() != speaker.email.lower():
            links.revoke(link)


def _undo(step: dict[str, Any], kept: Speaker, merged: Speaker) -> bool:
    if "fields" in step:
        return _put_fields_back(kept, step["fields"])
    if "link" in step:
        return _changed(PersonalLink, PersonalLink.public_id, step["link"], kept, merged)
    if "former" in step:
        return _changed(FormerSlug, FormerSlug.slug, step["former"], kept, merged)
    if "own slug" in step:
        is_it = sa.and_(
            FormerSlug.slug == step["own slug"],
            FormerSlug.kind == Speaker.__tablename__,
            FormerSlug.object_id == kept.public_id,
        )
        for row in db.session.scalars(sa.select(FormerSlug).where(is_it)):
            db.session.delete(row)
        db.session.flush()
        return True
    return move_back(step)


def _changed(model: Any, column: Any, value: str, kept: Speaker, merged: Speaker) -> bool:
    owner = "subject_id" if model is PersonalLink else "object_id"
    found = sa.select(model).where(column == value, getattr(model, owner) == kept.public_id)
    if model is FormerSlug:
        found = found.where(FormerSlug.kind == Speaker.__tablename__)
    row = db.session.scalar(found)
    if row is None:
        return False
    setattr(row, owner, merged.public_id)
    return True


def _put_fields_back(kept: Speaker, fields: Mapping[str, Any]) -> bool:
    """Whether every one of them still was what the merge left."""
    is_all = True
    for column, (before, after) in fields.items():
        if plain(getattr(kept, column)) != after:
            is_all = False
            continue
        # Times are among them only where there was none before.
        setattr(kept, column, before)
        if column == "portrait" and before:
            names = list(before.values())
            db.session.execute(
                sa.update(StoredFile).where(StoredFile.storage_name.in_(names)).values(is_kept=True)
            )
    return is_all


@operation
def note_distinct(*, one_id: str, other_id: str, by: Actor) -> DistinctSpeakers:
    """Remember that these two are not one person: nobody is asked about them again."""
    pair = sorted((speaker_row(one_id), speaker_row(other_id)), key=lambda row: row.id)
    # Pressed twice, the second waits here and finds what the first noted.
    lock(pair[0], "version")
    numbers = [row.id for row in pair]
    found = db.session.scalar(
        sa.select(DistinctSpeakers).where(
            DistinctSpeakers.one_id == numbers[0], DistinctSpeakers.other_id == numbers[1]
        )
    )
    if found is None:
        found = DistinctSpeakers(one_id=numbers[0], other_id=numbers[1])
        db.session.add(found)
        db.session.flush()
    about(found)
    return found
