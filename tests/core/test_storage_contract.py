"""A folder and S3-compatible storage keep one contract, behind the same answers."""

import hashlib
import io
import os
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.support import objectstore
from webinar.core import storage as seam
from webinar.settings import Settings, WrongSetting

NAME = "ab12" + "c" * 22
DATA = bytes(range(256)) * 12_000
#: any address whose view is ours for the test
PROBE = "/media/portraits/probe.webp"


def made(kind, folder, *, links=False):
    if kind == "folder":
        return seam.LocalStorage(folder / "files")
    bucket = objectstore.new_bucket()
    return seam.storage_for(
        Settings(
            data=folder,
            storage=objectstore.address(bucket, prefix="/site/one", links=links),
            storage_keys=objectstore.KEYS,
            testing=True,
        )
    )


@pytest.fixture(params=["folder", "s3"])
def store(request, tmp_path):
    return made(request.param, tmp_path)


def put(store, folder, name=NAME, data=DATA):
    source = folder / "upload.part"
    source.write_bytes(data)
    store.put(name, source, filename="On rivers.pdf", media_type="application/pdf")
    assert not source.exists()


def test_what_was_put_is_read_sought_listed_and_deleted(store, tmp_path):
    put(store, tmp_path)
    with store.open(NAME) as file:
        assert file.seekable()
        assert file.read() == DATA
        file.seek(1_000_000)
        assert file.read(7) == DATA[1_000_000:1_000_007]
        assert file.seek(-3, io.SEEK_END) == len(DATA) - 3
        assert file.read() == DATA[-3:]
        assert file.read() == b""
    [held] = store.held()
    assert held.name == NAME
    assert abs(held.written_at - Path(tmp_path).stat().st_mtime) < 60
    store.delete(NAME)
    store.delete(NAME)
    assert list(store.held()) == []


def test_a_second_put_replaces_and_an_empty_one_is_kept(store, tmp_path):
    put(store, tmp_path, data=b"one")
    put(store, tmp_path, data=b"")
    with store.open(NAME) as file:
        assert file.read() == b""


def test_what_is_not_there_is_not_found(store, tmp_path):
    with pytest.raises(FileNotFoundError):
        store.open(NAME)
    with pytest.raises(FileNotFoundError), store.local(NAME):
        pass
    assert list(store.held()) == []


@pytest.mark.checklist(41)
@pytest.mark.parametrize("name", ["../etc", "a/b", "", "a.b", "é", "a\0b", "a?b"])
def test_other_names_reach_nothing(store, name, tmp_path):
    (tmp_path / "x").write_bytes(b"x")
    for work in (store.open, store.delete, lambda name: store.put(name, tmp_path / "x")):
        with pytest.raises(ValueError, match="storage name"):
            work(name)


def test_a_program_that_needs_a_file_gets_one_for_a_while(store, tmp_path):
    put(store, tmp_path)
    with store.local(NAME) as place:
        assert place.read_bytes() == DATA
    assert not list(tmp_path.glob("incoming/*"))
    with pytest.raises(RuntimeError), store.local(NAME) as place:
        raise RuntimeError
    assert not list(tmp_path.glob("incoming/*"))


def test_a_source_that_is_not_there_leaves_nothing(store, tmp_path):
    with pytest.raises(FileNotFoundError):
        store.put(NAME, tmp_path / "gone")
    assert list(store.held()) == []


# -- Behind an address of the site.


@pytest.fixture(params=["folder", "s3"])
def site(request, app, tmp_path):
    """The site on each storage, with one file at PROBE."""
    app.extensions["storage"] = made(request.param, tmp_path)
    return with_file(app)


def with_file(app, data=DATA):
    from flask import request as asked

    from webinar.core import access, files, sending
    from webinar.core.db import transaction

    with app.app_context():
        with transaction():
            row = files.keep_bytes(
                data,
                filename="On rivers.pdf",
                media_type="application/pdf",
                sha256=hashlib.sha256(data).hexdigest(),
            )
        number = row.id

    def probe(name):
        from webinar.core.db import db

        stored = db.session.get_one(files.StoredFile, number)
        return sending.answer_with(stored, "On rivers.pdf", inline="inline" in asked.args)

    app.view_functions["site.portrait"] = access.policy(access.anyone)(probe)
    return app.test_client()


RANGES = [
    (None, 200, DATA),
    ("bytes=0-0", 206, DATA[:1]),
    ("bytes=10-19", 206, DATA[10:20]),
    ("bytes=3071999-", 206, DATA[-1:]),
    ("bytes=-5", 206, DATA[-5:]),
    ("bytes=1000000-99999999", 206, DATA[1_000_000:]),
    ("bytes=3072000-", 416, None),
    ("bytes=0-1,5-6", 200, DATA),
    ("lines=1-2", 200, DATA),
    ("bytes=9-2", 200, DATA),
]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_ranges_are_those_of_rfc_9110(site):
    whole = site.get(PROBE)
    etag, made_at = whole.headers["ETag"], whole.headers["Last-Modified"]
    assert whole.headers["Accept-Ranges"] == "bytes"
    for wanted, code, data in RANGES:
        answer = site.get(PROBE, headers={"Range": wanted} if wanted else {})
        assert answer.status_code == code, wanted
        if data is not None:
            assert answer.data == data, wanted
            assert int(answer.headers["Content-Length"]) == len(data)
            assert answer.headers["ETag"] == etag
        if code == 206:
            start = DATA.index(data[:300]) if len(data) > 300 else None
            told = answer.headers["Content-Range"]
            assert told.endswith(f"/{len(DATA)}")
            assert start is None or told.startswith(f"bytes {1_000_000}-")
    part = {"Range": "bytes=0-3"}
    assert site.get(PROBE, headers=part | {"If-Range": etag}).status_code == 206
    assert site.get(PROBE, headers=part | {"If-Range": '"other"'}).status_code == 200
    assert site.get(PROBE, headers=part | {"If-Range": made_at}).status_code == 206
    assert site.get(PROBE, headers={"If-None-Match": etag}).status_code == 304
    head = site.head(PROBE)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == str(len(DATA))


@pytest.mark.checklist(26, 33)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_headers_do_not_depend_on_the_storage(app, tmp_path):
    told = []
    for kind in ("folder", "s3"):
        app.extensions["storage"] = made(kind, tmp_path / kind)
        client = with_file(app)
        for address in (PROBE, f"{PROBE}?inline=1"):
            answer = client.get(address)
            told.append(
                {k: v for k, v in answer.headers.items() if k not in ("Date", "Last-Modified")}
            )
    assert told[:2] == told[2:]
    assert told[0]["Content-Disposition"].startswith("attachment;")
    assert told[1]["Content-Disposition"].startswith("inline;")
    assert told[0]["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in told[0]["Content-Security-Policy"]
    assert told[0]["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_lost_bytes_answer_404_and_a_storage_that_is_away_503(site, app, tmp_path):
    store = app.extensions["storage"]
    for held in list(store.held()):
        store.delete(held.name)
    assert site.get(PROBE).status_code == 404
    away = Settings(
        data=tmp_path,
        storage="s3://webinar?endpoint=http://127.0.0.1:9",
        storage_keys=objectstore.KEYS,
        testing=True,
    )
    app.extensions["storage"] = seam.storage_for(away)
    answer = site.get(PROBE)
    assert answer.status_code == 503
    assert "127.0.0.1" not in answer.text


# -- Links to the storage itself.


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_large_attachment_may_be_a_link_for_one_minute(app, tmp_path):
    app.extensions["storage"] = made("s3", tmp_path, links=True)
    client = with_file(app)
    answer = client.get(PROBE)
    assert answer.status_code == 302
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    link = answer.location
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(link).query))
    assert int(query["X-Amz-Expires"]) <= 60
    with urllib.request.urlopen(link, timeout=10) as got:
        assert got.read() == DATA
        assert got.headers["Content-Type"] == "application/pdf"
        assert got.headers["Content-Disposition"].startswith("attachment;")
    part = urllib.request.Request(link, headers={"Range": "bytes=5-9"})
    with urllib.request.urlopen(part, timeout=10) as got:
        assert (got.status, got.read()) == (206, DATA[5:10])
    # What a browser shows in its own window goes through us, and what asks for no bytes as well.
    assert client.get(f"{PROBE}?inline=1").data == DATA
    assert client.head(PROBE).status_code == 200


def test_small_files_and_the_default_go_through_us(tmp_path):
    assert made("folder", tmp_path).link(NAME) is None
    assert made("s3", tmp_path).link(NAME) is None


@pytest.mark.parametrize(
    "address",
    [
        "s3:bucket",
        "https://bucket",
        "s3://",
        "s3://Bad_Bucket",
        "s3://bucket?endpoint=ftp://x",
        "s3://bucket?links=maybe",
        "s3://bucket?secret=abc",
        "s3://key:word@bucket",
    ],
)
def test_a_storage_that_cannot_be_meant_is_refused_at_the_start(address, tmp_path):
    with pytest.raises(WrongSetting, match="must look like") as raised:
        Settings(data=tmp_path, storage=address)
    assert "abc" not in str(raised.value)


def test_keys_come_from_the_environment_and_stay_out_of_sight(tmp_path):
    keys = {"AWS_ACCESS_KEY_ID": "ours", "AWS_SECRET_ACCESS_KEY": "hidden", "AWS_OTHER": "x"}
    found = Settings.from_environment(
        {**keys, "WEBINAR_DATA": str(tmp_path), "WEBINAR_STORAGE": "s3://bucket"}
    )
    assert dict(found.storage_keys) == {name: keys[name] for name in list(keys)[:2]}
    assert "hidden" not in repr(found)
    assert os.environ.get("AWS_SECRET_ACCESS_KEY") is None
