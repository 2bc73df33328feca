"""What a draft lacks before it can be handed in: always, and by its call."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext

from webinar.calls.asked import MEASURED, field_words
from webinar.core.plainerror import N_
from webinar.papers.drafts import Front, draft_front
from webinar.papers.models import Paper
from webinar.papers.wanted import Wanted, closed_words
from webinar.questions.asking import missing_answers

#: anchors of what stands on the person's own page, not in the paper's form
PROFILE = ("biography", "portrait")
#: built-in field of a call -> the form's field
FIELDS = {"abstract": "abstract", "text": "body", "files": "files", "note": "note"}


@dataclass(frozen=True)
class Lack:
    """Something that a draft lacks, and where in its form that is written."""

    #: of the field
    anchor: str
    #: an untranslated sentence, and what fills its places
    message: str
    values: dict[str, Any] = field(default_factory=dict)
    #: something stands there already: too much of it, or too little
    is_of_length: bool = False

    @property
    def is_profile(self) -> bool:
        """It stands on the person's own page."""
        return self.anchor in PROFILE

    @property
    def sentence(self) -> str:
        """In the reader's language."""
        return gettext(self.message, **self.values)


def lacks_always(paper: Paper, files: int) -> list[Lack]:
    """Without these there is no paper, whoever hands it in."""
    front, found = draft_front(paper), []
    if not front.title.strip():
        found.append(Lack("title", N_("Give it a title.")))
    if not front.authors:
        found.append(Lack("authors-0-name", N_("Name at least one author.")))
    if paper.call_id is None and not paper.body.strip() and not files:
        found.append(Lack("body", N_("Paste the text, or add a file.")))
    return found


def lacks_of(paper: Paper, files: int, wanted: Wanted) -> list[Lack]:
    """All that keeps its author from handing it in, in the order of the form.

    At most one statement, for a profile: the questions and answers are those of `wanted`.
    """
    found = lacks_always(paper, files)
    if wanted.is_free:
        return found
    closed = closed_words(paper)
    if wanted.call is None:
        # Deleted: it has no field that could mend it.
        return [*found, Lack("title", "%(words)s", {"words": closed})] if closed else found
    found += _choices(paper, wanted)
    found += _authors(draft_front(paper), wanted)
    found += _built_in(paper, files, wanted)
    found += [
        Lack(one.anchor, "%(words)s", {"words": one.words}) for one in missing_answers(wanted.asked)
    ]
    if closed:
        found.append(Lack("code", "%(words)s", {"words": closed}))
    return found


def _choices(paper: Paper, wanted: Wanted) -> Iterator[Lack]:
    if wanted.call is not None and wanted.call.types and paper.type is None:
        yield Lack("type_id", N_("Choose what kind of contribution it is."))
    if wanted.call is not None and wanted.call.tracks and paper.track is None:
        yield Lack("track_id", N_("Choose a track."))


def _authors(front: Front, wanted: Wanted) -> Iterator[Lack]:
    for name in ("affiliation", "orcid"):
        if not wanted.rules[name].is_required:
            continue
        for place, author in enumerate(front.authors):
            if not getattr(author, name):
                yield Lack(
                    f"authors-{place}-{name}",
                    N_("%(field)s of %(name)s is missing."),
                    {"field": field_words(name), "name": author.name},
                )


def _built_in(paper: Paper, files: int, wanted: Wanted) -> Iterator[Lack]:
    front, profile = draft_front(paper), paper.submitter
    texts = {
        "abstract": front.abstract,
        "text": paper.body,
        "note": paper.note,
        "biography": profile.biography if profile is not None else "",
    }
    for name, rule in wanted.rules.items():
        problem = ""
        if not rule.is_asked:
            continue
        if name in MEASURED:
            problem = rule.problem(texts[name])
        elif (name == "files" and rule.is_required and not files) or (
            name == "portrait" and rule.is_required and not (profile and profile.has_portrait)
        ):
            problem = gettext("is missing")
        if problem:
            yield Lack(
                FIELDS.get(name, name),
                N_("%(field)s: %(problem)s."),
                {"field": field_words(name), "problem": problem},
                is_of_length=bool(texts.get(name, "").strip()),
            )
