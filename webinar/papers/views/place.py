"""Where a paper's form stands: behind a speaker's personal link, or on the organizers' desk."""

from dataclasses import dataclass
from typing import Any

from flask import abort, make_response, render_template, url_for
from flask_babel import gettext

from webinar.accounts.models import ORGANIZER
from webinar.accounts.queries import current_actor
from webinar.core import i18n
from webinar.core.journal import Actor, visitor
from webinar.core.journal import speaker as as_speaker
from webinar.core.notices import say, say_changed
from webinar.organization.queries import site
from webinar.papers import queries
from webinar.papers.beginning import Begun, begun_behind, begun_of
from webinar.papers.forms import OrganizerPaperForm, PaperForm
from webinar.papers.models import Paper
from webinar.papers.start_operations import settle_start
from webinar.papers.wanted import Wanted, wanted_for
from webinar.questions.asking import with_questions
from webinar.speakers.holders import holder_or_none
from webinar.speakers.models import Speaker
from webinar.speakers.queries import all_speakers
from webinar.speakers.reach import can_be_chosen, edits_speaker
from webinar.webinars.models import Session
from webinar.webinars.scope import EVERYTHING, NOTHING, Scope, scope_of


@dataclass(frozen=True)
class Place:
    """Who works on the paper, and the addresses of its pages there.

    Personal pages are named `papers.my_edit`, `papers.my_preview` and so on, those of the desk
    the same without `my_`.
    """

    actor: Actor
    speaker: Speaker | None = None
    token: str = ""
    #: in the browser that started a draft: its link, good for that draft alone
    begun: Begun | None = None
    #: webinars that an organizer works in; a speaker is held to the own papers
    scope: Scope = NOTHING

    @property
    def is_personal(self) -> bool:
        """Behind a link; else on the desk."""
        return bool(self.token)

    @property
    def whom(self) -> str:
        """Whose limits count here; empty for organizers."""
        if self.speaker is not None:
            return self.speaker.public_id
        return self.begun.paper_id if self.begun is not None else ""

    def url(self, page: str, **values: Any) -> str:
        if self.is_personal:
            return url_for(f"papers.my_{page}", token=self.token, **values)
        return url_for(f"papers.{page}", **values)

    def answer_url(self, paper_id: str, question_id: str) -> str:
        """Of a file that answers a question."""
        return self.url("answer_file", paper_id=paper_id, question_id=question_id)

    @property
    def frame(self) -> str:
        return "base/personal.html" if self.is_personal else "base/organize.html"

    def home(self, paper: Paper | None) -> str:
        """Where "back" leads from the form."""
        if self.speaker is not None:
            return f"/my/{self.token}"
        if self.begun is not None:
            return self.url("saved", paper_id=self.begun.paper_id)
        if paper is None:
            return url_for("papers.index")
        return url_for("papers.show", paper_id=paper.public_id)

    @property
    def above(self) -> tuple[str, str]:
        """Words and address of what stands above the pages of a paper here."""
        if not self.is_personal:
            return gettext("Papers"), url_for("papers.index")
        words = gettext("Your page") if self.speaker is not None else gettext("Your draft")
        return words, self.home(None)

    def find(self, paper_id: str) -> Paper:
        """The paper when it is within reach from here, else 404."""
        if self.speaker is not None:
            found = queries.own_paper(self.speaker.id, paper_id)
        elif self.begun is not None:
            found = queries.paper_by_id(paper_id) if paper_id == self.begun.paper_id else None
        else:
            found = queries.paper_by_id(paper_id)
            # The policy looked at the address; whoever moved the paper meanwhile took it along.
            if found is not None and self.needs_session and not self._holds(found):
                abort(404)
        if found is None:
            abort(404)
        return found

    def _holds(self, paper: Paper) -> bool:
        return self.scope.holds(queries.paper_webinar_number(paper.public_id))

    def form(
        self, paper: Paper | None = None, wanted: Wanted | None = None, **given: Any
    ) -> PaperForm:
        """The form with the choices of this place; `formdata=None` for an unsent one.

        `wanted`: what the call of a new paper asks.
        """
        wanted = wanted or self.wanted(paper)
        if self.is_personal:
            return with_questions(PaperForm, wanted.asked)(
                sessions=_with_words(self._own_sessions(paper)), wanted=wanted, **given
            )
        people = [(one.public_id, one.name) for one in all_speakers(can_be_chosen(self.scope))]
        return with_questions(OrganizerPaperForm, wanted.asked)(
            wanted=wanted,
            sessions=_with_words(queries.sessions_to_choose(scope=self.scope)),
            speakers=people,
            needs_session=self.needs_session,
            **given,
        )

    def wanted(self, paper: Paper | None) -> Wanted:
        """What the paper's call asks here: organizers are held to no closing."""
        return wanted_for(paper, is_free=not self.is_personal)

    def _own_sessions(self, paper: Paper | None) -> list[Session]:
        """The person's, and the one that organizers chose for the paper."""
        found = []
        if self.speaker is not None:
            found = queries.sessions_to_choose(scope=EVERYTHING, speaker_id=self.speaker.id)
        chosen = paper.session if paper is not None else None
        return found if chosen is None or chosen in found else [chosen, *found]

    @property
    def needs_session(self) -> bool:
        """A paper outside every session would be out of this person's reach."""
        return not self.is_personal and not self.scope.everything

    def profile(self, paper: Paper) -> Speaker | None:
        """The profile that may be changed along with the paper."""
        if self.is_personal:
            return self.speaker
        owner = paper.submitter
        return owner if owner is not None and edits_speaker(owner) else None

    @property
    def language(self) -> str:
        """What a new paper is written in, most likely."""
        return self.speaker.language if self.speaker is not None else site().language


def _with_words(sessions: list[Session]) -> list[tuple[str, str]]:
    return [(one.public_id, _in_words(one)) for one in sessions]


def _in_words(session: Session) -> str:
    day = i18n.long_date(session.starts_at, session.webinar.timezone)
    return f"{session.title} · {session.webinar.title}, {day}"


def behind_link(token: str) -> Place:
    """The place of the person whose link it is; 404 for everybody else.

    410 for a link that was not used for long, and in the browser that started a draft, once its
    owner has gone on with it.
    """
    found = holder_or_none(token)
    if found is not None:
        return Place(as_speaker(found.name), found, token)
    begun = begun_behind(token)
    if begun is None:
        abort(404)
    if begun.is_settled:
        abort(make_response(render_template("papers/moved_on.html"), 410))
    return Place(visitor(begun.name), token=token, begun=begun)


def changing(token: str, paper_id: str) -> Place:
    """The same before something is changed: the owner of the mail address goes on alone."""
    place = behind_link(token)
    if place.speaker is not None and begun_of(paper_id) is not None:
        place.find(paper_id)
        settle_start(paper_id=paper_id, owner_id=place.speaker.public_id, by=place.actor)
    return place


def on_desk() -> Place:
    """The organizers' place; the route's policy has let them in."""
    return Place(current_actor(), scope=scope_of(ORGANIZER))


def say_where(place: Place, words: str) -> None:
    """Show the words on the next page; organizers, who have the journal, can undo it there."""
    if place.is_personal:
        say(words)
    else:
        say_changed(words)
