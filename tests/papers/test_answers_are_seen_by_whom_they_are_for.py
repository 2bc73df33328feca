"""Answers to a call's questions: readers see those for readers; all go with the paper."""

import contextlib
import io
import threading
from datetime import timedelta
from typing import Any

import pytest

from tests.papers.calling import BY, a_call, a_question, draft, hand_in, paper_of, save
from tests.papers.conftest import a_file
from tests.support import people
from tests.support.reviewing import Choosing
from webinar.core.db import transaction
from webinar.papers.models import Paper
from webinar.questions import jobs
from webinar.questions.queries import answers_of


def _published(client: Any, app: Any) -> tuple[str, str, str]:
    from webinar.papers.operations import publish_paper

    call, slug = a_call(app)
    answers = {
        a_question(app, call, f"For {who}", audience=who): f"said to {who}"
        for who in ("organizers", "reviewers", "readers")
    }
    path = draft(client, app, slug, body="Text.", title="On one mud flat", **answers)
    assert hand_in(client, path).status_code == 303
    number, sheet = paper_of(app, path, lambda paper: (paper.public_id, paper.sheet_id))
    with app.app_context():
        made = publish_paper(paper_id=number, by=BY)
        return number, sheet, f"/papers/{made.slug}/"


def test_readers_see_theirs_alone(client: Any, app: Any) -> None:
    _number, _sheet, page = _published(client, app)
    text = client.get(page).text
    assert "said to readers" in text
    assert "For readers" in text
    assert "said to reviewers" not in text
    assert "said to organizers" not in text


def test_they_go_when_the_paper_is_gone_for_good(client: Any, app: Any, clock: Any) -> None:
    from webinar.core import purge
    from webinar.core.db import db
    from webinar.papers.operations import delete_paper
    from webinar.questions.models import Answer, AnswerSheet

    number, sheet, _page = _published(client, app)
    with app.app_context():
        jobs.sweep_answers()
        assert db.session.get(AnswerSheet, sheet) is not None
        delete_paper(paper_id=number, by=BY)
        clock.shift(timedelta(days=31))
        purge.purge_deleted()
        jobs.sweep_answers()
        assert db.session.get(AnswerSheet, sheet) is None
        assert db.session.query(Answer).count() == 0


AUDIENCES = ("organizers", "reviewers", "readers")


def _letters(client: Any, app: Any) -> tuple[str, str, dict[str, str]]:
    """Identifier and address of a paper that was handed in, and audience -> its question."""
    call, slug = a_call(app)
    names = {
        who: a_question(app, call, f"Letter to {who}", "file", audience=who) for who in AUDIENCES
    }
    path = draft(client, app, slug, body="Text.", title="On one mud flat")
    files = {name: a_file(f"Dear {who}".encode(), f"{who}.txt") for who, name in names.items()}
    assert save(client, path, **files).status_code == 303
    assert hand_in(client, path).status_code == 303
    number, page = paper_of(app, path, lambda paper: (paper.public_id, f"/papers/{paper.slug}/"))
    return number, page, {who: name.removeprefix("answer_") for who, name in names.items()}


def test_files_are_opened_by_whom_they_are_for(client: Any, app: Any) -> None:
    from webinar.papers.operations import publish_paper, unpublish_paper

    number, page, questions = _letters(client, app)
    desk = people.organizer(app)
    account = people.make_account(app, roles=("reviewer",), email="rev@example.org")
    reviewer, stranger = people.signed_in(app, account), app.test_client()

    def opened(browser: Any, base: str) -> list[str]:
        """Those whose file comes, with its words."""
        answers = {who: browser.get(f"{base}answers/{key}") for who, key in questions.items()}
        assert {one.status_code for one in answers.values()} <= {200, 302, 404, 403}
        return [who for who, one in answers.items() if one.data == f"Dear {who}".encode()]

    review, organize = f"/organize/review/{number}/", f"/organize/papers/{number}/"
    # Handed in: no reader, and no reviewer gets what organizers alone may see.
    assert opened(stranger, page) == []
    assert opened(reviewer, page) == []
    assert opened(reviewer, review) == ["reviewers", "readers"]
    assert opened(reviewer, organize) == opened(stranger, review) == []
    assert opened(desk, organize) == list(AUDIENCES)
    shown = reviewer.get(review).text
    assert f'href="{review}answers/{questions["reviewers"]}"' in shown
    assert "organizers.txt" not in shown
    with app.app_context():
        publish_paper(paper_id=number, by=BY)
    assert opened(stranger, page) == ["readers"]
    text = stranger.get(page).text
    assert f'href="{page}answers/{questions["readers"]}"' in text
    assert "reviewers.txt" not in text
    got = stranger.get(f"{page}answers/{questions['readers']}")
    assert "attachment" in got.headers["Content-Disposition"]
    assert "sandbox" in got.headers["Content-Security-Policy"]
    with app.app_context():
        unpublish_paper(paper_id=number, by=BY)
    assert opened(stranger, page) == []


def test_an_embargo_holds_them_back_too(client: Any, app: Any, clock: Any) -> None:
    from webinar.core.clock import now
    from webinar.core.db import transaction
    from webinar.papers.operations import paper_row, publish_paper

    number, page, questions = _letters(client, app)
    with app.app_context():
        publish_paper(paper_id=number, by=BY)
        with transaction():
            paper_row(number).embargo_until = now() + timedelta(days=2)
    address = f"{page}answers/{questions['readers']}"
    assert client.get(address).status_code == 404
    assert "readers.txt" not in client.get(page).text
    clock.shift(timedelta(days=3))
    assert client.get(address).status_code == 200


def test_on_a_board_they_are_given_without_their_authors(app: Any) -> None:
    from webinar.core.db import transaction
    from webinar.papers.operations import paper_row
    from webinar.papers.uploads import take_upload
    from webinar.questions.operations import Asking, add_question, make_questionnaire, save_answers

    c = Choosing(app, papers=1, reads="all")
    with app.app_context():
        sheet = make_questionnaire(by=BY).id
        letters = (
            ("reviewers", b"Dear reviewers"),
            ("reviewers", b"Yours, Nora Writer"),
            ("organizers", b"Dear organizers"),
        )
        keys, taken = [], {}
        for who, words in letters:
            asking = Asking(kind="file", label=f"Letter to {who}", audience=who)
            made = add_question(questionnaire_id=sheet, asking=asking, by=BY)
            keys.append(made.public_id)
            taken[keys[-1]] = take_upload(io.BytesIO(words), "Nora Writer.txt")
        answers = save_answers(sheet_id=None, questionnaire_id=sheet, values={}, taken=taken, by=BY)
        with transaction():
            paper_row(c.papers[0]).sheet_id = answers.id
    desk, base = c.desk(0), c.url(f"papers/{c.papers[0]}")
    page = desk.get(base).text
    assert "file-1.txt" in page
    assert "Nora" not in page
    plain, named, other = (desk.get(f"{base}/answers/{key}") for key in keys)
    assert plain.data == b"Dear reviewers"
    assert "Nora" not in str(plain.headers)
    assert (named.status_code, other.status_code) == (403, 404)
    assert b"Nora" not in named.data


def test_two_first_answers_at_once_are_on_one_sheet(
    client: Any, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from webinar.papers import choice_operations
    from webinar.papers.call_operations import keep_answers
    from webinar.papers.wanted import Given

    call, slug = a_call(app)
    names = [a_question(app, call, label) for label in ("One", "Two")]
    path = draft(client, app, slug)
    paper = path.rsplit("/", maxsplit=1)[-1]
    with app.app_context(), transaction() as session:
        session.query(Paper).one().sheet_id = None
    both, save_answers = threading.Barrier(2), choice_operations.save_answers

    def slowly(**given: Any) -> Any:
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(0.3)
        return save_answers(**given)

    monkeypatch.setattr(choice_operations, "save_answers", slowly)

    def send(name: str) -> None:
        given = Given({name.removeprefix("answer_"): name})
        with app.app_context():
            keep_answers(paper_id=paper, given=given, by=BY)

    threads = [threading.Thread(target=send, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = paper_of(app, path, lambda found: sorted(answers_of(found.sheet_id)))
    assert kept == sorted(name.removeprefix("answer_") for name in names)
