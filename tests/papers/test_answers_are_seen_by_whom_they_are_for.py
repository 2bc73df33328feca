"""Answers to a call's questions: readers see those for readers; all go with the paper."""

from datetime import timedelta
from typing import Any

from tests.papers.calling import BY, a_call, a_question, draft, hand_in, paper_of
from webinar.questions import jobs


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
