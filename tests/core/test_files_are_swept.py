"""Files nobody names go after a day; what a row names stays."""

import os
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from webinar.core import clock, files
from webinar.core.db import db, transaction
from webinar.core.files import StoredFile


def kept(words: bytes, *, is_kept: bool = True) -> StoredFile:
    with transaction():
        row = files.keep_bytes(words, filename="a.txt", media_type="text/plain", sha256="0" * 64)
        row.is_kept = is_kept
    return row


def test_only_what_nobody_names_goes(in_app: Any) -> None:
    stays, goes = kept(b"named").storage_name, kept(b"let go", is_kept=False).storage_name
    with transaction():
        young = kept(b"let go just now", is_kept=False).storage_name
    (files.incoming_folder() / "broken.part").write_bytes(b"half")
    yesterday = clock.now() - timedelta(days=2)
    with transaction() as session:
        session.execute(
            sa.update(StoredFile)
            .where(StoredFile.storage_name != young)
            .values(created_at=yesterday)
        )
    for place in [files.incoming_folder() / "broken.part", *map(path_of, (stays, goes))]:
        os.utime(place, (yesterday.timestamp(), yesterday.timestamp()))
    files.sweep_files()
    assert {one.name for one in files.storage().held()} == {stays, young}
    assert not list(files.incoming_folder().iterdir())
    assert db.session.scalar(sa.select(sa.func.count(StoredFile.id))) == 2


def path_of(name: str) -> Any:
    with files.storage().local(name) as place:
        return place
