"""When this happens, do that: the only place where rooms hear of each other's news."""

from collections.abc import Callable
from typing import Any

from webinar.accounts import passwords
from webinar.accounts.people import also_shows
from webinar.calendars import listeners as calendars
from webinar.calendars.personal import sources as personal
from webinar.calls.announcements import CallChanged
from webinar.calls.queries import also_counts
from webinar.checklists import listeners as checklists
from webinar.core import journal, news
from webinar.core.purge import Purged
from webinar.organization.announcements import SiteChanged
from webinar.organize.announcements import WholeUndone
from webinar.papers.announcements import PaperChanged, PaperPublished
from webinar.papers.counting import papers_of_calls
from webinar.papers.hints import also_hints
from webinar.papers.locks import also_locked
from webinar.papers.policy import author_listed, author_readable
from webinar.papers.reviewing import also_elsewhere
from webinar.papers.visibility import tied_as_author, tied_as_submitter
from webinar.posts.announcements import PageChanged, PostChanged
from webinar.reviews.guarding import note_guarded
from webinar.reviews.locking import why_locked
from webinar.reviews.naming import hint_names
from webinar.reviews.queries import on_some_board
from webinar.site import indexing as search
from webinar.speakers import listeners as speakers
from webinar.speakers import moving
from webinar.speakers.announcements import RolesChanged, SpeakerChanged
from webinar.speakers.queries import reachable_in
from webinar.speakers.reach import also_bound
from webinar.speakers.visibility import also_listed
from webinar.transfer import listeners as transfer
from webinar.webinars import tags
from webinar.webinars.announcements import (
    CategoryChanged,
    RoomChanged,
    SeriesChanged,
    SessionCancelled,
    SessionChanged,
    SessionCopied,
    SessionMoved,
    WebinarCancelled,
    WebinarChanged,
    WebinarCopied,
    WebinarPublished,
)
from webinar.webinars.queries import known_titles
from webinar.webinars.seriespreview import also_hears
from webinar.webinars.views.people import elsewhere

#: announcement -> who listens, in this order
LISTENERS: dict[type, tuple[Callable[[Any], None], ...]] = {
    SiteChanged: (calendars.on_site,),
    CategoryChanged: (calendars.on_category, search.on_category),
    RoomChanged: (calendars.on_room,),
    SeriesChanged: (calendars.on_series, search.on_series),
    WebinarChanged: (tags.on_webinar, calendars.on_webinar, search.on_webinar),
    WebinarPublished: (calendars.on_webinar, search.on_webinar),
    WebinarCancelled: (
        calendars.on_webinar,
        search.on_webinar,
        speakers.tell_webinar_cancelled,
    ),
    SessionChanged: (calendars.on_session, search.on_session),
    SessionCopied: (speakers.take_speakers_along,),
    WebinarCopied: (checklists.take_checklist_along,),
    SessionMoved: (speakers.tell_moved,),
    SessionCancelled: (speakers.tell_cancelled,),
    RolesChanged: (calendars.on_session, search.on_session),
    SpeakerChanged: (calendars.on_speaker, search.on_speaker),
    CallChanged: (calendars.on_call, search.on_call),
    PaperChanged: (calendars.on_paper, search.on_paper),
    WholeUndone: (transfer.on_undone,),
    PaperPublished: (calendars.on_paper, search.on_paper),
    PostChanged: (search.on_post,),
    PageChanged: (search.on_page,),
    Purged: (tags.on_purged, calendars.on_purged),
}


def connect() -> None:
    """Join announcements to their listeners; safe to call again."""
    # Nobody's password is what a webinar is called: strangers try that first.
    passwords.also_known(known_titles)
    # Somebody whose paper is published has a public profile, with or without a session.
    also_listed(author_listed, readable=author_readable)
    # Whose papers lie elsewhere is not in the hands of one webinar's organizers.
    also_bound(tied_as_author)
    also_bound(tied_as_submitter)
    # Papers follow when two profiles become one; nobody stands twice among the authors of one.
    moving.only_once("paper_author", "paper_id")
    moving.hears_of_move("paper_author", lambda row: PaperChanged(row.paper_id))
    moving.hears_of_move("paper", lambda row: PaperChanged(row.id))
    moving.hears_of_move("session_role", lambda row: RolesChanged(row.session_id))
    # Papers on a board are read there, as its phases allow, and nowhere else by reviewers.
    also_elsewhere(on_some_board)
    # Who has an interest in a paper reads no entry that tells of its review.
    journal.also_hears(note_guarded)
    # A phase of reviewing may keep authors from handing in further versions.
    also_locked(why_locked)
    # Where reviewers are not to know who wrote a paper, its author hears what in it tells them.
    also_hints(hint_names)
    # Whoever changes a series sees beforehand who gets a mail.
    also_hears(reachable_in)
    # The page of people shows the roles in single webinars, too.
    also_shows(elsewhere)
    # The list of calls says how many papers answer each.
    also_counts(papers_of_calls)
    # What a personal calendar can hold, in the order of its ticks.
    personal.offer(personal.STARRED, personal.REGISTERED, personal.SPEAKING, personal.ORGANIZING)
    for kind, listeners in LISTENERS.items():
        for listener in listeners:
            news.listen(kind, listener)
