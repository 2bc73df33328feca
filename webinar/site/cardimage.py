"""A picture that says who speaks where and when, for posts elsewhere: PNG, 1200 by 630 pixels.

Called in a child process (core/sandbox): fonts and pictures take memory that no process that serves
should keep. It gets plain values, and gives the same bytes for the same ones.
"""

import io
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont, features

import webinar.calendars.formats

WIDTH, HEIGHT = 1200, 630
_MARGIN, _PORTRAIT, _BAND = 72, 340, 14
_PAPER, _INK, _QUIET = "#fdfcf9", "#1d1c1a", "#5a564e"
_FONTS = Path(webinar.calendars.formats.__file__).parent / "fonts"
#: in the order in which they are asked: text, then strong text
_PLAIN = ("DejaVuSans.ttf", "DroidSansFallback.ttf")
_STRONG = ("DejaVuSerif-Bold.ttf", "DejaVuSans-Bold.ttf", "DroidSansFallback.ttf")
#: sizes in pixels that a title is tried in, and the most lines in each: they end above the name
_TITLE = ((66, 3), (56, 3), (46, 4), (40, 4), (34, 5))
_LEADING = 1.16
#: letters of a word that is left out whole where a text is cut
_LONG_WORD = 24
#: what stays together: a word with its blank, a part of one with its hyphen
_PARTS = re.compile(r"[^\s-]*-+|[^\s-]+\s?|\s")


@lru_cache(maxsize=64)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / name, size)


@lru_cache(maxsize=8)
def _known(name: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(_FONTS / name, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


class _Text:
    """Text in one size: each piece in the first font that has its letters."""

    def __init__(self, text: str, names: tuple[str, ...], size: int, rtl: bool) -> None:
        self.size, self.rtl = size, rtl
        self.pieces: list[tuple[str, ImageFont.FreeTypeFont]] = []
        whole = next((n for n in names if all(_has(n, letter) for letter in text)), None)
        if whole is not None:
            self.pieces = [(text, _font(whole, size))] if text else []
            return
        for letter in text:
            name = next((one for one in names if _has(one, letter)), None)
            if name is None:
                continue
            if self.pieces and self.pieces[-1][1] is _font(name, size):
                self.pieces[-1] = (self.pieces[-1][0] + letter, self.pieces[-1][1])
            else:
                self.pieces.append((letter, _font(name, size)))

    @property
    def width(self) -> float:
        return sum(font.getlength(text) for text, font in self.pieces)

    def draw(self, on: ImageDraw.ImageDraw, left: float, base: float, color: str) -> None:
        """`left` is the right end for writing that begins there; `base` its line."""
        place = left - self.width if self.rtl else left
        way = "rtl" if self.rtl and features.check("raqm") else None
        for text, font in reversed(self.pieces) if self.rtl else self.pieces:
            on.text((place, base), text, font=font, fill=color, anchor="ls", direction=way)
            place += font.getlength(text)


def _has(name: str, letter: str) -> bool:
    return letter == " " or ord(letter) in _known(name)


def _wrapped(text: str, names: tuple[str, ...], size: int, room: float, rtl: bool) -> list[_Text]:
    """Lines that fit: broken at blanks, after hyphens, and else, as in scripts without blanks,
    between letters."""
    lines: list[str] = []
    for part in _PARTS.findall(" ".join(text.split())):
        tried = lines[-1] + part if lines else part
        if lines and _Text(tried.rstrip(), names, size, rtl).width <= room:
            lines[-1] = tried
            continue
        lines.append("")
        for letter in part:
            if lines[-1] and _Text(lines[-1] + letter, names, size, rtl).width > room:
                lines.append("")
            lines[-1] += letter
    return [_Text(line.rstrip(), names, size, rtl) for line in lines]


def _shortened(
    text: str, names: tuple[str, ...], sizes: tuple[tuple[int, int], ...], room: float, rtl: bool
) -> list[_Text]:
    """In the first of (size, most lines) that it fits in; else cut in the last."""
    lines: list[_Text] = []
    for size, most in sizes:
        lines = _wrapped(text, names, size, room, rtl)
        if len(lines) <= most:
            return lines
    (size, most), words = sizes[-1], text[:1000]
    while len(lines) > most and words:
        words = words[: int(len(words) * 0.95)].rstrip()
        # At a word's end, where the script has blanks.
        whole, _blank, rest = words.rpartition(" ")
        words = whole if whole and len(rest) < _LONG_WORD else words
        lines = _wrapped(words + " …", names, size, room, rtl)
    return lines


def name_lines(name: str, room: float, rtl: bool = False) -> list[_Text]:
    """A name in `room` pixels: on two lines before any of it is left out."""
    return _shortened(name, _STRONG, ((38, 1), (32, 1), (34, 2), (27, 2)), room, rtl)


def _disc(data: bytes, size: int) -> tuple[Image.Image, Image.Image]:
    """The portrait as a disc: the picture, and what of it is seen."""
    picture = Image.open(io.BytesIO(data)).convert("RGB").resize((size, size))
    mask = Image.new("L", (size * 4, size * 4), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, size * 4 - 1, size * 4 - 1), fill=255)
    return picture, mask.resize((size, size))


def render(told: dict[str, Any]) -> bytes:
    """The file. `told`: site, color, label, title, name, about, when, where, initials, direction;
    `portrait` as bytes of a square picture, or empty."""
    rtl = told["direction"] == "rtl"
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    on = ImageDraw.Draw(image)
    on.rectangle((0, 0, WIDTH, _BAND), fill=told["color"])
    room = WIDTH - 3 * _MARGIN - _PORTRAIT
    start = WIDTH - _MARGIN if rtl else _MARGIN
    base = 60.0
    for text in _shortened(told["label"], _PLAIN, ((30, 1), (24, 2)), room, rtl):
        base += text.size * 1.35
        text.draw(on, start, base, told["color"])
    base += 10
    for text in _shortened(told["title"], _STRONG, _TITLE, room, rtl):
        base += text.size * _LEADING
        text.draw(on, start, base, _INK)
    base += 54 if base > 330 else 66
    name = name_lines(told["name"], room, rtl)
    for line, text in enumerate(name):
        base += text.size * _LEADING if line else 0
        text.draw(on, start, base, _INK)
    if told["about"]:
        base += 10
        sizes = ((26, 1), (22, 2)) if len(name) == 1 else ((24, 1), (20, 1))
        for text in _shortened(told["about"], _PLAIN, sizes, room, rtl):
            base += text.size * 1.25
            text.draw(on, start, base, _QUIET)
    _foot(on, told, start, rtl)
    _face(image, on, told, rtl)
    kept = io.BytesIO()
    image.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _foot(on: ImageDraw.ImageDraw, told: dict[str, Any], start: int, rtl: bool) -> None:
    whole = WIDTH - 2 * _MARGIN
    on.line((_MARGIN, 510, WIDTH - _MARGIN, 510), fill="#ddd8cd", width=2)
    for text in _shortened(told["when"], _PLAIN, ((30, 1), (24, 1)), whole, rtl):
        text.draw(on, start, 560, _INK)
    for text in _shortened(told["where"], _PLAIN, ((26, 1), (22, 1)), whole, rtl):
        text.draw(on, start, 602, _QUIET)


def _face(image: Image.Image, on: ImageDraw.ImageDraw, told: dict[str, Any], rtl: bool) -> None:
    left = _MARGIN if rtl else WIDTH - _MARGIN - _PORTRAIT
    place = (left, 100)
    if told["portrait"]:
        image.paste(*_placed(told["portrait"], place))
        return
    box = (left, 100, left + _PORTRAIT, 100 + _PORTRAIT)
    on.ellipse(box, fill=told["color"])
    words = _Text(told["initials"], _STRONG, 130, False)
    words.draw(on, left + (_PORTRAIT - words.width) / 2, 100 + _PORTRAIT / 2 + 46, _PAPER)


def _placed(data: bytes, place: tuple[int, int]) -> tuple[Any, Any, Any]:
    picture, mask = _disc(data, _PORTRAIT)
    return picture, place, mask
