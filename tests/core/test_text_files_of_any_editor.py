"""What editors save is read; what only could be read as text is not."""

import os
import random
import zlib

import pytest

from webinar.core.textfiles import NotText, decode_text

ENGLISH = "The river – said the professor – is “older” than its name.\r\n\r\nIt costs 5 €."
FRENCH = "Déjà l’été: où êtes-vous? Çà et là, à Nîmes, naïveté, cœur et hâte."
GERMAN = "Grüße aus Köln. Übermäßig größere Straßen führen über Brücken."
CHINESE = "河流比它的名字更古老。\r\n\r\n一、背景\r\n这是第一段文字，讲的是河流。\r\n"


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, GERMAN, "Grüße", "café", "Müller, 1999"])
def test_western_european_bytes_are_read(text):
    assert decode_text(text.encode("cp1252")) == text


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, GERMAN, CHINESE, "Привет, мир. Как дела?"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_its_mark_and_without(text, encoding):
    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "data",
    [
        "河流比它的名字更古老，也更长。".encode("gb18030"),
        "Привет, мир. Как дела?".encode("cp1251"),
        "日本語の文章です。".encode("shift_jis"),
        b"a\0b",
        b"words and \x00\x01\x02 more words",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        zlib.compress(ENGLISH.encode() * 20),
        bytes(range(256)),
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        "\x01\x02words".encode("utf-16-le"),
    ],
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(NotText):
        decode_text(data)


def test_chance_never_makes_a_text():
    dice = random.Random(7)  # noqa: S311 - the same row each time
    for length in (128, 1024):
        for _ in range(300):
            data = dice.randbytes(length)
            # Not UTF-8 by chance: what has a byte that never stands alone.
            with pytest.raises(NotText):
                decode_text(b"\xc3\x28" + data)


def test_a_large_text_is_read_quickly():
    before = os.times().user
    decode_text((GERMAN * 20_000).encode("cp1252"))
    assert os.times().user - before < 5
