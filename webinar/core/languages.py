"""Languages that content can be in, named in the reader's language."""

from babel import Locale
from flask_babel import get_locale

#: BCP 47 tags that are offered; what is stored already is added by `choices`
OFFERED = (
    "ar bg bn ca cs da de el en es et fa fi fr ga he hi hr hu id it ja ko lt lv ms nb nl pl pt ro"
    " ru sk sl sr sv sw ta th tr uk ur vi zh-Hans zh-Hant"
).split()


def language_name(code: str) -> str:
    """`Chinese (Simplified)` for `zh-Hans`; the code itself when it is none we know."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(get_locale() or "en")
    except ValueError:
        return code
    return name or code


def choices(present: str | None = None) -> list[tuple[str, str]]:
    """Pairs for a select, sorted by name; `present` is among them whatever it is."""
    codes = set(OFFERED) | ({present} if present else set())
    return sorted(((code, language_name(code)) for code in codes), key=lambda pair: pair[1])
