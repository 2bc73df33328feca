"""The calendar's own words in more languages than the site speaks.

A feed asked for in German says "Abgesagt:" on a site in English. The words are few, so each
language has a small catalogue of its own (`translations/<language>.po`), read when it is first
needed; what the language of a site's own catalogue says comes second.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as site_gettext

_FOLDER = Path(__file__).parent / "translations"
#: BCP 47 tags; English is what the code is written in
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt")


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> dict[str, str]:
    """Message -> translation; empty for English and for a language without a catalogue."""
    file = _FOLDER / f"{language}.po"
    if language not in LANGUAGES or not file.is_file():
        return {}
    from babel.messages.pofile import read_po

    with file.open("rb") as opened:
        messages = read_po(opened, locale=language)
    return {str(one.id): str(one.string) for one in messages if one.id and one.string}


def gettext(message: str, **values: Any) -> str:
    """The message in the language that is spoken now (flask_babel.force_locale)."""
    locale = get_locale()
    found = catalogue(locale.language if locale else "en").get(message)
    if found is None:
        return str(site_gettext(message, **values))
    return found % values if values else found
