"""Every pair of text and ground in the style sheets, computed after WCAG 2.2, 1.4.3 and 1.4.6."""

import re

import pytest

from tests.support import source

_CSS = source.ROOT / "webinar" / "static" / "css"
_DECLARED = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
_READ = 7.0
_SEEN = 4.5


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _palettes() -> dict[str, dict[str, str]]:
    """Values per scheme and accent: `dark teal` holds all that is in force there."""
    text = (_CSS / "site.css").read_text()
    light, dark = text.split("@media (prefers-color-scheme: dark)", 1)
    dark = dark.split("@layer elements", 1)[0]
    palettes = {}
    for scheme, part in (("light", light), ("dark", dark)):
        common = dict(_DECLARED.findall(part.split('[data-accent="ocean"]', 1)[0]))
        for name, body in re.findall(r'\[data-accent="(\w+)"\] \{([^}]*)\}', part):
            palettes[f"{scheme} {name}"] = common | dict(_DECLARED.findall(body))
    return palettes


PALETTES = _palettes()


def test_eight_accents_in_two_schemes():
    assert len(PALETTES) == 16


@pytest.mark.parametrize("name", PALETTES)
def test_text_that_is_read_has_seven_to_one(name):
    palette = PALETTES[name]
    for ground in ("paper", "surface"):
        for text in ("ink", "soft", "accent-ink", "danger", "good"):
            assert _contrast(palette[text], palette[ground]) >= _READ, (text, ground)


@pytest.mark.parametrize("name", PALETTES)
def test_everything_else_has_four_and_a_half_to_one(name):
    palette = PALETTES[name]
    pairs = [
        ("faint", "paper"), ("faint", "surface"), ("accent", "paper"), ("accent", "surface"),
        ("ink", "accent-soft"), ("accent-ink", "accent-soft"), ("danger", "danger-soft"),
        ("good", "good-soft"), ("ink", "danger-soft"), ("ink", "good-soft"),
    ]  # fmt: skip
    for text, ground in pairs:
        assert _contrast(palette[text], palette[ground]) >= _SEEN, (text, ground)


@pytest.mark.parametrize("name", PALETTES)
def test_edges_of_fields_can_be_seen(name):
    assert _contrast(PALETTES[name]["edge"], PALETTES[name]["paper"]) >= 3


def test_initials_are_readable_on_every_disc():
    discs = re.findall(
        r"\.tint-(\d+) \{ --pale: (#\w+); --deep: (#\w+); \}", (_CSS / "parts.css").read_text()
    )
    assert [int(number) for number, _, _ in discs] == list(range(12))
    for number, pale, deep in discs:
        assert _contrast(pale, deep) >= _READ, number


def test_mails_have_the_accents_of_the_site():
    mail = (source.ROOT / "templates" / "base" / "mail.html").read_text()
    named = dict(re.findall(r'"(\w+)": "(#\w+)"', mail))
    lights = {name.split()[1]: palette for name, palette in PALETTES.items() if "light" in name}
    assert named == {name: palette["accent-ink"] for name, palette in lights.items()}
