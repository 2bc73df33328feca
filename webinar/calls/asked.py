"""Which built-in fields of a paper a call asks for, and how long they may be."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, ngettext

from webinar.calls.models import CHARACTERS, FIELDS, NO, OPTIONAL, REQUIRED, WORDS, Call
from webinar.core.textstats import word_count

#: fields whose length can be limited; the others hold no running text
MEASURED = ("abstract", "text", "biography", "note")


@dataclass(frozen=True)
class Rule:
    """How one built-in field is asked."""

    name: str
    asked: str = OPTIONAL
    least: int | None = None
    most: int | None = None
    #: of the two limits: WORDS or CHARACTERS
    unit: str = WORDS

    @property
    def is_asked(self) -> bool:
        return self.asked != NO

    @property
    def is_required(self) -> bool:
        return self.asked == REQUIRED

    @property
    def limits(self) -> str:
        """The limits in words: "100 to 200 words"; empty where there are none."""
        return _limits(self.least, self.most, self.unit)

    def length(self, text: str) -> int:
        """Of that text, in the rule's unit; blanks count as characters."""
        text = text.strip()
        return word_count(text) if self.unit == WORDS else len(text)

    def too_much(self, text: str) -> str:
        """ "212 words, at most 200"; empty where it is not too long."""
        found = self.length(text)
        if self.most is None or found <= self.most:
            return ""
        return gettext(
            "%(length)s, at most %(most)s", length=_count(found, self.unit), most=self.most
        )

    def too_little(self, text: str) -> str:
        """ "20 words, at least 100"; empty where it is long enough, or nothing at all."""
        found = self.length(text)
        if self.least is None or not text.strip() or found >= self.least:
            return ""
        return gettext(
            "%(length)s, at least %(least)s", length=_count(found, self.unit), least=self.least
        )

    def problem(self, text: str) -> str:
        """What keeps a text from being handed in, without its field's name; empty where nothing."""
        if self.is_required and not text.strip():
            return gettext("is missing")
        return self.too_much(text) or self.too_little(text)


def rule_of(call: Call | None, name: str) -> Rule:
    """How `call` asks for a field of FIELDS; as wanted where it says nothing, or none is given."""
    said: dict[str, Any] = (call.asked or {}).get(name, {}) if call is not None else {}
    return Rule(
        name,
        said.get("asked", OPTIONAL),
        said.get("least"),
        said.get("most"),
        said.get("unit", WORDS),
    )


def rules_of(call: Call | None) -> dict[str, Rule]:
    """All built-in fields, in the order of the form."""
    return {name: rule_of(call, name) for name in FIELDS}


def stored(rules: Iterable[Rule]) -> dict[str, Any]:
    """As `Call.asked` holds it; what is optional and without limits is left out."""
    return {
        one.name: {"asked": one.asked, "least": one.least, "most": one.most, "unit": one.unit}
        for one in rules
        if one != Rule(one.name) and one != Rule(one.name, unit=CHARACTERS)
    }


def field_words(name: str) -> str:
    """What a person calls a built-in field."""
    return {
        "abstract": gettext("Abstract"),
        "text": gettext("Text"),
        "files": gettext("Files"),
        "affiliation": gettext("Affiliation"),
        "orcid": gettext("ORCID iD"),
        "biography": gettext("Biography"),
        "portrait": gettext("Portrait"),
        "note": gettext("A word to the organizers"),
    }[name]


def asked_words(asked: str) -> str:
    return {NO: gettext("Not asked"), OPTIONAL: gettext("Asked"), REQUIRED: gettext("Required")}[
        asked
    ]


def _count(number: int, unit: str) -> str:
    if unit == WORDS:
        return ngettext("%(num)s word", "%(num)s words", number)
    return ngettext("%(num)s character", "%(num)s characters", number)


def _limits(least: int | None, most: int | None, unit: str) -> str:
    if least is not None and most is not None:
        return gettext("%(least)s to %(most)s", least=least, most=_count(most, unit))
    if most is not None:
        return gettext("at most %(most)s", most=_count(most, unit))
    return gettext("at least %(least)s", least=_count(least, unit)) if least is not None else ""
