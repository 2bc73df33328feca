"""Files are taken by what they are, never by what they claim; refusals say what to do."""

import hashlib
import io
import zipfile

import pytest
from docx import Document
from PIL import Image

from webinar.core.filetypes import IMAGE_KINDS, PAPER_KINDS, Refused, inspect_upload
from webinar.core.receiving import receive

MB = 1024 * 1024
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< >>\n%%EOF\n"
TYPES = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>{}</Types>"
MAIN = "<Override PartName='/a' ContentType='application/vnd.openxmlformats-officedocument.{}'/>"
DOCX_TYPES = TYPES.format(MAIN.format("wordprocessingml.document.main+xml"))


def docx():
    out = io.BytesIO()
    Document().save(out)
    return out.getvalue()


def container(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def types_of(main):
    return {"[Content_Types].xml": TYPES.format(MAIN.format(main)), "word__document.xml": "<a/>"}


ODT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}


@pytest.fixture
def judge(tmp_path):
    def judged(data, name, allowed=PAPER_KINDS, max_bytes=MB):
        path = tmp_path / "upload.part"
        path.write_bytes(data)
        return inspect_upload(path, name, allowed, max_bytes)

    return judged


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PDF, "Paper.PDF", "pdf"),
        # Persian needs the mark that parts two letters, Arabic and Hebrew those of direction.
        (PDF, "\u0645\u06cc\u200c\u062e\u0648\u0627\u0646\u0645\u200f.pdf", "pdf"),
        (docx(), "a v1.2 draft.docx", "docx"),
        (container(**ODT), "a.odt", "odt"),
        (container(**types_of("presentationml.presentation.main+xml")), "talk.pptx", "pptx"),
        (b"# Title\n\ntext", "a.md", "markdown"),
        ("\ufeffGrüße".encode(), "a.txt", "text"),
        ("水".encode("utf-16"), "a.txt", "text"),
        (b"a < b and x<y", "a.txt", "text"),
    ],
)
def test_wanted_files_pass(judge, data, name, kind):
    accepted = judge(data, name)
    assert accepted.kind == kind
    assert accepted.size == len(data)
    assert len(accepted.sha256) == 64
    assert accepted.safe_name.endswith(accepted.extension)


@pytest.mark.checklist(39)
@pytest.mark.parametrize(
    ("data", "name", "part"),
    [
        (b"", "a.pdf", "empty"),
        (PDF + b"x" * MB, "a.pdf", "larger than 1 MB"),
        (PDF, "a.docx", "inside is something else"),
        (docx(), "a.pdf", "inside is something else"),
        (docx(), "a.odt", "inside is something else"),
        (b"junk" + PDF, "a.pdf", "inside is something else"),
        (b"MZ\x90\0", "a.pdf", "inside is something else"),
        (b"MZ\x90 text", "a.txt", "not taken"),
        (b"#!/bin/sh\nrm", "a.txt", "not taken"),
        (b"MZ", "a.exe", "not taken"),
        (b"<svg/>", "a.svg", "not taken"),
        (b"<html>", "a.html", "not taken"),
        (b"\xd0\xcf\x11\xe0", "a.doc", "older program"),
        (b"{\\rtf1}", "a.rtf", "older program"),
        (b" \n<!DOCTYPE html><p>", "a.txt", "web page"),
        (b"<script>x</script>", "a.md", "web page"),
        (b"<svg onload=x>", "a.md", "web page"),
        ("\ufeff<html>".encode("utf-16"), "a.txt", "web page"),
        (b"a\0b", "a.txt", "UTF-8"),
        (b"caf\x81 au lait", "a.txt", "UTF-8"),
        (b" \r\n\t\xc2\xa0\n", "a.txt", "only blanks"),
        (" \n\u3000 ".encode("utf-16"), "a.md", "only blanks"),
        (b"%PDF-1.4 <html><script>x</script>\n1 0 obj\n%%EOF", "a.pdf", "disguise"),
        (PDF + b"<script>alert(1)</script>", "a.pdf", "disguise"),
        (PDF + container(a="b"), "a.pdf", "disguise"),
        (docx(), "a.docm", "macros"),
        (
            container(**{"[Content_Types].xml": DOCX_TYPES, "word__vbaProject.bin": b"x"}),
            "a.docx",
            "macros",
        ),
        (container(**ODT, Basic__x="y"), "a.odt", "macros"),
        (container(a="b"), "a.docx", "inside is something else"),
        (b"PK\x03\x04 broken", "a.docx", "damaged"),
        (container(**{"[Content_Types].xml": "<!DOCTYPE a><a/>"}), "a.docx", "entities"),
        (container(**{"..__evil": "x", "[Content_Types].xml": DOCX_TYPES}), "a.docx", "never has"),
        (PDF, "a.exe.pdf", "two endings"),
        (PDF, "a.html.pdf", "two endings"),
        (PDF, "a.pdf\0.txt", "characters"),
        (PDF, "a" * 300 + ".pdf", "too long"),
        (PDF, "../a.pdf", "names a folder"),
        (PDF, "..\\a.pdf", "names a folder"),
        (PDF, "a\u202efdp.pdf", "turns letters round"),
        (PDF, "", "no name"),
        (PDF, "pdf", "not taken"),
    ],
)
def test_other_files_are_refused_with_a_sentence(judge, data, name, part):
    with pytest.raises(Refused, match=part):
        judge(data, name)


@pytest.mark.checklist(40)
def test_bomb_is_refused_without_unpacking(judge):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", DOCX_TYPES)
        with archive.open("word/document.xml", "w") as member:
            for _ in range(40):
                member.write(bytes(MB))
    with pytest.raises(Refused, match="unpacks to far more"):
        judge(out.getvalue(), "bomb.docx")


@pytest.mark.checklist(14, 40)
def test_too_many_members_and_links_are_refused(judge):
    many = {f"f{number}": "" for number in range(5001)}
    with pytest.raises(Refused, match="unpacks"):
        judge(container(**many), "a.docx", max_bytes=10 * MB)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(Refused, match="never has"):
        judge(out.getvalue(), "a.docx")


def test_only_what_is_wanted_here_passes(judge):
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    assert judge(out.getvalue(), "a.png", IMAGE_KINDS).kind == "png"
    with pytest.raises(Refused, match="Hand in JPEG, PNG, WebP, GIF"):
        judge(PDF, "a.pdf", IMAGE_KINDS)
    with pytest.raises(Refused, match="inside is something else"):
        judge(out.getvalue(), "a.jpg", IMAGE_KINDS)


def test_stream_is_saved_in_pieces_and_counted(tmp_path):
    received = receive(io.BytesIO(b"x" * 600_000), tmp_path / "new", MB)
    assert (received.size, received.path.stat().st_size) == (600_000, 600_000)
    assert received.path.stat().st_mode & 0o777 == 0o600
    assert received.sha256 == hashlib.sha256(b"x" * 600_000).hexdigest()


@pytest.mark.checklist(38)
def test_stream_stops_at_the_limit_and_leaves_nothing(tmp_path):
    class Endless:
        asked = 0

        def read(self, size):
            self.asked += 1
            return b"x" * size

    stream = Endless()
    with pytest.raises(Refused, match="larger than 1 MB"):
        receive(stream, tmp_path, MB)
    assert stream.asked < 10
    with pytest.raises(Refused, match="empty"):
        receive(io.BytesIO(), tmp_path, MB)
    assert list(tmp_path.iterdir()) == []
