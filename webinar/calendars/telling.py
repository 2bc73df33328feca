"""What an entry says in words, told from its stored facts in the language that is spoken now."""

from dataclasses import dataclass
from typing import Any

from webinar.calendars.words import gettext

#: kinds of entries that are no event but the end of a time
PAPERS_DUE, REGISTRATION_CLOSES = "papers-due", "registration-closes"
CALL_CLOSES = "call-closes"


@dataclass(frozen=True)
class Told:
    """SUMMARY, DESCRIPTION and the LABEL of CONFERENCE."""

    summary: str
    description: str
    label: str = ""


def title_told(title: str, *, kind: str = "", is_cancelled: bool) -> str:
    """A title as a calendar shows it: what ends, and that it is cancelled."""
    if kind in (PAPERS_DUE, CALL_CLOSES):
        title = gettext("Papers due: %(title)s", title=title)
    elif kind == REGISTRATION_CLOSES:
        title = gettext("Registration closes: %(title)s", title=title)
    return gettext("Cancelled: %(title)s", title=title) if is_cancelled else title


def told(facts: dict[str, Any], *, url: str, join: str, is_cancelled: bool) -> Told:
    """The words of an entry. `facts` are those of `contents`, `join` is empty for a place."""
    kind = facts["kind"]
    persons = "\n".join(_person_line(one) for one in facts["persons"])
    papers = "\n".join(f"{one['title']}\n{one['url']}" for one in facts["papers"])
    is_part = facts["webinar"] and facts["webinar_url"] != url
    return Told(
        summary=title_told(facts["title"], kind=kind, is_cancelled=is_cancelled),
        description=paragraphs(
            facts["reason"],
            facts.get("subtitle", ""),
            facts["abstract"],
            gettext("With:") + "\n" + persons if persons else "",
            gettext("Papers:") + "\n" + papers if papers else "",
            gettext("Part of: %(title)s", title=facts["webinar"]) if is_part else "",
            gettext("Hand in: %(url)s", url=facts["hand_in"]) if facts.get("hand_in") else "",
            gettext("Register: %(url)s", url=facts["register"]) if facts.get("register") else "",
            gettext("Details: %(url)s", url=url),
            gettext("Join: %(url)s", url=join) if join else "",
        ),
        label=gettext("Join online") if join else "",
    )


def paragraphs(*parts: str) -> str:
    """Those that are not empty, with an empty line between."""
    return "\n\n".join(part for part in parts if part.strip())


def _person_line(person: dict[str, Any]) -> str:
    name, affiliation = person["name"], person["affiliation"]
    name = f"{name} ({affiliation})" if affiliation else name
    match person["role"]:
        case "chair":
            return gettext("%(name)s, chair", name=name)
        case "panelist":
            return gettext("%(name)s, panel", name=name)
        case "moderator":
            return gettext("%(name)s, moderator", name=name)
    return name
