"""What Flask-Security reads and writes, on our readers and our one writer."""

import contextlib
import hashlib
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import has_request_context, session
from flask_security import SQLAlchemyUserDatastore, UserMixin

from webinar.accounts.models import IDLE, Account, AccountSession
from webinar.core import clock, securitylog
from webinar.core.db import db, is_writing, short_connection, transaction

#: name of the sign-in's secret in the browser's session
KEY = "account_session"
#: a sign-in's last use is noted no more often
_SEEN_EVERY = timedelta(minutes=5)


def key_hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _note_seen(row_id: int) -> None:
    with short_connection() as connection:
        connection.execute(
            sa.update(AccountSession)
            .where(AccountSession.id == row_id)
            .values(last_seen_at=clock.now())
        )


class AccountDatastore(SQLAlchemyUserDatastore):
    """Finds the account behind a cookie only while its sign-in stands in the database."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> UserMixin | None:
        """The library looks an account up by `fs_uniquifier` for each cookie. One statement."""
        if "fs_uniquifier" not in kwargs or not has_request_context():
            return super().find_user(case_insensitive, **kwargs)
        now = clock.now()
        row = db.session.execute(
            sa.select(Account, AccountSession.id, AccountSession.last_seen_at)
            .join(AccountSession)
            .where(
                Account.fs_uniquifier == kwargs["fs_uniquifier"],
                AccountSession.key_hash == key_hash(str(session.get(KEY, ""))),
                AccountSession.expires_at > now,
                AccountSession.last_seen_at > now - IDLE,
            )
        ).one_or_none()
        if row is None:
            return None
        securitylog.is_asking(row.Account.public_id)
        if now - row.last_seen_at > _SEEN_EVERY and not is_writing():
            # A full disk must not keep somebody from reading.
            with contextlib.suppress(sa.exc.OperationalError, sa.exc.TimeoutError):
                _note_seen(row.id)
        return row.Account

    def commit(self) -> None:
        """Carry over to the writer what the library changed on the reader, in one transaction."""
        changed = {
            row: {
                name: value
                for name, value in sa.inspect(row).dict.items()
                if name in sa.inspect(row).mapper.column_attrs
                and sa.inspect(row).attrs[name].history.has_changes()
            }
            for row in db.session.dirty
        }
        added = list(db.session.new)
        with transaction() as writer:
            for row, values in changed.items():
                for name, value in values.items():
                    setattr(row, name, value)
            writer.add_all(added)
