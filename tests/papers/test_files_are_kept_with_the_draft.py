"""Uploads: kept at once, whatever else the form says; refused with a reason beside the field."""

import io
import zipfile

import pytest

from tests.papers.conftest import a_file, paper_data

PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def _names(paper_id):
    from webinar.papers.queries import draft_files, paper_by_id

    return [file.name for file in draft_files(paper_by_id(paper_id))]


def _zip(**members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def _incoming(app):
    from webinar.core.files import incoming_folder

    with app.app_context():
        return list(incoming_folder().iterdir())


def test_a_file_survives_an_error_in_another_field(writer, stored, app):
    maria = writer()
    answer = maria.new(title="", files=a_file(PDF, "On rivers.pdf"))
    assert answer.status_code == 422
    assert "Give it a title." in answer.text
    assert "On rivers.pdf" in answer.text
    from webinar.papers.queries import own_papers
    from webinar.speakers.queries import speaker_by_id

    papers = stored(
        lambda: [
            (one.public_id, one.title) for one in own_papers(speaker_by_id(maria.speaker_id).id)
        ]
    )
    ((paper_id, title),) = papers
    assert title == "On rivers"
    assert stored(lambda: _names(paper_id)) == ["On rivers.pdf"]
    # The form that came back goes on with that draft.
    assert f'action="/my/{maria.token}/papers/{paper_id}"' in answer.text
    assert maria.save(paper_id, title="On brooks").status_code == 303
    assert stored(lambda: _names(paper_id)) == ["On rivers.pdf"]
    assert _incoming(app) == []


@pytest.mark.checklist(39)
@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "empty.pdf", "This file is empty."),
        (b"MZ\x90\x00", "paper.exe", "A file of this kind (EXE) is not taken here."),
        (b"<html><script>x()</script>", "paper.pdf", "The name says PDF"),
        (b"<!doctype html><script>x()</script>", "paper.txt", "begins like a web page"),
        (PDF + b"<html><script>x()</script></html>", "paper.pdf", "a second file in disguise"),
        (PDF + _zip(**{"a.txt": b"x"}), "paper.pdf", "a second file in disguise"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "paper.svg", "is not taken here"),
        (_zip(**{"word/vbaProject.bin": b"x"}), "paper.docx", "holds macros"),
        (b"\xd0\xcf\x11\xe0", "paper.doc", "an older program"),
        (b"\xff\xd8\xff\xe0", "photo.jpg", "is not taken here"),
        (b"\xe9\x00caf\x81", "paper.txt", "no plain text in UTF-8"),
        (b"  \n \t\n", "paper.txt", "only blanks"),
        (PDF, "paper.html.pdf", "two endings"),
        (PDF, "paper\u202efdp.exe", "turns letters round"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_refused_is_explained_and_nothing_stays(writer, stored, app, data, name, words):
    maria = writer()
    paper_id = maria.draft()
    answer = maria.save(paper_id, title="Kept title", files=a_file(data, name))
    assert answer.status_code == 422
    assert words in answer.text
    assert "Kept title" in answer.text
    assert stored(lambda: _names(paper_id)) == []
    assert _incoming(app) == []


@pytest.mark.checklist(41)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_names_are_made_safe_and_different(writer, stored):
    maria = writer()
    paper_id = maria.draft(files=a_file(PDF, "Größe & <b>.pdf"))
    maria.save(paper_id, files=a_file(PDF, "Größe & <b>.pdf"))
    first, second = stored(lambda: _names(paper_id))
    assert first != second
    assert not set("<>&/\\") & set(first + second)


def test_a_file_is_removed_from_the_draft_only(writer, stored):
    from webinar.papers.queries import draft_files, paper_by_id, versions_of

    maria = writer()
    paper_id = maria.draft(files=a_file(PDF, "one.pdf"))
    maria.submit(paper_id)
    file_id = stored(lambda: draft_files(paper_by_id(paper_id))[0].public_id)
    answer = maria.client.post(maria.path(f"{paper_id}/files/{file_id}/remove"))
    assert answer.status_code == 303
    assert stored(lambda: _names(paper_id)) == []
    versions = stored(lambda: [one.name for one in versions_of(paper_by_id(paper_id))[0].files])
    assert versions == ["one.pdf"]
    assert maria.client.post(maria.path(f"{paper_id}/files/{file_id}/remove")).status_code == 404


def test_the_own_file_comes_back_as_an_attachment(writer, stored):
    from webinar.papers.queries import draft_files, paper_by_id

    maria = writer()
    paper_id = maria.draft(files=a_file(PDF, "one.pdf"))
    file_id = stored(lambda: draft_files(paper_by_id(paper_id))[0].public_id)
    answer = maria.client.get(maria.path(f"{paper_id}/files/{file_id}"))
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]


class Body:
    """A multipart body with a file of zeros, made while it is read."""

    def __init__(self, before, size, after):
        self.parts = [before, size, after]
        self.length = len(before) + size + len(after)
        self.largest = 0

    def read(self, size=-1):
        self.largest = max(self.largest, size)
        while self.parts:
            part = self.parts[0]
            if isinstance(part, int):
                taken = min(part, size)
                self.parts[0] = part - taken
                answer = bytes(taken)
            else:
                self.parts[0], answer = part[size:], part[:size]
            if not self.parts[0]:
                self.parts.pop(0)
            if answer:
                return answer
        return b""


def _part(name, value, filename=""):
    more = f'; filename="{filename}"' if filename else ""
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}'


@pytest.mark.checklist(38)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_words_beside_files_that_are_too_large_come_back(writer, stored):
    """Fields before and after the file; the file itself is read past in small pieces."""
    from webinar.papers.blueprint import MOST_AT_ONCE

    maria = writer()
    paper_id = maria.draft(body="Stored words.")
    before = _part("title", "Typed title\r\n") + _part("body", "Typed words.\r\n")
    before += _part("files", "", "large.pdf")
    body = Body(
        before.encode(), MOST_AT_ONCE, f"\r\n{_part('note', 'Typed note')}\r\n--x--\r\n".encode()
    )
    answer = maria.client.post(
        maria.path(paper_id),
        environ_overrides={
            "wsgi.input": body,
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
            "CONTENT_LENGTH": str(body.length),
        },
    )
    assert answer.status_code == 413
    assert "This was too large to be taken" in answer.text
    assert all(words in answer.text for words in ("Typed title", "Typed words.", "Typed note"))
    assert body.largest <= 1024 * 1024
    assert "Stored words." in maria.client.get(maria.path(paper_id)).text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_when_no_words_arrive_the_stored_draft_is_shown(writer, stored):
    from webinar.papers.blueprint import MOST_AT_ONCE

    maria = writer()
    paper_id = maria.draft(body="Stored words.")
    answer = maria.client.post(
        maria.path(paper_id),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"wsgi.input": io.BytesIO(), "CONTENT_LENGTH": str(MOST_AT_ONCE + 1)},
    )
    assert answer.status_code == 413
    assert "That was too large" in answer.text
    assert "Stored words." in answer.text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_file_over_the_limit_leaves_the_words_in_the_form(writer, stored, monkeypatch):
    monkeypatch.setattr("webinar.papers.uploads.MOST_BYTES", 1024 * 1024)
    maria = writer()
    paper_id = maria.draft()
    large = PDF + b"%" * (1024 * 1024)
    answer = maria.save(paper_id, body="Words beside it.", files=a_file(large, "large.pdf"))
    assert answer.status_code == 422
    assert "larger than 1 MB" in answer.text
    assert "Words beside it." in answer.text


def test_an_upload_that_breaks_off_leaves_no_half_file(app):
    from webinar.papers.uploads import take_upload

    class Broken:
        calls = 0

        def read(self, _size):
            self.calls += 1
            if self.calls > 2:
                raise ConnectionResetError
            return b"%PDF-" + b"x" * 1000

    with app.app_context(), pytest.raises(ConnectionResetError):
        take_upload(Broken(), "paper.pdf")
    assert _incoming(app) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_draft_holds_so_many_files_and_no_more(writer, stored, monkeypatch):
    monkeypatch.setattr("webinar.papers.uploads.MOST_FILES", 1)
    maria = writer()
    paper_id = maria.draft(files=a_file(PDF, "one.pdf"))
    answer = maria.save(paper_id, files=a_file(PDF, "two.pdf"))
    assert answer.status_code == 422
    assert "A paper can have 1 files." in answer.text
    assert stored(lambda: _names(paper_id)) == ["one.pdf"]


def test_several_files_come_at_once(writer, stored):
    maria = writer()
    data = paper_data(files=[a_file(PDF, "one.pdf"), a_file(b"words", "two.txt")])
    assert maria.client.post(maria.path("new"), data=data).status_code == 303
    from webinar.papers.queries import own_papers
    from webinar.speakers.queries import speaker_by_id

    paper_id = stored(lambda: own_papers(speaker_by_id(maria.speaker_id).id)[0].public_id)
    assert stored(lambda: _names(paper_id)) == ["one.pdf", "two.txt"]
