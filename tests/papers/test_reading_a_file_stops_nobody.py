"""While the sandbox reads somebody's file, others have the turns; each file is read once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from werkzeug.test import Client

from tests.papers.conftest import a_file
from webinar.core.remembered import Remembered
from webinar.core.turns import Turns
from webinar.papers import reading
from webinar.papers.conversion import Converted

pytestmark = pytest.mark.checklist(74)

_WAIT = 20


class Sandbox:
    """Stands for the child process: reads until it is let go on."""

    def __init__(self):
        self.goes_on, self.begun = threading.Event(), threading.Semaphore(0)
        self.read = []

    def convert(self, path, kind, *, seconds):
        self.read.append(kind)
        self.begun.release()
        assert self.goes_on.wait(_WAIT)
        return Converted("", "Words that were read.", "")


@pytest.fixture
def sandbox(monkeypatch):
    found = Sandbox()
    monkeypatch.setattr(reading, "convert", found.convert)
    reading._known.clear()
    yield found
    found.goes_on.set()
    reading._known.clear()


def _path(maria, stored, data):
    from webinar.papers.queries import draft_files, paper_by_id

    paper_id = maria.draft(files=a_file(data, "text.txt"))
    file_id = stored(lambda: draft_files(paper_by_id(paper_id))[0].public_id)
    return maria.path(f"{paper_id}/recognise?file={file_id}")


def test_four_slow_files_leave_the_turns_to_others(writer, stored, app, sandbox):
    maria = writer()
    paths = [_path(maria, stored, f"Text {number}".encode()) for number in range(4)]
    # As in a server, where the threads are many and the turns few.
    site = Turns(app.wsgi_app, 1, [])
    with ThreadPoolExecutor(4) as threads:
        slow = [threads.submit(Client(site).get, path) for path in paths]
        for _ in range(reading._AT_ONCE):
            assert sandbox.begun.acquire(timeout=_WAIT)
        assert Client(site).get("/call").status_code == 200
        # No more children than the machine can bear.
        assert len(sandbox.read) == reading._AT_ONCE
        sandbox.goes_on.set()
        assert {one.result(_WAIT).status_code for one in slow} == {200}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_file_is_read_once(writer, stored, sandbox):
    maria = writer()
    path = _path(maria, stored, b"Text")
    sandbox.goes_on.set()
    for _ in range(3):
        assert "Words that were read." in maria.client.get(path).text
    assert sandbox.read == ["text"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_has_too_many_files_read_is_told_when(writer, stored, sandbox, monkeypatch):
    monkeypatch.setattr(reading, "_BURST", 1)
    monkeypatch.setattr(reading, "_known", Remembered(0, 0))
    maria = writer()
    path = _path(maria, stored, b"Text")
    sandbox.goes_on.set()
    assert maria.client.get(path).status_code == 200
    answer = maria.client.get(path)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_page_in_words_stands_there_while_a_long_file_is_read(
    writer, stored, sandbox, monkeypatch, valid_html
):
    monkeypatch.setattr(reading, "_SLOW", frozenset({"text"}))
    maria = writer()
    path = _path(maria, stored, b"Text")
    sandbox.goes_on.set()
    waiting = maria.client.get(path)
    assert "The file is being read" in waiting.text
    assert sandbox.read == []
    onward = waiting.headers["Refresh"].partition("url=")[2]
    assert onward == f"{path}&read=1"
    assert onward.replace("&", "&amp;") in waiting.text
    valid_html(waiting.text)
    assert "Words that were read." in maria.client.get(onward).text
    # Whoever left and comes back finds it read.
    assert "Words that were read." in maria.client.get(path).text
    assert sandbox.read == ["text"]
