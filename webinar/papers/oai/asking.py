"""A harvester's question: what it may say, and what is wrong with it (OAI-PMH 2.0, 3.6 and 4)."""

import base64
import binascii
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

PREFIX = "oai_dc"
#: how sets are named: with the public identifier of a category behind it
SET = "category-"
#: verb -> arguments that it needs, and those that it takes
VERBS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "ListIdentifiers": (
        frozenset({"metadataPrefix"}),
        frozenset({"from", "until", "set", "resumptionToken"}),
    ),
    "ListRecords": (
        frozenset({"metadataPrefix"}),
        frozenset({"from", "until", "set", "resumptionToken"}),
    ),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
#: of an argument that anybody reads: a token is longest
_LONGEST = 1000


class WrongQuestion(Exception):
    """A question that cannot be answered; `code` is one of OAI-PMH 2.0, 3.6."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True)
class Selection:
    """Which records: those that changed in [since, before), of one set; what was given already."""

    since: datetime | None = None
    before: datetime | None = None
    #: public identifier of a category, or empty for all
    category: str = ""
    #: (change, row number) of the last one given; empty at the start
    after: tuple[datetime, int] | None = None
    #: how many were given
    given: int = 0

    def next_after(self, after: tuple[datetime, int], given: int) -> "Selection":
        return replace(self, after=after, given=self.given + given)

    def token(self) -> str:
        """What a harvester sends back to get the rest."""
        told = {name: value for name, value in asdict(self).items() if value not in (None, "", 0)}
        text = json.dumps(told, default=datetime.isoformat, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@dataclass(frozen=True)
class Question:
    """A question in order."""

    verb: str
    identifier: str = ""
    selection: Selection = Selection()
    #: it asks for the rest of a list
    is_resumed: bool = False


def category_of(set_spec: str) -> str:
    """The public identifier in a set's name; a word that no category has for any other."""
    return set_spec.removeprefix(SET) if set_spec.startswith(SET) else f"no {set_spec}"


def read(pairs: Iterable[tuple[str, str]]) -> Question:
    """The question in a query or a form. Raises WrongQuestion."""
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise WrongQuestion(
                "badVerb" if name == "verb" else "badArgument", f"“{name}” is said twice."
            )
        found[name] = value
    verb = found.pop("verb", "")
    if verb not in VERBS:
        raise WrongQuestion("badVerb", f"The verb is one of: {', '.join(VERBS)}.")
    needed, taken = VERBS[verb]
    if unknown := found.keys() - needed - taken:
        raise WrongQuestion("badArgument", f"{verb} takes no “{sorted(unknown)[0][:80]}”.")
    if any(len(value) > _LONGEST for value in found.values()):
        raise WrongQuestion("badArgument", "An argument is too long.")
    if "resumptionToken" in found:
        if len(found) > 1:
            raise WrongQuestion("badArgument", "A resumptionToken stands alone.")
        if verb == "ListSets":
            raise WrongQuestion("badResumptionToken", "The list of sets comes whole.")
        return Question(verb, selection=_resumed(found["resumptionToken"]), is_resumed=True)
    if missing := needed - found.keys():
        raise WrongQuestion("badArgument", f"{verb} needs “{sorted(missing)[0]}”.")
    if "metadataPrefix" in found and found["metadataPrefix"] != PREFIX:
        raise WrongQuestion("cannotDisseminateFormat", f"There is one format: {PREFIX}.")
    return Question(verb, found.get("identifier", ""), _selection(found))


def _selection(found: dict[str, str]) -> Selection:
    since, before = found.get("from"), found.get("until")
    if since and before and len(since) != len(before):
        raise WrongQuestion("badArgument", "“from” and “until” are both days, or both seconds.")
    first, last = _instant("from", since), _instant("until", before)
    if first is not None and last is not None and first > last:
        raise WrongQuestion("badArgument", "“from” is later than “until”.")
    if last is not None:
        # Both ends belong to the span.
        step = timedelta(days=1) if len(before or "") == len("2022-04-16") else timedelta(seconds=1)
        try:
            last += step
        except OverflowError:
            last = None
    return Selection(first, last, category_of(found["set"]) if "set" in found else "")


def _instant(name: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        if _DAY.fullmatch(text) or _SECOND.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        pass
    raise WrongQuestion(
        "badArgument", f"“{name}” is a day or a second of UTC: 2022-04-16 or 2022-04-16T09:30:00Z."
    )


def _resumed(token: str) -> Selection:
    """Whoever changes a token gets what the changed question gives: there are no secrets in it."""
    try:
        told = json.loads(base64.b64decode(token + "=" * (-len(token) % 4), b"-_", validate=True))
        after, number = told["after"]
        since, before = (
            datetime.fromisoformat(told[name]) if name in told else None
            for name in ("since", "before")
        )
        category, given = told.get("category", ""), told.get("given", 0)
        last = datetime.fromisoformat(after)
        is_right = isinstance(category, str) and type(given) is type(number) is int
        aware = all(one is None or one.tzinfo is not None for one in (since, before, last))
        if not (is_right and aware and 0 <= given < 2**31 and 0 <= number < 2**63):
            raise ValueError
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error):
        raise WrongQuestion("badResumptionToken", "This is no token of ours.") from None
    return Selection(since, before, category, (last, number), given)
