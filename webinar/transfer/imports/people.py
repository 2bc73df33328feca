"""Who in a file is who here: known from before, by UUID, or by a name that only one has."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from webinar.core.plainerror import N_
from webinar.core.text import fold
from webinar.speakers.models import Speaker
from webinar.transfer.imports.programme import Doubt, Person, Programme
from webinar.transfer.imports.queries import Found
from webinar.transfer.imports.values import digest
from webinar.transfer.models import ImportedItem

SEVERAL = N_(
    "Several profiles are named “%(name)s”. A new one is made: choose the right person in the"
    " session."
)
EDITED = N_("The profile of %(name)s was changed here and in the file; it stays as it is here.")

#: fields of a profile that an import may change later
_FIELDS = ("name", "biography", "affiliation")
_NEW = "new:"


@dataclass
class Profile:
    """One person of the file."""

    #: public identifier of the profile here, or `new:…`
    ref: str
    person: Person
    speaker: Speaker | None
    record: ImportedItem | None
    #: fields that the file has changed since the last import
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.ref.startswith(_NEW)


def uid_of(person: Person, source: str) -> str:
    """By what an import remembers a person; empty for one known by name alone."""
    if person.guid:
        return f"person/{person.key}"
    return f"person/{source[:150]}/{person.key}" if person.key else ""


class People:
    """The profiles of a programme, each once, in the order in which they appear."""

    def __init__(self, programme: Programme, found: Found, source: str) -> None:
        self.found, self.source = found, source
        self.profiles: dict[str, Profile] = {}
        self.doubts: list[Doubt] = []
        self._by_name: dict[str, list[Speaker]] = defaultdict(list)
        self._by_guid = {one.guid: one for one in found.speakers.values()}
        for speaker in found.speakers.values():
            self._by_name[fold(speaker.name)].append(speaker)
        #: profiles that somebody of the file with a key is already
        self._claimed: set[str] = set()
        persons = [one for item in programme.items for one in item.persons]
        # Whoever is known for certain comes first: a mere name must not take their profile.
        for person in sorted(persons, key=lambda one: not self._certain(one)):
            self._place(person)

    def ref(self, person: Person) -> str:
        return self.profiles[_key(person)].ref

    def _certain(self, person: Person) -> Speaker | None:
        record = self.found.persons.get(uid_of(person, self.source))
        if record is not None and record.object_id in self.found.speakers:
            return self.found.speakers[record.object_id]
        return self._by_guid.get(person.guid) if person.guid else None

    def _place(self, person: Person) -> None:
        key = _key(person)
        if key in self.profiles:
            return
        record = self.found.persons.get(uid_of(person, self.source))
        speaker = self._certain(person) or self._named(person)
        ref = speaker.public_id if speaker is not None else f"{_NEW}{key}"
        profile = Profile(ref, person, speaker, record)
        if speaker is not None:
            self._claimed.add(speaker.public_id)
            self._compare(profile, speaker)
        self.profiles[key] = profile

    def _named(self, person: Person) -> Speaker | None:
        named = [
            one for one in self._by_name[fold(person.name)] if one.public_id not in self._claimed
        ]
        if len(named) > 1:
            self.doubts.append(Doubt("several-profiles", SEVERAL, {"name": person.name}))
        return named[0] if len(named) == 1 else None

    def _compare(self, profile: Profile, speaker: Speaker) -> None:
        """Fields that the file changed and nobody here did."""
        if profile.record is None:
            return
        for name in _FIELDS:
            said, here = getattr(profile.person, name), getattr(speaker, name)
            base = profile.record.fields.get(name)
            if base is None or digest(said) == base[0] or said == here:
                continue
            if digest(here) == base[1]:
                profile.changes[name] = said
            else:
                self.doubts.append(Doubt("person-edited", EDITED, {"name": speaker.name}))


def _key(person: Person) -> str:
    return person.key or f"name:{fold(person.name)}"


def remembered(person: Person, speaker: Speaker, record: ImportedItem | None) -> dict[str, Any]:
    """What to keep of both sides; of a conflict the old, so that it is told again."""
    fields: dict[str, Any] = dict(record.fields) if record is not None else {}
    for name in _FIELDS:
        said, here = getattr(person, name), getattr(speaker, name)
        if said == here or name not in fields:
            fields[name] = [digest(said), digest(here)]
    return fields
