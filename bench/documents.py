"""A Word document of thirty pages, as a word processor would write it."""

import random
import zipfile
from pathlib import Path

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_STYLES = (
    f'<?xml version="1.0"?><w:styles {_W}>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/></w:style>'
    "</w:styles>"
)
_LINKS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/styles" Target="styles.xml"/></Relationships>'
)
#: words of a page in 12 point with single spacing
_A_PAGE = 480


def write_docx(path: Path, *, pages: int) -> int:
    """Headings, paragraphs, lists and a table on every third page; the number of its words."""
    chance = random.Random(20220416)  # noqa: S311
    vocabulary = [
        "".join(chance.choices("aeiounrstlmd", k=chance.randint(2, 9))) for _ in range(4000)
    ]
    written = 0

    def words(count: int) -> str:
        nonlocal written
        written += count
        return " ".join(chance.choices(vocabulary, k=count))

    def paragraph(count: int, style: str = "") -> str:
        named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return (
            f"<w:p>{named}<w:r><w:t>{words(count)}</w:t></w:r>"
            f"<w:r><w:rPr><w:i/></w:rPr><w:t>{words(2)}</w:t></w:r></w:p>"
        )

    def table() -> str:
        row = "".join(f"<w:tc>{paragraph(3)}</w:tc>" for _ in range(4))
        return "<w:tbl>" + f"<w:tr>{row}</w:tr>" * 6 + "</w:tbl>"

    parts = []
    for page in range(pages):
        parts.append(paragraph(4, "Heading1" if page % 5 == 0 else "Heading2"))
        parts += [paragraph(_A_PAGE // 6) for _ in range(5)]
        parts += [paragraph(12, "ListBullet") for _ in range(4)]
        if page % 3 == 0:
            parts.append(table())
    body = f'<?xml version="1.0"?><w:document {_W}><w:body>{"".join(parts)}</w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr("word/document.xml", body)
        archive.writestr("word/styles.xml", _STYLES)
        archive.writestr("word/_rels/document.xml.rels", _LINKS)
    return written
