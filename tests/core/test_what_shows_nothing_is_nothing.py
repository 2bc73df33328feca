"""A title or a name of zero width spaces would be a link that nobody sees: it counts as empty."""

import pytest

from webinar.core.text import clean


@pytest.mark.parametrize(
    "typed", ["\u200b\u200b", "\u00ad", "\u3164", " \u2800\n", "\u0301", "\ufe0f"]
)
def test_what_shows_nothing_is_nothing(typed: str) -> None:
    assert clean(typed) == clean(typed, lines=False) == ""


@pytest.mark.parametrize("typed", ["a\u200bb", "می\u200cخواهم", "👩\u200d🌾", "é", "\u0928\u094d"])
def test_the_same_signs_between_others_stay(typed: str) -> None:
    assert clean(typed, lines=False) == typed
