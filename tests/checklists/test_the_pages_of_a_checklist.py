"""The desk's table, the preview of reminders, and what a person does on the own page."""

import csv
import io
import re

import pytest
import sqlalchemy as sa

from tests.support import people
from tests.support.programme import ANNA, a_draft, a_session, a_speaker
from webinar.checklists import operations, queries
from webinar.checklists.models import ChecklistMark
from webinar.checklists.usual import built_in
from webinar.checklists.values import ItemValues
from webinar.core import links
from webinar.core.db import db, transaction
from webinar.core.mail import OutgoingMail
from webinar.speakers.operations import personal_link, set_session_speakers

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def webinar(in_app, clock):
    made = a_draft("Rivers")
    session = a_session(made, "TBA")
    speaker = a_speaker(email="maria@example.org")
    parts = [(speaker.public_id, "speaker")]
    set_session_speakers(session_id=session.public_id, roles=parts, by=ANNA)
    return made


@pytest.fixture
def started(webinar):
    operations.start_checklist(webinar_id=webinar.public_id, items=built_in(), by=ANNA)
    return webinar


@pytest.fixture
def my(webinar):
    (line,) = queries.board_of(webinar).lines
    with transaction():
        return links.address(personal_link(line.speaker), absolute=False)


def item(webinar, kind):
    (found,) = [one for one in queries.items_of(webinar.id) if one.kind == kind]
    return found.public_id


def mark():
    db.session.rollback()
    return db.session.scalar(sa.select(ChecklistMark))


def test_it_is_offered_and_taken_over_in_part(app, webinar, html_errors):
    desk = people.organizer(app)
    page = f"/organize/webinars/{webinar.public_id}/checklist"
    offer = desk.get(page).text
    assert html_errors(offer) == []
    assert offer.count(" checked") == 7
    desk.post(f"{page}/start", data={"items": ["portrait", "consent"]}, headers=OURS)
    db.session.rollback()
    assert [one.kind for one in queries.items_of(webinar.id)] == ["portrait", "consent"]
    table = desk.get(page).text
    assert html_errors(table) == []
    assert 'data-label="Consent to record"' in table
    operations.add_item(webinar_id="", values=ItemValues("slides"), by=ANNA)
    other = a_draft("Lakes").public_id
    assert desk.get(f"/organize/webinars/{other}/checklist").text.count(" checked") == 1


def test_a_page_that_was_open_meanwhile_takes_nothing_else_over(app, webinar, html_errors):
    desk = people.organizer(app)
    page = f"/organize/webinars/{webinar.public_id}/checklist"
    first, second = (
        operations.add_item(webinar_id="", values=ItemValues("own", name), by=ANNA).public_id
        for name in ("A lift", "A room")
    )
    operations.remove_item(item_id=first, by=ANNA)
    late = desk.post(f"{page}/start", data={"items": ["portrait", first]}, headers=OURS)
    assert late.status_code == 409
    assert "was changed meanwhile" in late.text
    assert html_errors(late.text) == []
    db.session.rollback()
    assert queries.checklist_of(webinar.id) is None
    desk.post(f"{page}/start", data={"items": [second]}, headers=OURS)
    db.session.rollback()
    assert [one.title for one in queries.items_of(webinar.id)] == ["A room"]


@pytest.mark.parametrize("usual", [False, True])
def test_items_are_put_into_another_order(app, started, usual, html_errors):
    desk = people.organizer(app)
    page = f"/organize/webinars/{started.public_id}/checklist/items"
    if usual:
        page = "/organize/checklist/"
        operations.write_usual_items(items=built_in(), by=ANNA)
    number = None if usual else started.id
    slides = next(one.public_id for one in queries.items_of(number) if one.kind == "slides")
    assert html_errors(desk.get(page).text) == []
    order = f"{page.removesuffix('/')}/order"
    for _time in range(2):
        desk.post(order, data={"move": f"up-{slides}"}, headers=OURS)
    desk.post(order, data={"move": "up-nobody"}, headers=OURS)
    db.session.rollback()
    kinds = "portrait biography slides title abstract consent sound_check".split()
    assert [one.kind for one in queries.items_of(number)] == kinds
    text = desk.get(page).text
    assert text.index("Slides") < text.index("Abstract")


def test_a_reminder_is_seen_before_it_goes(app, started, html_errors):
    desk = people.organizer(app)
    page = f"/organize/webinars/{started.public_id}/checklist"
    preview = desk.get(f"{page}/remind").text
    assert html_errors(preview) == []
    assert "maria@example.org" in preview
    assert "7 things are still needed for “Rivers”" in preview
    assert db.session.scalar(sa.select(sa.func.count(OutgoingMail.id))) == 0
    (who,) = re.findall(r'name="who" value="(\w+)"', preview)
    desk.post(f"{page}/remind", data={"who": who}, headers=OURS)
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(OutgoingMail.id))) == 1
    assert "Got a reminder today already: Maria Nowak" in desk.get(f"{page}/remind").text


def test_other_webinars_stay_unseen_in_the_preview(app, started):
    secret = a_draft("Zanzibar")
    session = a_session(secret, "Spices")
    (line,) = queries.board_of(started).lines
    parts = [(line.speaker.public_id, "speaker")]
    set_session_speakers(session_id=session.public_id, roles=parts, by=ANNA)
    values = [ItemValues("own", "Cloves")]
    operations.start_checklist(webinar_id=secret.public_id, items=values, by=ANNA)
    own = people.with_role(app, "organizer", webinar_id=started.public_id)
    preview = own.get(f"/organize/webinars/{started.public_id}/checklist/remind").text
    assert "and 1 thing for another webinar" in preview
    assert "Cloves" not in preview
    assert "Zanzibar" not in preview


def test_the_table_as_csv(app, started):
    desk = people.organizer(app)
    answer = desk.get(f"/organize/webinars/{started.public_id}/checklist.csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == 7
    assert rows[0]["Name"] == "Maria Nowak"
    assert rows[0]["Due"] == "2026-04-14 23:59"
    assert {row["State"] for row in rows} == {"Open"}


def test_an_organizer_waives_but_agrees_for_nobody(app, started):
    desk = people.organizer(app)
    (line,) = queries.board_of(started).lines
    page = f"/organize/webinars/{started.public_id}/checklist/people/{line.speaker.public_id}"
    consent = f"{page}/{item(started, 'consent')}"
    assert desk.post(consent, data={"state": "done"}, headers=OURS).status_code == 400
    assert desk.post(consent, data={"state": "waived"}, headers=OURS).status_code == 303
    assert mark().state == "waived"
    assert "Not needed" in desk.get(page).text
    desk.post(consent, data={"state": "open"}, headers=OURS)
    assert mark() is None


def test_the_own_page_says_first_what_is_needed(my, started, client, html_errors):
    text = client.get(my).text
    assert html_errors(text) == []
    assert text.index("What the organizers still need") < text.index("Your sessions")
    assert text.count('class="task-line') == 7
    for way in ("/profile#portrait-title", "/papers/new", "/consent", "/sessions/"):
        assert way in text, way
    assert "28 April 2026, 23:59" in text
    client.post(f"{my}/zone", data={"timezone": "Asia/Tokyo"}, headers=OURS)
    assert "29 April 2026, 07:59" in client.get(my).text


def test_agreeing_to_exactly_what_was_read(my, started, client, html_errors):
    page = f"{my}/checklist/{item(started, 'consent')}/consent"
    text = client.get(page).text
    assert html_errors(text) == []
    (seal,) = re.findall(r'name="seal" value="(\w+)"', text)
    operations.edit_item(
        item_id=item(started, "consent"), title="", words="All of it.", days_before=7, by=ANNA
    )
    late = client.post(page, data={"answer": "yes", "seal": seal}, headers=OURS)
    assert (late.status_code, mark()) == (409, None)
    (seal,) = re.findall(r'name="seal" value="(\w+)"', late.text)
    assert client.post(page, data={"seal": seal}, headers=OURS).status_code == 422
    client.post(page, data={"answer": "yes", "seal": seal}, headers=OURS)
    assert (mark().state, mark().words) == ("done", "All of it.")
    client.post(page, data={"answer": "no", "seal": seal}, headers=OURS)
    assert mark().state == "refused"
    assert "Not agreed" in client.get(my).text


def test_ticking_is_for_what_nobody_can_see(my, started, client):
    check, portrait = item(started, "sound_check"), item(started, "portrait")
    assert client.post(f"{my}/checklist/{portrait}", headers=OURS).status_code == 404
    client.post(f"{my}/checklist/{check}", data={"state": "done"}, headers=OURS)
    assert mark().said_by == "Maria Nowak"
    client.post(f"{my}/checklist/{check}", data={"state": "open"}, headers=OURS)
    assert mark() is None


def test_slides_are_handed_in_for_their_session(my, started, client):
    (session,) = started.sessions
    way = f"{my}/papers/new?session={session.public_id}&amp;kind=slides"
    assert f'href="{way}"' in client.get(my).text
    form = client.get(way.replace("&amp;", "&")).text
    assert '<option selected value="slides">' in form
    assert f'<option selected value="{session.public_id}">' in form
    assert 'value="TBA"' in form
    elsewhere = client.get(f"{my}/papers/new?session={'x' * 26}&kind=slides").text
    assert '<option selected value="paper">' in elsewhere


def test_only_ones_own_talk_is_described(my, started, client):
    (session,) = started.sessions
    page = f"{my}/sessions/{session.public_id}"
    text = client.get(page).text
    assert 'value="TBA"' not in text
    (version,) = re.findall(r'name="version"[^>]* value="(\d+)"', text)
    sent = {"title": "What silt knows", "abstract": "*Mud*", "version": version}
    assert client.post(page, data=sent, headers=OURS).status_code == 303
    assert client.post(page, data=sent, headers=OURS).status_code == 409
    other = a_session(started, "Not hers").public_id
    assert client.get(f"{my}/sessions/{other}").status_code == 404
    assert client.post(f"{my}/sessions/{other}", data=sent, headers=OURS).status_code == 404


def test_a_consent_is_taken_back_when_all_is_over(app, my, started, client, clock, html_errors):
    """The words say "at any time": also when the webinar is over, or somebody else speaks now."""
    page = f"{my}/checklist/{item(started, 'consent')}/consent"
    people.organizer(app)

    def answer(said):
        (seal,) = re.findall(r'name="seal" value="(\w+)"', client.get(page).text)
        return client.post(
            page, data={"answer": said, "seal": seal}, headers=OURS, follow_redirects=True
        ).text

    def told():
        return db.session.query(OutgoingMail).filter_by(kind="checklists/mail/taken_back").all()

    answer("no")
    answer("yes")
    assert told() == []
    set_session_speakers(session_id=started.sessions[0].public_id, roles=[], by=ANNA)
    clock.shift(400 * 86400)
    own = client.get(my).text
    assert html_errors(own) == []
    assert page in own
    assert "A mail tells the organizers" in answer("no")
    assert mark().state == "refused"
    (mail,) = told()
    answer("no")
    assert len(told()) == 1
    assert mail.values["url"].endswith(f"/organize/webinars/{started.public_id}/checklist")
    assert "Not agreed" in client.get(my).text
