"""Marks in every field that tells of a person, and a walk through all that others can reach."""

import gzip
import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from tests.support.reviewing import Choosing
from tests.support.world import BY

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

#: of the author, of the reviewers, of what they wrote
AUTHOR, CO_AUTHOR, READER, SAID = "Zanzibarova", "Quintrell", "Ptarmigane", "Xylographic"
_LINK = re.compile(r'(?:href|src|action|srcset|data-[a-z]+)="([^"]+)"')
_STAY = re.compile(r"/logout|/account/|/static/|/export|/design|/download")


def walk(browser: Any, start: Iterable[str], *, most: int = 80) -> dict[str, bytes]:
    """Address -> head and body of everything that links lead to."""
    todo, seen = list(start), {}
    while todo and len(seen) < most:
        address = todo.pop(0)
        if address in seen or _STAY.search(address):
            continue
        answer = browser.get(address)
        data = answer.data
        if answer.headers.get("Content-Encoding") == "gzip":
            data = gzip.decompress(data)
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                data = b"".join(parts.read(name) for name in parts.namelist())
        seen[address] = str(answer.headers).encode() + b"\n" + data
        if location := answer.headers.get("Location"):
            todo.append(urljoin(address, location).replace("http://localhost", ""))
        kind = answer.headers.get("Content-Type", "")
        if not kind.startswith(("text/html", "text/xml", "application/xml", "application/atom")):
            continue
        for link in _LINK.findall(data.decode()):
            found = urlsplit(urljoin(address, link.replace("&amp;", "&")))
            if found.netloc in ("", "localhost") and found.scheme in ("", "http"):
                todo.append(found.path + (f"?{found.query}" if found.query else ""))
    return seen


def nowhere(mark: str, seen: dict[str, bytes]) -> None:
    for address, told in seen.items():
        if mark.lower() not in address.lower():
            assert mark.lower().encode() not in told.lower(), (mark, address)


@pytest.fixture
def board(app: Any) -> Choosing:
    from webinar.core import clock
    from webinar.core.db import db, transaction
    from webinar.papers.models import AuthorInvitation, PaperAuthor
    from webinar.papers.operations import paper_row, submit_paper
    from webinar.questions.models import Answer, AnswerSheet, Question, Questionnaire
    from webinar.reviews import operations as ops
    from webinar.speakers.operations import create_speaker, edit_speaker

    c = Choosing(app, papers=1, reads="all", sees_others="always")
    name, mail = f"Wilma {AUTHOR}", f"wilma.{AUTHOR.lower()}@example.org"
    with app.app_context():
        with transaction() as session:
            c.papers.insert(0, c.paper(f"What {name} keeps", author=name, email=mail))
            row = paper_row(c.papers[0])
            row.abstract = f"By {AUTHOR}, W. and W. {AUTHOR} and Ferdinand {CO_AUTHOR}; {mail}."
            row.body = (
                f"# On Wilma {AUTHOR}\n\nSays Wilma *{AUTHOR}*, {AUTHOR} Wilma, wilma_{AUTHOR}.\n\n"
                f"![Picture of Wilma {AUTHOR}](https://example.org/wilma-{AUTHOR.lower()}.png)\n"
            )
            row.note, row.licence_words = f"From {AUTHOR}", f"© {AUTHOR}"
            former = create_speaker(name=f"Wilma {CO_AUTHOR}", email="was@example.org", by=BY)
            former.deleted_at, former.merged_into_id = clock.now(), row.submitter_id
            session.add(PaperAuthor(paper_id=row.id, position=1, name=f"Ferdinand {CO_AUTHOR}"))
            asked = {"email": f"{CO_AUTHOR.lower()}@example.org", "name": f"Max {CO_AUTHOR}"}
            session.add(AuthorInvitation(paper_id=row.id, sent_at=clock.now(), **asked))
            edit_speaker(
                speaker_id=row.submitter.public_id,
                name=name,
                affiliation=f"{AUTHOR} Hall",
                position_title=f"Head of {AUTHOR}",
                biography=f"{name} lives.",
                links=[{"label": AUTHOR, "url": f"https://www.example.org/{AUTHOR}/"}],
                email=mail,
                by=BY,
            )
            questions = Questionnaire()
            session.add(questions)
            session.flush()
            asks = Question(
                questionnaire_id=questions.id, label="Before?", kind="text", audience="reviewers"
            )
            row.sheet = AnswerSheet()
            session.add(asks)
            session.flush()
            said = f"As {AUTHOR} in her talk, example.org/{AUTHOR}"
            session.add(Answer(sheet=row.sheet, question_id=asks.id, value=said))
        submit_paper(paper_id=c.papers[0], changes_note=f"{AUTHOR}'s proofs", by=BY)
        # Reviewers sign what they write, and name the author as people do.
        from webinar.accounts.models import Account

        with transaction():
            rolf = db.session.scalars(
                db.select(Account).filter_by(public_id=c.reviewer_ids[1])
            ).one()
            rolf.name, rolf.email = f"Rolf {READER}", f"rolf.{READER.lower()}@example.org"
    c.assign((0, 0), (1, 0))
    words = f"{SAID} work of {AUTHOR}. Signed, Rolf {READER}, r. {READER}"
    c.review(1, 0, 3, text=words, to_authors=words, private_note=words, recommendation="accept")
    with app.app_context():
        ops.remark(
            board_id=c.board_id,
            paper_id=c.papers[0],
            account_id=c.reviewer_ids[1],
            text=f"{words}, says {READER}.",
            by=BY,
        )
    return c


def test_a_reviewer_finds_neither_authors_nor_reviewers(board: Choosing) -> None:
    start = ["/organize/", "/organize/reviews/", board.url("mine"), "/", "/search?q=wilma"]
    seen = walk(board.desk(0), start)
    where = board.url(f"papers/{board.papers[0]}")
    assert where in seen
    assert len(seen) > 15
    for mark in (AUTHOR, CO_AUTHOR, READER):
        nowhere(mark, seen)
    page = seen[where].decode()
    assert SAID in page
    assert page.count("•••") > 10
    assert "Reviewer 1" in page
    # Nor by what answers when something is wrong.
    answer = board.desk(0).post(where, data={"hand_in": "1", "version": "1"})
    assert answer.status_code == 422
    nowhere(AUTHOR, {"422": answer.data})


def test_an_author_hears_no_reviewers_name(board: Choosing) -> None:
    from webinar.core import links
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail, write
    from webinar.speakers.operations import send_personal_link

    desk = board.desk()
    form = {"decision": "accepted", "words": "Welcome.", "with_reviews": "1"}
    decided = desk.post(board.url(f"papers/{board.papers[0]}/decision"), data=form)
    assert decided.status_code == 303
    with board.inside():
        submitter = board.row(0).submitter
        token = links.token(send_personal_link(speaker_id=submitter.public_id, by=BY))
    browser = board.app.test_client()
    own = f"/my/{token}/papers/{board.papers[0]}"
    start = [f"/my/{token}/", own, f"{own}/answer", f"{own}/submit"]
    before = walk(browser, start)
    assert own in before
    nowhere(SAID, before)
    assert board.announce() == 1
    nowhere(READER, walk(browser, start))
    with board.inside():
        mails = db.session.query(OutgoingMail).filter(OutgoingMail.to_address.ilike(f"%{AUTHOR}%"))
        told = {}
        for mail in mails:
            words = write(mail)
            told[mail.kind] = repr(
                (mail.reply_to, mail.to_name, mail.subject, words.text, words.html)
            ).encode()
    assert "reviews/mail/decision" in told
    # What was written for them arrives, without the name beneath it.
    assert SAID.encode() in told["reviews/mail/decision"]
    nowhere(READER, told)


def test_an_organizer_with_an_interest_finds_nothing_that_was_said(board: Choosing) -> None:
    from webinar.reviews.operations import declare_for

    with board.inside():
        declare_for(
            board_id=board.board_id, paper_id=board.papers[0], account_id=board.organizer_id, by=BY
        )
    board.decide("accepted", 0, words=f"{SAID} words")
    start = ["/organize/", "/organize/reviews/", board.url(), board.url("board.csv")]
    start += [board.url("assign"), board.url("remind"), board.url("announce")]
    start += [f"/organize/journal/?actor={READER}", "/organize/journal/", "/organize/mails/"]
    seen = walk(board.desk(), start)
    assert board.url("remind") in seen
    nowhere(SAID, seen)
    # Who reviews it cannot be reckoned from who reviews how much.
    assert b"0 of 1 done" not in seen[board.url("remind")]
    assert b"Rita Reader" not in seen[board.url("remind")]
    loads = re.findall(rb'<td class="number"[^>]*>(\d+)</td>', seen[board.url("assign")])
    assert set(loads) == {b"0"}
    decisions = seen[board.url()] + seen[board.url("board.csv")]
    assert b"to be accepted" not in decisions


def test_the_author_is_told_before_and_the_organizers_after(board: Choosing) -> None:
    from webinar.calls.models import Call
    from webinar.core.db import transaction

    with board.inside(), transaction() as session:
        session.query(Call).update({"state": "published", "is_unlisted": True})
    own = board.page_of(0)
    page = board.app.test_client().get(f"{own}/submit").text
    assert "Reviewers do not see who wrote it" in page
    assert f"Title: Wilma {AUTHOR}" in page
    page = board.desk().get(board.url(f"papers/{board.papers[0]}/decision")).text
    assert f"Title: Wilma {AUTHOR}" in page
    page = board.desk().get(board.url(f"papers/{board.papers[1]}/decision")).text
    assert "It names its authors" not in page
