"""What real programs write and this gate once took for a trap, and its neighbours that are one.

Found in the test files of LibreOffice, Apache POI, Calligra and pandoc.
"""

import zipfile

import pytest

from tests.core.test_documents_that_are_traps import docx, judge, odt  # noqa: F401
from webinar.core.filetypes import Refused

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
SVG = (
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"'
    ' "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"{own}>'
    '<svg xmlns="http://www.w3.org/2000/svg"/>'
)
ILLUSTRATOR = SVG.format(own=' [\n<!ENTITY ns_svg "http://www.w3.org/2000/svg">\n]')
MANIFEST = (
    '<?xml version="1.0"?><!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest'
    ' 1.0//EN" "Manifest.dtd"{own}><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)
VML = '<xml xmlns:v="v"><v:shape>\n<![if gte mso 9]><v:imagedata/>\n<![endif]></v:shape></xml>'


def types_of(main):
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="{main}"/></Types>'
    )


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (docx(**{"[Content_Types].xml": types_of(MAIN)}), "a.docx"),
        (docx() + b"\n", "a.docx"),
        (docx(**{"word/drawings/vmlDrawing1.vml": VML}), "a.docx"),
        (odt(**{"Pictures/1.svg": SVG.format(own="")}), "a.odt"),
        (odt(**{"Pictures/1.svg": ILLUSTRATOR}), "a.odt"),
        (odt(**{"META-INF/manifest.xml": MANIFEST.format(own="")}), "a.odt"),
    ],
)
def test_it_passes(judge, data, name):  # noqa: F811
    assert judge(data, name).extension == name[1:]


@pytest.mark.parametrize(
    ("data", "name", "part"),
    [
        (docx(**{"[Content_Types].xml": types_of(MACROS)}), "a.docx", "macros"),
        (docx() + b"\n<script>", "a.docx", "disguise"),
        (docx(**{"word/a.xml": VML}), "a.docx", "damaged"),
        *(
            (odt(**{"Pictures/1.svg": SVG.format(own=f" [{own}]")}), "a.odt", "entities")
            for own in (
                '<!ENTITY a "lol"><!ENTITY b "&a;&a;">',
                '<!ENTITY a SYSTEM "file:///etc/passwd">',
                '<!ENTITY % a "lol">',
                f'<!ENTITY a "{"l" * 300}">',
                "".join(f'<!ENTITY a{at} "l">' for at in range(50)),
            )
        ),
        (
            odt(**{"Pictures/1.svg": '<!DOCTYPE svg SYSTEM "http://x.example/d"><svg/>'}),
            "a.odt",
            "entities",
        ),
        (
            odt(**{"META-INF/manifest.xml": MANIFEST.format(own=' [<!ENTITY a "b">]')}),
            "a.odt",
            "entities",
        ),
    ],
)
def test_what_looks_alike_does_not(judge, data, name, part):  # noqa: F811
    with pytest.raises(Refused, match=part):
        judge(data, name)


def test_a_password_is_named_though_its_list_stands_last(tmp_path, judge):  # noqa: F811
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name in ("manifest.rdf", "content.xml", "styles.xml"):
            archive.writestr(name, b"\x0c\xe6-\xe9\xf4")
        archive.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry>'
            "</m:manifest>",
        )
    with pytest.raises(Refused, match="protected by a password"):
        judge(path.read_bytes(), "a.odt")
