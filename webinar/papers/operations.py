"""Papers: started, written, handed in, published, taken back."""

import sqlalchemy as sa

from webinar.core import clock, ids, news
from webinar.core.db import db, lock, with_deleted
from webinar.core.journal import Actor, about, operation
from webinar.core.plainerror import N_
from webinar.core.prepared import html_of, renders
from webinar.core.sittings import in_sitting
from webinar.core.slugs import choose_slug, keep_former
from webinar.papers import mails
from webinar.papers.announcements import PaperChanged, PaperPublished, PaperSubmitted
from webinar.papers.choice_operations import answer, choose
from webinar.papers.drafts import (
    DECIDED,
    WITHDRAWABLE,
    Author,
    Front,
    as_authors,
    draft_front,
    front_of,
    is_author,
)
from webinar.papers.errors import WrongPaper
from webinar.papers.front_operations import link_authors, set_authors, set_front, write_draft
from webinar.papers.gate import refuse_late, use_code
from webinar.papers.locks import why_locked
from webinar.papers.models import (
    ACCEPTED,
    CANCELLED,
    CHANGES,
    CONFIRMED,
    DECLINED,
    DRAFT,
    KINDS,
    PUBLISHED,
    SUBMITTED,
    WAITLISTED,
    WITHDRAWN,
    Paper,
    PaperVersion,
)
from webinar.papers.versions import BODY, make_version, newest_version, refuse_unscanned
from webinar.papers.wanted import Choice, Given
from webinar.speakers.models import Speaker
from webinar.speakers.operations import personal_link
from webinar.webinars.models import Session

#: not against the wish of who withdrew it, nor what was called off or declined meanwhile
PUBLISHABLE = (DRAFT, SUBMITTED, CHANGES, WAITLISTED, ACCEPTED, CONFIRMED, PUBLISHED)
#: most papers of one person, drafts included, before organizers are asked
MOST_PAPERS = 100
TOO_MANY_PAPERS = N_(
    "You have %(most)s papers here already. Go on with one of them, or write to us."
)


def paper_row(public_id: str, *, deleted: bool = False) -> Paper:
    """Raises sqlalchemy.exc.NoResultFound."""
    found = sa.select(Paper).where(Paper.public_id == public_id)
    return db.session.scalars(with_deleted(found) if deleted else found).one()


def _speaker_number(public_id: str) -> int | None:
    if not public_id:
        return None
    return db.session.scalars(sa.select(Speaker.id).where(Speaker.public_id == public_id)).one()


def _session_number(public_id: str) -> int | None:
    if not public_id:
        return None
    return db.session.scalars(sa.select(Session.id).where(Session.public_id == public_id)).one()


@renders(body=BODY)
@operation
def start_paper(
    *,
    title: str,
    by: Actor,
    abstract: str = "",
    body: str = "",
    kind: str = "paper",
    language: str = "en",
    authors: list[Author] | None = None,
    submitter_id: str = "",
    session_id: str = "",
    note: str = "",
    public_id: str = "",
    choice: Choice | None = None,
    given: Given | None = None,
) -> Paper:
    """A draft. `submitter_id` and `session_id` are public identifiers.

    `public_id` is what the form chose beforehand: sent twice, it makes one paper and changes
    nothing. Raises WrongPaper when a speaker has too many.
    """
    if public_id:
        found = with_deleted(sa.select(Paper).where(Paper.public_id == public_id))
        known = db.session.scalar(found)
        if known is not None:
            about(known)
            return known
    if kind not in KINDS:
        raise WrongPaper(N_("Choose what it is: a paper, slides, a handout or a poster."))
    submitter = _speaker_number(submitter_id)
    if by.kind == "speaker":
        mine = sa.select(sa.func.count(Paper.id)).where(Paper.submitter_id == submitter)
        if (db.session.scalar(mine) or 0) >= MOST_PAPERS:
            raise WrongPaper(TOO_MANY_PAPERS, most=MOST_PAPERS)
    paper = Paper(
        public_id=public_id or ids.new_id(),
        title=title,
        slug=choose_slug(Paper, title),
        kind=kind,
        abstract=abstract,
        body=body,
        language=language,
        note=note,
        submitter_id=submitter,
        session_id=_session_number(session_id),
    )
    db.session.add(paper)
    db.session.flush()
    about(paper)
    set_authors(paper, authors or ())
    _keep(paper, choice, given, by)
    news.announce(PaperChanged(paper.id))
    return paper


def _keep(paper: Paper, choice: Choice | None, given: Given | None, by: Actor) -> None:
    """What its call asks for; None leaves it as it is."""
    if choice is not None:
        choose(paper, choice)
    if given is not None:
        answer(paper, given, by)


@renders(body=BODY)
@operation
def edit_paper(
    *,
    paper_id: str,
    title: str,
    abstract: str,
    body: str,
    kind: str,
    authors: list[Author],
    by: Actor,
    language: str = "",
    session_id: str | None = None,
    submitter_id: str | None = None,
    note: str | None = None,
    slug: str | None = None,
    expected_version: int | None = None,
    choice: Choice | None = None,
    given: Given | None = None,
    is_by_itself: bool = False,
) -> Paper:
    """Change the draft; readers see it when a version is handed in and published.

    Where the paper stands (session, address, whose page) changes at once. None leaves a
    field as it is. Until it is published, the address follows the title.
    `is_by_itself`: the page saves what is typed, nobody pressed a button. Raises StaleEdit,
    WrongPaper.
    """
    in_sitting(is_by_itself=is_by_itself)
    paper = paper_row(paper_id)
    if paper.published_at is None and title != paper.title and not slug:
        # It follows the title.
        slug = None
    language = language or draft_front(paper).language
    front = Front(title, abstract, kind, language, tuple(authors))
    write_draft(paper, front, body, expected_version, by, has_address=bool(slug))
    if note is not None:
        paper.note = note
    if session_id is not None:
        paper.session_id = _session_number(session_id)
    if submitter_id is not None:
        paper.submitter_id = _speaker_number(submitter_id)
    if slug is not None and slug != paper.slug:
        old, paper.slug = paper.slug, choose_slug(Paper, slug or title, row=paper)
        if old != paper.slug:
            keep_former(paper, old)
    _keep(paper, choice, given, by)
    return paper


def submit_paper(
    *, paper_id: str, by: Actor, changes_note: str = "", after: int | None = None
) -> PaperVersion:
    """Hand in what the draft holds as the next version; organizers hear of it by mail.

    `after` is the newest version the person saw (0 for none): sent twice, the form makes one
    version. Raises WrongPaper when there is nothing to hand in.
    """
    # Rendered before the write lock is taken; the operation finds it done.
    html_of(paper_row(paper_id).body, BODY)
    return _submit_paper(paper_id=paper_id, by=by, changes_note=changes_note, after=after)


@operation
def _submit_paper(
    *, paper_id: str, by: Actor, changes_note: str, after: int | None
) -> PaperVersion:
    paper = paper_row(paper_id)
    about(paper)
    # Two requests at once: the second waits here and then finds the first one's version.
    lock(paper)
    newest = newest_version(paper)
    if newest is not None and after is not None and newest.number > after:
        return newest
    refuse_late(paper, by)
    if is_author(by) and (reason := why_locked(paper)):
        raise WrongPaper(reason)
    version = make_version(paper, changes_note, by)
    use_code(paper, by)
    paper.submitted_at = version.created_at
    if paper.state not in DECIDED:
        paper.state = SUBMITTED
    news.announce(PaperSubmitted(paper.id, version.number))
    news.announce(PaperChanged(paper.id))
    if is_author(by):
        mails.tell_organizers(paper, version)
        if paper.submitter is not None:
            mails.confirm_receipt(paper, version, personal_link(paper.submitter))
    return version


def publish_paper(*, paper_id: str, by: Actor) -> Paper:
    """Let readers see the newest version; one is made from the draft if there is none yet.

    The person who handed it in hears of it by mail. Raises WrongPaper when the paper is empty,
    or was withdrawn or declined.
    """
    html_of(paper_row(paper_id).body, BODY)
    return _publish_paper(paper_id=paper_id, by=by)


@operation
def _publish_paper(*, paper_id: str, by: Actor) -> Paper:
    paper = paper_row(paper_id)
    about(paper)
    lock(paper)
    _stands_in(paper, PUBLISHABLE)
    newest = newest_version(paper) or make_version(paper, "", by)
    refuse_unscanned(newest)
    draft, front, linked = draft_front(paper), front_of(newest), as_authors(paper.authors)
    set_front(paper, front)
    # Organizers may have joined names to profiles since it was handed in.
    link_authors(paper, linked)
    paper.waiting = draft.stored() if draft != front else None
    paper.current_number = newest.number
    newest.published_at = newest.published_at or clock.now()
    is_first = paper.published_at is None
    if paper.state != PUBLISHED:
        paper.former_state = paper.state
        paper.drop_decision()
    paper.state = PUBLISHED
    paper.published_at = paper.published_at or clock.now()
    news.announce(PaperPublished(paper.id))
    news.announce(PaperChanged(paper.id))
    if is_first and paper.submitter is not None:
        mails.tell_published(paper, personal_link(paper.submitter))
    return paper


@operation
def unpublish_paper(*, paper_id: str, by: Actor) -> Paper:
    """Back to the state it had; readers no longer see it."""
    return _step(paper_id, None, from_states=(PUBLISHED,))


@operation
def decline_paper(*, paper_id: str, by: Actor) -> Paper:
    """At once and without a mail; `decisions` decides now and announces later."""
    waiting = (DRAFT, SUBMITTED, CHANGES, WAITLISTED)
    return _step(paper_id, DECLINED, from_states=waiting)


@operation
def reconsider_paper(*, paper_id: str, by: Actor) -> Paper:
    """Take back a decision: declined becomes handed in again, what left what it was before."""
    paper = paper_row(paper_id)
    if paper.state == DECLINED:
        return _step(paper_id, SUBMITTED, from_states=(DECLINED,))
    return _step(paper_id, None, from_states=(WITHDRAWN, CANCELLED))


@operation
def withdraw_paper(*, paper_id: str, by: Actor, words: str = "") -> Paper:
    """The author's wish, and why; readers no longer see it. Organizers hear of an accepted one."""
    paper = _step(paper_id, WITHDRAWN, from_states=WITHDRAWABLE, words=words)
    if by.kind == "speaker" and paper.former_state in (ACCEPTED, CONFIRMED):
        mails.tell_withdrawn(paper)
    return paper


@operation
def cancel_paper(*, paper_id: str, words: str, by: Actor) -> Paper:
    """What was accepted is not given after all; who handed it in hears why by mail."""
    paper = _step(paper_id, CANCELLED, from_states=(ACCEPTED, CONFIRMED), words=words)
    if paper.submitter is not None:
        mails.tell_cancelled(paper, personal_link(paper.submitter))
    return paper


def _stands_in(paper: Paper, states: tuple[str, ...]) -> None:
    if paper.state not in states:
        raise WrongPaper(N_("Somebody changed this paper meanwhile. Look at it again."))


def _step(
    paper_id: str, state: str | None, *, from_states: tuple[str, ...], words: str = ""
) -> Paper:
    """To that state, and note where it came from; None leads back there."""
    paper = paper_row(paper_id)
    lock(paper)
    _stands_in(paper, from_states)
    if state is None:
        # A draft that was published has a version: it counts as handed in.
        before = paper.former_state
        paper.state = before if before not in ("", DRAFT, PUBLISHED) else SUBMITTED
        paper.parting_words = ""
    else:
        paper.former_state, paper.state = paper.state, state
        paper.drop_decision()
        paper.parting_words = words
    if paper.state == SUBMITTED and newest_version(paper) is None:
        # It left before anybody handed it in.
        paper.state = DRAFT
    paper.version += 1
    news.announce(PaperChanged(paper.id))
    return paper


@operation
def delete_paper(*, paper_id: str, by: Actor) -> Paper:
    """By its author only while nobody else has seen it. Raises WrongPaper."""
    paper = paper_row(paper_id)
    about(paper)
    # Handed in at the same moment: this waits, and then finds it so.
    lock(paper)
    if is_author(by) and newest_version(paper) is not None:
        raise WrongPaper(N_("It was handed in meanwhile. Withdraw it, if you do not want it."))
    paper.deleted_at = clock.now()
    news.announce(PaperChanged(paper.id))
    return paper


@operation
def restore_paper(*, paper_id: str, by: Actor) -> Paper:
    paper = paper_row(paper_id, deleted=True)
    paper.deleted_at = None
    news.announce(PaperChanged(paper.id))
    return paper
