"""Finished answers are kept and handed out as bytes until a word on them could change."""

import gzip
import io
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support import programme
from tests.support.statements import counted
from webinar.core import bytecache
from webinar.core.db import Base
from webinar.organization.operations import change_identity

#: tables of which readers see nothing: a change to one of these empties no cache
PRIVATE = set(
    "access_code account account_session answer_sheet author_invitation authenticator_app"
    " passkey questionnaire recovery_code contact_message"
    " contact_answer example_row import_file imported_item job journal_entry limit_bucket"
    " outgoing_mail personal_feed_state personal_feed_use personal_link revision_counter"
    " search_document file_downloads checklist checklist_item checklist_mark checklist_reminder"
    " distinct_speakers speaker_merge"
    " review review_assignment review_board review_guarded_entry review_interest review_nudge"
    " review_phase review_remark review_score score_category".split()
)


@pytest.fixture
def cache(app: Any, clock: Any) -> Any:
    found = app.extensions["bytecache"]
    found.hits = found.misses = 0
    return found


@pytest.fixture
def webinar(app: Any, cache: Any) -> Any:
    with app.app_context():
        made = programme.a_webinar("Rivers and their banks")
        return made.public_id, f"/webinars/{made.slug}/"


def test_tables_are_public_unless_they_say_otherwise(in_app: Any) -> None:
    found = {
        mapper.class_.__tablename__
        for mapper in Base.registry.mappers
        if not mapper.class_.__is_public__
    }
    assert found == PRIVATE


def test_the_second_time_is_answered_without_the_application(
    client: Any, cache: Any, webinar: Any
) -> None:
    first = client.get(webinar[1])
    with counted(exactly=0):
        again = client.get(webinar[1])
    assert again.data == first.data
    assert again.headers == first.headers
    assert (cache.misses, cache.hits) == (1, 1)


def test_a_change_is_seen_by_the_next_request(
    app: Any, client: Any, cache: Any, webinar: Any
) -> None:
    client.set_cookie("session", "somebody who edits")
    for number in range(3):
        with app.app_context():
            change_identity(name=f"The Society, {number}", timezone="UTC", by=programme.ANNA)
        assert f"The Society, {number}" in client.get(webinar[1]).text


def test_a_statement_that_names_no_row_counts_as_a_change(app: Any, cache: Any) -> None:
    import sqlalchemy as sa

    from webinar.core.db import transaction
    from webinar.core.jobs import Job
    from webinar.core.revisions import page_revision
    from webinar.webinars.models import Category

    with app.app_context():
        programme.a_category("Rivers")
        before = page_revision()
        with transaction() as session:
            session.execute(sa.update(Job).values(state="done"))
        assert page_revision() == before
        with transaction() as session:
            session.execute(sa.update(Category).values(name="Lakes"))
        assert page_revision() == before + 1


def test_what_a_browser_knows_is_not_sent_again(client: Any, cache: Any, webinar: Any) -> None:
    first = client.get(webinar[1])
    tag = first.headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = client.get(webinar[1], headers={"If-None-Match": known})
        assert (answer.status_code, answer.data) == (304, b""), known
        assert answer.headers["ETag"] == tag
        assert answer.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == first.headers["Cache-Control"]
        assert "Content-Type" not in answer.headers
    assert client.get(webinar[1], headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_first_request_that_knows_the_page_already(client: Any, cache: Any, webinar: Any) -> None:
    tag = client.get(webinar[1]).headers["ETag"]
    cache.clear()
    answer = client.get(webinar[1], headers={"If-None-Match": tag})
    assert answer.status_code == 304, "the same bytes have the same tag in every process"


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_a_feed_that_is_only_polled_asks_the_application_once(
    app: Any, client: Any, cache: Any, webinar: Any, coding: str
) -> None:
    """Everybody who asks has the bytes already: after a start, and after a change elsewhere."""
    path, packed = "/feeds/site.ics", {"Accept-Encoding": coding}
    whole = client.get(path, headers=packed)
    knows = {**packed, "If-None-Match": whole.headers["ETag"]}
    since = {**packed, "If-Modified-Since": whole.headers["Last-Modified"]}
    cache.clear()
    for turn in range(2):
        first = client.get(path, headers=knows)
        with counted(exactly=0):
            again = client.get(path, headers=knows)
            assert client.get(path, headers=since).status_code == 304
        assert first.status_code == again.status_code == 304
        assert first.headers["ETag"] == again.headers["ETag"] == whole.headers["ETag"]
        assert not {"Content-Type", "Content-Length"} & set(dict(again.headers))
        # Who does not have them gets them, and then they are there for both.
        fresh = client.get(path, headers=packed)
        assert (fresh.data, fresh.headers) == (whole.data, whole.headers)
        with counted(exactly=0):
            assert client.get(path, headers=knows).status_code == 304
            assert client.get(path, headers=packed).data == whole.data
        if not turn:
            # A change that no calendar shows: the bytes stay, and are confirmed.
            with app.app_context():
                programme.a_category("Elsewhere")


def test_each_coding_is_a_representation_of_its_own(client: Any, cache: Any, webinar: Any) -> None:
    plain = client.get(webinar[1])
    packed = client.get(webinar[1], headers={"Accept-Encoding": "br;q=1, gzip;q=0.8"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert len(packed.data) == int(packed.headers["Content-Length"])
    refused = client.get(webinar[1], headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers
    foreign = {"If-None-Match": plain.headers["ETag"], "Accept-Encoding": "gzip"}
    assert client.get(webinar[1], headers=foreign).status_code == 200


@pytest.mark.parametrize("path", ["webinar", "/feeds/site.ics", "/static/css/site.css"])
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_head_says_what_get_would(
    client: Any, cache: Any, webinar: Any, path: str, coding: str
) -> None:
    path = webinar[1] if path == "webinar" else path
    for _turn in ("made for HEAD", "kept"):
        asked = client.head(path, headers={"Accept-Encoding": coding})
        got = client.get(path, headers={"Accept-Encoding": coding})
        assert asked.data == b""
        assert got.data
        assert asked.headers == got.headers
        cache.clear()


def test_only_known_parameters_make_another_page(client: Any, cache: Any, webinar: Any) -> None:
    for query, is_kept in (
        ("?tz=Asia/Tokyo", True),
        ("?page=1", True),
        ("?page=1&tz=Asia/Tokyo", True),
        ("?tz=Nowhere/Town", False),
        ("?page=1&page=2", False),
        ("?page=%C2%B2", False),
        ("?utm_source=mail", False),
        ("?reply=x", False),
    ):
        cache.clear()
        first, again = (client.get(webinar[1] + query) for _ in range(2))
        assert first.status_code == again.status_code == 200
        assert bool(cache._kept) is is_kept, query
    cache.clear()
    tokyo = client.get(webinar[1] + "?tz=Asia/Tokyo&page=1").text
    assert client.get(webinar[1] + "?page=1&tz=Asia/Tokyo").text == tokyo
    assert client.get(webinar[1]).text != tokyo
    assert len(cache._kept) == 2


@pytest.mark.parametrize(
    "path",
    ["/nothing/here/", "/organize/", "/sign-in", "/search?q=rivers", "/livez", "/webinars/rivers"],
)
def test_what_is_not_public_or_not_there_is_not_kept(
    client: Any, cache: Any, webinar: Any, path: str
) -> None:
    client.get(path)
    assert not cache._kept


def test_strange_names_of_the_site_fill_no_cache(client: Any, cache: Any, webinar: Any) -> None:
    client.get(webinar[1], headers={"Host": "evil.example"})
    assert not cache._kept
    client.get(webinar[1], headers={"Host": "localhost:8000"})
    assert cache._kept


def test_the_cache_is_bounded_in_bytes(
    client: Any, cache: Any, webinar: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "capacity", 60_000)
    for number in range(1, 40):
        client.get(f"/webinars/?tz=Etc/GMT%2B{number % 12}&page=1")
        client.get(webinar[1])
        assert cache._size <= 60_000
        assert cache._size == sum(answer.size for answer in cache._kept.values())
    # What is asked for again and again stays.
    assert any(key[0] == webinar[1] for key in cache._kept)


def test_large_files_pass_by(client: Any, cache: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bytecache, "LONGEST", 100)
    monkeypatch.setattr(bytecache, "LONGEST_TEXT", 100)
    answer = client.get("/static/css/site.css")
    assert len(answer.data) > 100
    assert not cache._kept


def test_a_long_text_is_kept_when_it_shrinks(
    client: Any, cache: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = len(client.get("/static/css/site.css").data)
    cache.clear()
    monkeypatch.setattr(bytecache, "LONGEST", whole // 2)
    client.get("/static/css/site.css")
    assert not cache._kept, "as it is, it is too long"
    short = client.get("/static/css/site.css", headers={"Accept-Encoding": "gzip"})
    assert len(short.data) < whole // 2
    assert len(cache._kept) == 1


def test_a_part_of_a_file_is_asked_of_the_application(client: Any, cache: Any) -> None:
    client.get("/static/css/site.css")
    part = client.get("/static/css/site.css", headers={"Range": "bytes=0-9"})
    assert (part.status_code, len(part.data)) == (206, 10)


def test_without_the_database_the_application_answers(
    client: Any, cache: Any, webinar: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from webinar.core.revisions import Unknown

    client.get(webinar[1])

    def away(**_: Any) -> int:
        raise Unknown

    monkeypatch.setattr(cache.watch, "number", away)
    assert client.get(webinar[1]).status_code == 200
    assert cache.hits == 0


def test_of_many_who_ask_for_an_old_page_one_makes_it(cache: Any) -> None:
    made: list[int] = []
    number = [1]

    class Watch:
        def number(self, *, strict: bool) -> int:
            return number[0]

        def close(self) -> None:
            return None

    def application(environ: dict[str, Any], start: Any) -> Any:
        time.sleep(0.05)
        made.append(number[0])
        environ["webinar.may_keep"] = True
        start("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
        return [str(number[0]).encode()]

    kept = bytecache.ByteCache(application, Watch(), hosts=frozenset({"localhost"}), cookies=set())

    def ask() -> bytes:
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": "localhost"}
        return b"".join(kept(environ, lambda *_: None))

    assert ask() == b"1"
    number[0] = 2
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: ask(), range(16)))
    assert set(answers) == {b"2"}
    assert made == [1, 2]
    assert kept._asking == {}


def test_a_body_is_closed_once_it_is_kept(cache: Any) -> None:
    closed = []

    class Body(io.BytesIO):
        def close(self) -> None:
            closed.append(True)
            super().close()

    def application(environ: dict[str, Any], start: Any) -> Any:
        environ["webinar.may_keep"] = True
        start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return Body(b"<p>words")

    kept = bytecache.ByteCache(
        application, cache.watch, hosts=frozenset({"localhost"}), cookies=set()
    )
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": "localhost"}
    assert b"".join(kept(dict(environ), lambda *_: None)) == b"<p>words"
    assert closed == [True]
