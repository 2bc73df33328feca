"""What organizers do at the desk itself: turn an entry of the journal round, send a mail again."""

from collections.abc import Sequence

import sqlalchemy as sa

from webinar.core import journal, mail, news
from webinar.core.db import db, transaction
from webinar.core.journal import Actor, JournalEntry, about, operation
from webinar.core.links import PersonalLink
from webinar.core.mail import OutgoingMail
from webinar.core.plainerror import N_, PlainError
from webinar.organize import undo, wholes
from webinar.organize.announcements import WholeUndone
from webinar.organize.undo import CannotUndo
from webinar.speakers.operations_own import open_own_page


@operation
def undo_entry(*, by: Actor, entry_id: str) -> JournalEntry:
    """Reverse what an entry did: the newest part first, all or nothing.

    Raises CannotUndo when a value is not what the entry left behind, or cannot come back.
    """
    entry = db.session.execute(
        sa.select(JournalEntry).where(JournalEntry.public_id == entry_id).with_for_update()
    ).scalar_one_or_none()
    if entry is None:
        raise CannotUndo(N_("The journal has no such entry."))
    reason = undo.why_not(entry)
    if reason is not None:
        raise CannotUndo(reason)
    rows = [undo.turn_round(change) for change in reversed(undo.changes_of(entry))]
    try:
        db.session.flush()
    except sa.exc.IntegrityError as error:
        raise CannotUndo(
            N_("Something else was built on it meanwhile. Undo or change that first.")
        ) from error
    about(rows[-1])
    entry.undone_by = journal.entry_id()
    return entry


def undo_entries(*, by: Actor, entry_ids: Sequence[str]) -> None:
    """Reverse several entries, named in the order they were written: all or nothing.

    Raises CannotUndo. Each leaves its own entry, so this adds none.
    """
    with transaction():
        for entry_id in reversed(entry_ids):
            undo_entry(entry_id=entry_id, by=by)


@operation
def undo_whole(*, by: Actor, entry_id: str) -> JournalEntry:
    """Reverse an import with all its steps; what was changed or built on since stays.

    Raises CannotUndo.
    """
    entry = db.session.execute(
        sa.select(JournalEntry).where(JournalEntry.public_id == entry_id).with_for_update()
    ).scalar_one_or_none()
    if entry is None or not wholes.has_steps(entry):
        raise CannotUndo(N_("This was undone already."))
    whole = wholes.whole_of(entry)
    for change in reversed(whole.takes):
        undo.turn_round(change)
    for one in whole.entries:
        one.undone_by = journal.entry_id()
    news.announce(WholeUndone(entry_id))
    return entry


@operation
def send_mail_again(*, by: Actor, mail_id: str) -> OutgoingMail:
    """Plan another delivery of a mail that failed. Raises PlainError for any other."""
    row = db.session.execute(
        sa.select(OutgoingMail).where(OutgoingMail.public_id == mail_id).with_for_update()
    ).scalar_one()
    if row.state != mail.FAILED:
        raise PlainError(N_("Only a mail that failed can be sent again."))
    mail.send_again(row)
    return row


def open_speaker_page(*, speaker_id: str, by: Actor) -> PersonalLink:
    """The way to the page of a profile whose mail address is the account's own."""
    return open_own_page(speaker_id=speaker_id, by=by)
