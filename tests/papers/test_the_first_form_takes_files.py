"""What somebody came with goes into the first form; no slip in another field loses a file."""

import io
import re
from typing import Any

import pytest
from PIL import Image

from tests.papers.calling import a_call, a_question, begin, draft
from tests.papers.conftest import a_file, paper_data
from tests.papers.test_a_draft_begins_without_an_account import _begin, _send

WORDS = b"Rivers carry what we give them.\n"


def _names(app: Any) -> list[str]:
    from webinar.core.db import db
    from webinar.papers.models import PaperFile

    with app.app_context():
        return [one.name for one in db.session.query(PaperFile).order_by(PaperFile.id)]


def _stored(app: Any) -> list[tuple[str, bool]]:
    from webinar.core.db import db
    from webinar.core.files import StoredFile

    with app.app_context():
        return [(one.filename, one.is_kept) for one in db.session.query(StoredFile)]


def _held(page: Any, name: str = "held") -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]+)"', page.text)


def test_files_and_text_are_on_the_draft(client, app):
    files = [a_file(WORDS, "rivers.txt"), a_file(b"# Lakes\n", "lakes.md")]
    path = _begin(client, app, files=files, body="## Where they *begin*")
    assert _names(app) == ["rivers.txt", "lakes.md"]
    page = client.get(path).text
    assert "rivers.txt" in page
    assert "## Where they *begin*" in page
    assert all(is_kept for _name, is_kept in _stored(app))
    # It is read for the search, as every file of a draft.
    from webinar.core.db import db
    from webinar.core.jobs import Job

    with app.app_context():
        assert db.session.query(Job).filter_by(kind="read_paper_file").count() == 2


def test_a_file_survives_a_slip_in_another_field(client, app, valid_html):
    page = _send(client, app, email="li at example", files=a_file(WORDS, "rivers.txt"))
    assert page.status_code == 422
    assert "rivers.txt" in page.text
    assert "It need not be chosen again" in page.text
    valid_html(page.text)
    assert _stored(app) == [("rivers.txt", False)]
    # Once more wrong, with another file: both wait.
    more = _send(client, app, title="", held=_held(page), files=a_file(WORDS, "more.txt"))
    assert (more.status_code, len(_held(more))) == (422, 2)
    _begin(client, app, held=_held(more))
    assert _names(app) == ["rivers.txt", "more.txt"]
    assert all(is_kept for _name, is_kept in _stored(app))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_unticked_goes_along_no_more_and_is_swept(client, app, clock):
    from webinar.core import files

    page = _send(client, app, title="", files=a_file(WORDS, "rivers.txt"))
    token = _held(page)
    _begin(client, app)
    assert _names(app) == []
    clock.shift(25 * 3600)
    with app.app_context():
        files.sweep_files()
    assert _stored(app) == []
    # The form that was open all the time says so, and keeps its words.
    late = _send(client, app, title="On lakes", held=token)
    assert late.status_code == 422
    assert "kept for a day, and is gone now" in late.text
    assert 'value="On lakes"' in late.text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nobody_takes_a_file_by_its_name(client, app, writer):
    from webinar.core.db import db
    from webinar.core.files import StoredFile

    page = _send(client, app, title="", files=a_file(WORDS, "rivers.txt"))
    (token,) = _held(page)
    maria = writer()
    paper_id = maria.draft(files=a_file(b"Mine.\n", "mine.txt"))
    assert paper_id
    with app.app_context():
        mine = db.session.query(StoredFile).filter_by(filename="mine.txt").one().public_id
    for forged in (mine, f"{mine}.{token.partition('.')[2]}", token[:-1], "x", ".", "é.ü"):
        answer = _send(client, app, held=forged)
        assert answer.status_code == 422, forged
        assert "mine.txt" not in answer.text
    # What one draft has, another cannot take.
    _begin(client, app, held=token)
    assert _send(client, app, held=token, title="Other").status_code == 422
    assert _names(app) == ["mine.txt", "rivers.txt"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_each_file_passes_the_gate_and_the_others_stay(client, app):
    files = [a_file(b"MZ\x90\x00", "rivers.exe"), a_file(WORDS, "rivers.txt")]
    page = _send(client, app, files=files)
    assert page.status_code == 422
    assert "rivers.exe: A file of this kind" in page.text
    assert len(_held(page)) == 1
    many = [a_file(b"%d words\n" % number, f"part{number}.txt") for number in range(13)]
    page = _send(client, app, files=many)
    assert (page.status_code, len(_held(page))) == (422, 12)
    assert "part12.txt: A paper can have 12 files." in page.text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sent_twice_with_a_file_it_is_one_draft(client, app):
    key = "0123456789abcdef0123456789abcdef"
    first = _begin(client, app, key=key, files=a_file(WORDS, "rivers.txt"))
    assert _begin(client, app, key=key, files=a_file(WORDS, "rivers.txt")) == first
    assert _names(app) == ["rivers.txt"]
    # Pressed twice with a file that came before, too.
    held = _held(_send(client, app, key=key, title="", files=a_file(WORDS, "lakes.txt")))
    second = _begin(client, app, key=key, held=held, title="On lakes")
    assert _begin(client, app, key=key, held=held, title="On lakes") == second
    assert _names(app) == ["rivers.txt", "lakes.txt"]
    # The form brings its key along, for browsers without scripts.
    keys = [re.search(r'name="key"[^>]*value="(\w{26})"', client.get("/call/new").text)[1]]
    keys += re.findall(r'name="key"[^>]*value="(\w{26})"', client.get("/call/new").text)
    assert len(set(keys)) == 2


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_stranger_cannot_fill_the_disk(client, app, monkeypatch):
    from webinar.papers.views import taking

    monkeypatch.setattr(taking, "MOST_OF_STRANGER", 3 * len(WORDS))
    for number in range(3):
        page = _send(client, app, title="", files=a_file(WORDS, f"{number}.txt"))
        assert len(_held(page)) == 1
    page = _send(client, app, files=a_file(WORDS, "4.txt"))
    assert page.status_code == 422
    assert "not taken without a confirmed mail address" in page.text
    assert len(_stored(app)) == 3
    # Neither by a draft of theirs, nor all of them together.
    path = _begin(client, app)
    monkeypatch.setattr(taking, "MOST_OF_STRANGER", 1000)
    monkeypatch.setattr(taking, "MOST_OF_STRANGERS", len(WORDS) - 1)
    headers = {"Sec-Fetch-Site": "same-origin"}
    sent = {"files": a_file(WORDS, "5.txt")}
    assert client.post(f"{path}/files", data=sent, headers=headers).status_code == 422
    assert len(_stored(app)) == 3
    # A program that never opened the form keeps nothing here, nor does one in the trap.
    client.post("/call/new", data={"files": a_file(WORDS, "6.txt")}, headers=headers)
    _send(client, app, website_address="x", files=a_file(WORDS, "7.txt"))
    assert len(_stored(app)) == 3


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_too_large_and_too_often_keep_the_words(client, app, monkeypatch):
    from webinar.papers import blueprint
    from webinar.papers.views import starting

    monkeypatch.setattr(blueprint, "MOST_AT_ONCE", 2000)
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    page = _send(client, app, files=(io.BytesIO(b"x" * 4000), "long.txt"))
    assert page.status_code == 413
    assert 'value="On rivers"' in page.text
    assert "too large to be taken" in page.text
    monkeypatch.setattr(starting, "WHOLE", 100)
    monkeypatch.setattr(starting, "_LARGE", 3)
    codes = [_send(client, app, title="").status_code for _ in range(4)]
    assert codes == [422] * 3 + [429]
    page = _send(client, app, title="On lakes", files=a_file(WORDS, "rivers.txt"))
    assert page.status_code == 429
    assert 'value="On lakes"' in page.text
    assert _stored(app) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_call_that_asks_for_no_files_takes_none(client, app):
    _id, slug = a_call(app, asked={"files": {"asked": "no"}})
    assert 'type="file"' not in client.get(f"/calls/{slug}/new").text
    draft(client, app, slug, files=a_file(WORDS, "rivers.txt"))
    assert _stored(app) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_words_typed_while_the_call_closed_come_back(client, app, clock):
    from tests.papers.calling import begin

    _id, slug = a_call(app)
    clock.shift(11 * 24 * 3600)
    page = begin(client, app, slug, title="", body="Moss grows.")
    assert page.status_code == 422
    assert "What you typed is still here." in page.text
    assert "Moss grows." in page.text


def test_a_file_that_answers_a_question_waits_beside_it(client, app, valid_html):
    call, slug = a_call(app, asked={"files": {"asked": "no"}})
    name = a_question(app, call, "Your consent, signed", "file", is_required=True)
    other = a_question(app, call, "Your letter", "file")
    asked = client.get(f"/calls/{slug}/new").text
    valid_html(asked)
    assert 'enctype="multipart/form-data"' in asked
    held = name.replace("answer", "held")
    wrong = begin(client, app, slug, title="", **{name: a_file(b"Signed.", "signed.txt")})
    assert wrong.status_code == 422
    valid_html(wrong.text)
    (token,) = _held(wrong, held)
    assert not _held(wrong, other.replace("answer", "held"))
    refused = begin(client, app, slug, **{held: token, other: a_file(b"MZ\x90\x00", "x.exe")})
    assert (refused.status_code, _held(refused, held)) == (422, [token])
    # Another takes its place; then it is the draft's, and nothing is missing.
    new = begin(client, app, slug, title="", **{held: token, name: a_file(b"Again.", "new.txt")})
    (token,) = _held(new, held)
    path = draft(client, app, slug, body="Text.", **{held: token})
    assert client.get(f"{path}/answers/{name.removeprefix('answer_')}").data == b"Again."
    assert "has no answer" not in client.get(path).text
    assert ("new.txt", True) in _stored(app)
    # Neither a second draft takes it, nor a field that takes no such file.
    assert begin(client, app, slug, title="Other", **{held: token}).status_code == 422
    drawn = io.BytesIO()
    Image.new("RGB", (40, 40), "teal").save(drawn, "PNG")
    picture = begin(client, app, slug, title="", **{name: a_file(drawn.getvalue(), "me.png")})
    (token,) = _held(picture, held)
    _call, elsewhere = a_call(app, "Ferns wanted")
    assert begin(client, app, elsewhere, held=token).status_code == 422
    assert _names(app) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sent_twice_with_an_answer_it_is_one_draft(client, app):
    call, slug = a_call(app)
    name = a_question(app, call, "Letter", "file")
    key = "0123456789abcdef0123456789abcdef"

    def sent(words: bytes) -> str:
        return draft(client, app, slug, key=key, **{name: a_file(words, "letter.txt")})

    first = sent(b"Dear all")
    assert sent(b"Dear all") == first
    assert sent(b"Dear nobody") != first


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_on_the_own_page_an_answer_is_kept_whatever_else_is_wrong(app, writer):
    call, slug = a_call(app)
    name = a_question(app, call, "Letter", "file")
    maria = writer()
    address = f"/my/{maria.token}/papers/new?call={slug}"
    assert "Letter" in maria.client.get(address).text
    sent = paper_data(title="") | {name: a_file(b"Dear all", "letter.txt")}
    wrong = maria.client.post(address, data=sent)
    assert wrong.status_code == 422
    assert "letter.txt" in wrong.text
    # A code with a slip: the call stays, and so does the answer.
    slip = paper_data(title="Ferns", code="NO-SUCH-CODE") | {name: a_file(b"Dear", "dear.txt")}
    wrong = maria.client.post(address, data=slip)
    assert wrong.status_code == 422
    assert "dear.txt" in wrong.text
    from webinar.core.db import db
    from webinar.papers.models import Paper

    with app.app_context():
        ferns = db.session.query(Paper).order_by(Paper.id.desc()).first()
        assert ferns.call is not None
        assert ferns.sheet_id is not None
