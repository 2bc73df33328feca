"""Names that are written down agree with CLDR, and every language that is offered has one."""

from babel import Locale

from webinar.core import i18n, languages


def test_names_are_those_of_cldr() -> None:
    named = {code: Locale.parse(code).get_display_name(code) for code in languages.OWN_NAMES}
    assert named == languages.OWN_NAMES


def test_whatever_can_be_chosen_has_a_name() -> None:
    assert set(i18n.LANGUAGES) <= set(languages.OWN_NAMES)
