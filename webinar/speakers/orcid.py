"""ORCID iDs: sixteen characters in four groups, the last of them a check character.

Structure after support.orcid.org ("Structure of the ORCID Identifier"); the check character is
that of ISO/IEC 7064:2003, MOD 11-2.
"""

import re
from typing import Any

from flask_babel import gettext
from wtforms.validators import StopValidation

from webinar.core.forms import CleanString
from webinar.core.plainerror import N_, PlainError

ADDRESS = "https://orcid.org/"
#: the address, or the word, that people paste along
_BEFORE = re.compile(r"\A(?:https?://)?(?:www\.)?orcid\.org/|\Aorcid(?: id)?:? *", re.IGNORECASE)
#: what stands between the groups, or slips in from a document: hyphens, dashes, spaces
_BETWEEN = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212]+")
_CHARACTERS = re.compile(r"[0-9]{15}[0-9X]", re.ASCII)


class WrongOrcid(PlainError):
    """What was typed is no ORCID iD."""


def orcid_of(typed: str) -> str:
    """`0000-0002-1825-0097` of an iD or its address, with hyphens or without; "" of nothing.

    Raises WrongOrcid.
    """
    text = _BEFORE.sub("", typed.strip())
    text = _BETWEEN.sub("", text.partition("?")[0].rstrip("/")).upper()
    if not text and not typed.strip():
        return ""
    if not _CHARACTERS.fullmatch(text):
        raise WrongOrcid(
            N_("An ORCID iD has sixteen digits, like 0000-0002-1825-0097. Copy it from orcid.org.")
        )
    if check_character(text[:15]) != text[15]:
        raise WrongOrcid(
            N_("This ORCID iD has a slip in it: its last digit does not fit. Compare it again.")
        )
    return "-".join(text[start : start + 4] for start in range(0, 16, 4))


def check_character(digits: str) -> str:
    """The character behind fifteen digits: ISO/IEC 7064, MOD 11-2; X stands for ten."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    found = (12 - total % 11) % 11
    return "X" if found == 10 else str(found)


def orcid_address(orcid: str) -> str:
    """`https://orcid.org/0000-…`, as orcid.org wants it shown; "" of ""."""
    return ADDRESS + orcid if orcid else ""


class OrcidField(CleanString):
    """An ORCID iD as people have it; `data` is its one spelling, a wrong one stays as typed."""

    def pre_validate(self, form: Any) -> None:
        try:
            self.data = orcid_of(self.data or "")
        except WrongOrcid as error:
            raise StopValidation(gettext(error.message, **error.values)) from error
