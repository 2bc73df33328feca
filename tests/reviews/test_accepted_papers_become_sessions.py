"""One form makes sessions of papers, one fills what is there, a drop does either; one undo."""

import re
from datetime import timedelta
from typing import Any

from tests.support.reviewing import Choosing
from tests.support.world import BY


def accepted(app: Any, papers: int) -> Choosing:
    from webinar.papers.decisions import announce_decision

    c = Choosing(app, papers=papers)
    c.decide("accepted", *range(papers))
    with app.app_context():
        for paper_id in c.papers:
            announce_decision(paper_id=paper_id, by=BY)
    return c


def sessions(app: Any, webinar_id: str) -> list[Any]:
    from webinar.speakers.queries import speakers_of_sessions
    from webinar.webinars.queries import webinar_by_id

    with app.app_context():
        found = webinar_by_id(webinar_id).sessions
        people = speakers_of_sessions([one.id for one in found])
        return [
            (one.title, one.starts_at, one.ends_at, [person.name for person, _ in people[one.id]])
            for one in found
        ]


def test_several_follow_each_other(app: Any) -> None:
    c = accepted(app, 3)
    with app.app_context():
        webinar = c.world.webinar
        webinar_id, starts = webinar.public_id, webinar.starts_at
        wall = webinar.starts_wall
    desk = c.desk()
    sent = {
        "papers": c.papers,
        "webinar": webinar_id,
        "starts": wall.strftime("%Y-%m-%dT%H:%M"),
        "break_minutes": "10",
    }
    answer = desk.post(c.url("programme"), data=sent)
    assert answer.status_code == 303, answer.text
    made = sessions(app, webinar_id)
    assert [one[0] for one in made] == ["Paper 1", "Paper 2", "Paper 3"]
    assert [one[1] - starts for one in made] == [timedelta(minutes=40 * n) for n in range(3)]
    assert {one[2] - one[1] for one in made} == {timedelta(minutes=30)}
    assert [one[3] for one in made] == [["Nora Writer"]] * 3
    assert "Nothing waits for a place" in desk.get(c.url("programme")).text
    # In no second place.
    assert desk.post(c.url("programme"), data=sent).status_code == 422


def test_one_undo_takes_sessions_and_places_back(app: Any) -> None:
    c = accepted(app, 2)
    with app.app_context():
        webinar_id = c.world.webinar.public_id
        wall = c.world.webinar.starts_wall
    desk = c.desk()
    sent = {
        "papers": c.papers,
        "webinar": webinar_id,
        "starts": wall.strftime("%Y-%m-%dT%H:%M"),
        "break_minutes": "0",
    }
    desk.post(c.url("programme"), data=sent)
    page = desk.get(f"/organize/webinars/{webinar_id}/").text
    entries = re.findall(r'name="entry" value="([a-z0-9]+)"', page)
    answer = desk.post("/organize/journal/undo", data={"entry": entries})
    assert answer.status_code == 303
    assert sessions(app, webinar_id) == []
    assert c.row(0).session_id is None
    assert c.row(1).session_id is None


def test_a_bare_session_takes_title_and_people_over(app: Any) -> None:
    c = accepted(app, 2)
    with app.app_context():
        bare, webinar_id = c.world.new_session(c.world.webinar), c.world.webinar.public_id
        bare_id = bare.public_id
        from webinar.webinars.operations import edit_session

        edit_session(
            session_id=bare_id,
            title="To be announced",
            abstract="",
            starts=bare.starts_wall,
            ends=bare.ends_wall,
            by=BY,
        )
    desk = c.desk()
    sent = {"paper": c.papers[0], "session": bare_id}
    assert desk.post(c.url("programme/fill"), data=sent).status_code == 303
    ((title, _, _, people),) = sessions(app, webinar_id)
    assert (title, people) == ("Paper 1", ["Nora Writer"])
    # A second one joins, and changes neither title nor abstract.
    sent = {"paper": c.papers[1], "session": bare_id}
    assert desk.post(c.url("programme/fill"), data=sent).status_code == 303
    ((title, _, _, people),) = sessions(app, webinar_id)
    assert title == "Paper 1"
    assert people == ["Nora Writer", "Nora Writer"]


def test_a_drop_on_the_timetable_is_the_form_beside_it(app: Any) -> None:
    c = accepted(app, 2)
    with app.app_context():
        webinar_id = c.world.webinar.public_id
    desk = c.desk()
    where = f"/organize/webinars/{webinar_id}/"
    page = desk.get(where).text
    assert "Accepted, not in the programme yet" in page
    place = f"{where}papers/place"
    assert desk.post(place, data={"paper": c.papers[0], "place": "start"}).status_code == 303
    page = desk.get(where).text
    first = re.search(r'value="after:([a-z0-9]+)"', page)[1]
    sent = {"paper": c.papers[1], "place": f"after:{first}"}
    assert desk.post(place, data=sent).status_code == 303
    one, two = sessions(app, webinar_id)
    assert one[2] == two[1]
    assert "Accepted, not in the programme yet" not in desk.get(where).text
    # What somebody placed meanwhile, is not accepted, or elsewhere, goes nowhere, and says so.
    late = desk.post(place, data=sent, follow_redirects=True)
    assert "Nothing was placed" in late.text
    assert len(sessions(app, webinar_id)) == 2


def test_what_is_not_announced_is_not_offered(app: Any) -> None:
    c = Choosing(app, papers=1)
    c.decide("accepted", 0)
    with app.app_context():
        webinar_id = c.world.webinar.public_id
    desk = c.desk()
    assert "Nothing waits for a place" in desk.get(c.url("programme")).text
    assert "Paper 1" not in desk.get(f"/organize/webinars/{webinar_id}/").text


def test_who_withdrew_is_asked_for_nothing_more(app: Any) -> None:
    """The session stays until organizers say what becomes of it; nobody mails for its slides."""
    from webinar.checklists.operations import remind, start_checklist
    from webinar.checklists.queries import tasks_of_speakers, tasks_to_remind_of
    from webinar.checklists.usual import built_in
    from webinar.papers.operations import (
        Author,
        cancel_paper,
        paper_row,
        reconsider_paper,
        start_paper,
        submit_paper,
        withdraw_paper,
    )
    from webinar.reviews.operations import plan_papers

    c = accepted(app, 2)
    with app.app_context():
        webinar = c.world.webinar
        webinar_id, starts = webinar.public_id, webinar.starts_wall
        plan_papers(webinar_id=webinar_id, paper_ids=c.papers, starts=starts, by=BY)
        start_checklist(webinar_id=webinar_id, items=built_in(), by=BY)
        first, second = (paper_row(one).submitter for one in c.papers)

        def asked() -> tuple[bool, bool]:
            found = {task.speaker.id for task in tasks_to_remind_of()}
            assert found == {one.speaker.id for one in tasks_of_speakers([first.id, second.id])}
            return first.id in found, second.id in found

        assert asked() == (True, True)
        withdraw_paper(paper_id=c.papers[0], by=BY)
        assert asked() == (False, True)
        assert remind(speaker_ids=[first.public_id], by=BY) == []
        cancel_paper(paper_id=c.papers[1], words="No room.", by=BY)
        assert asked() == (False, False)
        reconsider_paper(paper_id=c.papers[1], by=BY)
        assert asked() == (False, True)
        # Another paper of the same person is given there.
        session = paper_row(c.papers[0]).session.public_id
        other = start_paper(
            title="More",
            body="Silt.",
            authors=[Author(first.name, "", first.public_id)],
            session_id=session,
            by=BY,
        )
        submit_paper(paper_id=other.public_id, by=BY)
        assert asked() == (True, True)
