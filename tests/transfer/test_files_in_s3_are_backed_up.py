"""Backup, restore, sweep and doctor treat files in S3 as those in the folder."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support import databases, objectstore
from webinar.core import files, schema, storage
from webinar.core.db import transaction
from webinar.transfer import backup
from webinar.transfer.archive import Unfit

WORDS = b"On rivers and towns"


def nothing(_count):
    """Nobody watches the progress."""


def in_s3(settings, bucket, prefix=""):
    return replace(
        settings,
        storage=objectstore.address(bucket, prefix=prefix),
        storage_keys=objectstore.KEYS,
    )


@pytest.fixture
def site(in_app, settings):
    """Settings of a site whose files lie in a bucket, with one file that stays and one let go."""
    there = in_s3(settings, objectstore.new_bucket())
    in_app.extensions["storage"] = storage.storage_for(there)
    for name, is_kept in (("stays.txt", True), ("goes.txt", False)):
        with files.laid(WORDS), transaction():
            files.keep(
                WORDS,
                filename=name,
                media_type="text/plain",
                sha256=hashlib.sha256(WORDS).hexdigest(),
                is_kept=is_kept,
            )
    return there


def test_a_restored_site_has_its_files_whatever_the_storage(site, database, tmp_path, request):
    (site.data / "secret").write_text("words")
    fresh = databases.empty(database.kind, tmp_path / "fresh.sqlite")
    request.addfinalizer(lambda: databases.discard(fresh))
    archive, manifest = backup.back_up(site, tmp_path / "site.tar", nothing)
    assert len([one for one in manifest.members if one.name.startswith("files/")]) == 2
    assert not list(site.data.glob("incoming/*.copy"))
    bucket = objectstore.new_bucket()
    target = replace(
        in_s3(site, bucket, "/restored"), data=tmp_path / "new", database_url=fresh.url
    )
    backup.restore(target, archive, schema.known_revisions(), nothing)
    names = {one.name for one in storage.storage_for(target).held()}
    assert len(names) == 2
    assert not (tmp_path / "new" / "files").exists()
    with storage.storage_for(target).open(names.pop()) as file:
        assert file.read() == WORDS
    again = replace(target, data=tmp_path / "other")
    with pytest.raises(Unfit, match="WEBINAR_STORAGE names is not empty"):
        backup.restore(again, archive, schema.known_revisions(), nothing)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_sweep_takes_what_nobody_names_and_leaves_what_is_young(site, in_app, clock, tmp_path):
    store = in_app.extensions["storage"]
    (tmp_path / "orphan").write_bytes(b"half of a transaction")
    store.put("o" * 26, tmp_path / "orphan")
    files.sweep_files()
    assert len(list(store.held())) == 3
    # The bucket's clock is the real one: the sweep's is put far ahead.
    clock.shift(timedelta(days=365 * 10))
    files.sweep_files()
    [left] = store.held()
    with store.open(left.name) as file:
        assert file.read() == WORDS


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_a_transaction_did_not_keep_is_taken_out_again(site, in_app):
    before = len(list(in_app.extensions["storage"].held()))
    with pytest.raises(RuntimeError), files.laid(b"more"), transaction():
        raise RuntimeError
    with pytest.raises(RuntimeError), files.laid(b"more", b"more"):
        raise RuntimeError
    assert len(list(in_app.extensions["storage"].held())) == before
