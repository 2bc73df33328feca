"""Names for download are readable, harmless and survive every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinar.core.filenames import MAX_NAME, content_disposition, safe_name

pytestmark = pytest.mark.checklist(12, 41)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Paper v1.2 (final).pdf", "Paper v1.2 (final).pdf"),
        ("水 和 城市.PDF", "水 和 城市.pdf"),
        ("..hidden.pdf", "hidden.pdf"),
        ('a"b<c>|d.pdf', "a-b-c-d.pdf"),
        ("con.pdf", "file-con.pdf"),
        ("?.pdf", "file.pdf"),
    ],
)
def test_safe_name(name, expected):
    assert safe_name(name, ".pdf") == expected


@given(st.text(max_size=300))
def test_any_name_becomes_a_safe_one(name):
    safe = safe_name(name, ".pdf")
    assert safe.endswith(".pdf")
    assert len(safe.encode()) <= MAX_NAME
    assert not set(safe) & set('/\\\0\r\n"<>|:*?')
    assert not safe.startswith(".")


def test_header_names_the_file_in_ascii_and_truly():
    assert content_disposition("a b.pdf") == 'attachment; filename="a b.pdf"'
    assert content_disposition("Größe.pdf", inline=True) == (
        "inline; filename=\"Groe.pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.pdf"
    )
    assert content_disposition("水.pdf").startswith('attachment; filename="file.pdf"; filename*=')


@given(st.text(max_size=100))
def test_header_stays_one_header(name):
    value = content_disposition(name)
    assert value.isascii()
    assert value.isprintable()
    assert value.count('"') == 2
