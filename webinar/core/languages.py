"""Languages that content can be in, named in the reader's language."""

from babel import Locale, UnknownLocaleError
from flask_babel import get_locale

#: BCP 47 tags that are offered; what is stored already is added by `choices`
OFFERED = (
    "ar bg bn ca cs da de el en es et fa fi fr ga he hi hr hu id it ja ko lt lv ms nb nl pl pt ro"
    " ru sk sl sr sv sw ta th tr uk ur vi zh-Hans zh-Hant"
).split()
#: how languages that news are written in call themselves; Babel reads a megabyte for each to tell
OWN_NAMES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "français",
    "es": "español",
    "it": "italiano",
    "pt": "português",
    "nl": "Nederlands",
    "pl": "polski",
    "ru": "русский",
    "tr": "Türkçe",
    "ar": "العربية",
    "fa": "فارسی",
    "he": "עברית",
    "zh": "中文",
    "ja": "日本語",
}
#: longest tag that is stored, in characters
LONGEST = 20


def language_name(code: str) -> str:
    """`Chinese (Simplified)` for `zh-Hans`; the code itself when it is none we know."""
    found = _locale(code)
    return (found.get_display_name(get_locale() or "en") if found else None) or code


def _locale(code: str) -> Locale | None:
    """The locale of a tag; None for what is none."""
    if len(code) > LONGEST:
        return None
    try:
        return Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError):
        return None


def is_language(code: str) -> bool:
    """Whether it is the BCP 47 tag of a language that can be named."""
    return bool(code) and _locale(code) is not None


def choices(present: str | None = None) -> list[tuple[str, str]]:
    """Pairs for a select, sorted by name; `present` is among them when it is a language.

    It may come from a form that was sent, so its word alone is not enough.
    """
    codes = set(OFFERED) | ({present} if present and _locale(present) else set())
    return sorted(((code, language_name(code)) for code in codes), key=lambda pair: pair[1])
