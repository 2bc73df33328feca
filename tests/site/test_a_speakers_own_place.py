"""The profile is claimed, times are one's own, a calendar is one press away, a card is shared."""

import io
import re

import pytest
import sqlalchemy as sa
from PIL import Image

from tests.support import people
from tests.support.programme import speaks
from webinar.core import links
from webinar.core.db import db, transaction
from webinar.core.journal import SYSTEM, JournalEntry
from webinar.core.mail import OutgoingMail, compose
from webinar.papers.joint_operations import answer_call
from webinar.site.cardimage import name_lines
from webinar.speakers.models import Speaker
from webinar.speakers.operations import personal_link, revoke_personal_link, send_personal_link
from webinar.webinars.operations import cancel_webinar

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def ana(make):
    return make.speaker("Ana Silva", make.webinar("Rivers").sessions[0], email="ana@example.org")


@pytest.fixture
def my(ana):
    with transaction():
        return links.address(personal_link(ana), absolute=False)


def claimed():
    db.session.rollback()
    return db.session.scalar(sa.select(Speaker.claimed_at))


def mails():
    db.session.rollback()
    return db.session.scalars(sa.select(OutgoingMail.to_address)).all()


def test_looking_claims_nothing_and_the_button_does(my, client, valid_html):
    text = client.get(my).text
    valid_html(text)
    assert "Is this you?" in text
    assert claimed() is None
    assert client.post(f"{my}/claim", headers=OURS).status_code == 303
    assert claimed() is not None
    assert "Is this you?" not in client.get(my).text
    entry = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (entry.intention, entry.actor_kind) == ("speakers.claim_profile", "speaker")


def test_a_revoked_link_claims_nothing(my, ana, client):
    revoke_personal_link(speaker_id=ana.public_id, by=SYSTEM)
    assert client.post(f"{my}/claim", headers=OURS).status_code == 404
    assert claimed() is None


def test_who_says_not_me_is_left_alone(app, my, ana, client, valid_html, monkeypatch):
    monkeypatch.setattr(app, "test_client_class", type(client))
    people.organizer(app)
    with transaction():
        # Planned, and not delivered yet: whoever is not Ana gets no new address by it.
        send_personal_link(speaker_id=ana.public_id, by=SYSTEM)
    planned = db.session.scalar(sa.select(OutgoingMail))
    assert my.encode() in compose(planned).get_body().get_content().encode()
    valid_html(client.get(f"{my}/not-me").text)
    assert f'action="{my}/not-me"' in client.get(my).text
    said = client.post(f"{my}/not-me", headers=OURS)
    assert said.location == "/speakers/mine/not-me"
    valid_html(client.get(said.location).text)
    assert client.get(my).status_code == 404
    assert set(mails()) == {"ana@example.org", "ada@example.org"}
    row = db.session.scalar(sa.select(Speaker))
    assert (row.email, row.claimed_at, row.name) == ("", None, "Ana Silva")
    with pytest.raises(ValueError, match="revoked"):
        compose(db.session.scalar(sa.select(OutgoingMail).order_by(OutgoingMail.id)))


def test_a_new_link_is_one_press_away_and_ends_the_old(my, ana, client, valid_html):
    assert "ana@example.org, and this one ends at once" in client.get(my).text
    said = client.post(f"{my}/link", headers=OURS)
    assert said.location == "/speakers/mine/new-link"
    valid_html(client.get(said.location).text)
    assert mails() == ["ana@example.org"]
    assert client.get(my).status_code == client.post(f"{my}/link", headers=OURS).status_code == 404
    mail = compose(db.session.scalar(sa.select(OutgoingMail))).get_body().get_content()
    new = re.search(r"(/my/[a-z0-9.]+)", mail)[1]
    assert new != my
    assert client.get(new).status_code == 200


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_no_mail_brought_for_long_asks_for_a_new_one(my, ana, client, clock, valid_html):
    clock.shift(390 * 86400)
    with transaction():
        assert links.address(personal_link(ana), absolute=False) == my
    clock.shift(390 * 86400)
    assert client.get(my).status_code == 200
    clock.shift(20 * 86400)
    for path in (my, f"{my}/profile", f"{my}/papers/new"):
        page = client.get(path)
        assert page.status_code == 410
        assert f'action="{my}/link"' in page.text
        assert "Ana" not in page.text
    valid_html(page.text)
    assert client.post(f"{my}/claim", headers=OURS).status_code == 410
    assert client.post(f"{my}/link", headers=OURS).status_code == 303
    assert mails() == ["ana@example.org"]
    assert client.get(my).status_code == client.post(f"{my}/link", headers=OURS).status_code == 404
    # Nor does the next mail after such a time wake what lies in old mailboxes.
    clock.shift(410 * 86400)
    with transaction():
        old = links.address(personal_link(ana), absolute=False)
        clock.shift(410 * 86400)
        assert links.address(personal_link(ana), absolute=False) != old
    assert client.get(old).status_code == 404


def test_who_made_the_profile_by_a_form_is_not_asked(in_app, client):
    speaker = answer_call(name="Ana", email="new@example.org", language="en", by=SYSTEM)
    with transaction():
        page = links.address(personal_link(speaker), absolute=False)
    text = client.get(page).text
    assert "Is this you?" not in text
    assert "You are not Ana?" in text


def ask(client, slug):
    page = client.get(f"/speakers/{slug}/mine/")
    time = re.findall(r'name="form_time"[^>]* value="([^"]+)"', page.text)[0]
    answer = client.post(f"/speakers/{slug}/mine/", data={"form_time": time}, headers=OURS)
    return answer.status_code, answer.location, answer.data


def test_the_way_is_mailed_to_the_known_address_alone(make, ana, client, valid_html):
    make.speaker("No Address", make.webinar("Lakes").sessions[0])
    valid_html(client.get("/speakers/ana-silva/mine/").text)
    first = ask(client, "ana-silva")
    assert first == ask(client, "no-address")
    assert first[:2] == (303, "/speakers/mine/sent")
    assert mails() == ["ana@example.org"]
    assert ask(client, "ana-silva") == first
    assert mails() == ["ana@example.org"]
    sent = client.post("/speakers/ana-silva/mine/", data={"email": "eve@example.org"}, headers=OURS)
    assert sent.status_code == 422
    assert client.get("/speakers/nobody/mine/").status_code == 404


def test_an_account_with_that_address_finds_the_page_on_its_desk(app, ana, client, monkeypatch):
    monkeypatch.setattr(app, "test_client_class", type(client))
    eve = people.stranger(app)
    page = f"/organize/profile/speaker/{ana.public_id}"
    assert "You as a speaker" not in eve.get("/organize/").text
    assert eve.post(page, headers=OURS).status_code == 404
    own = people.stranger(app, email="ana@example.org")
    assert "Open the page of Ana Silva" in own.get("/organize/").text
    answer = own.post(page, headers=OURS)
    assert answer.status_code == 303
    assert "Your sessions" in client.get(answer.location).text
    assert claimed() is not None


def test_times_in_the_chosen_zone_beside_the_webinars(my, client):
    assert "London time" in client.get(my).text
    client.post(f"{my}/zone", data={"timezone": "Asia/Tokyo"}, headers=OURS)
    text = client.get(my).text
    session = text.split('id="sessions-title"')[1].split("</ul>")[0]
    for words in ("14:00–15:00", "London time", "23:00", "Tokyo time"):
        assert words in session, words
    wrong = client.post(f"{my}/zone", data={"timezone": "Moon/Base"}, headers=OURS)
    assert wrong.status_code == 422
    client.post(f"{my}/zone", data={"timezone": ""}, headers=OURS)
    assert "Tokyo time" not in client.get(my).text


def test_one_press_makes_a_secret_calendar_of_ones_own(my, client, valid_html, make):
    sent = re.findall(r'name="feed_id" value="(\w+)"', client.get(my).text)[0]
    page = client.post(f"{my}/calendar", data={"feed_id": sent}, headers=OURS)
    valid_html(page.text)
    address = re.findall(r"http://localhost(/feeds/u/\w+\.ics)", page.text)[0]
    calendar = client.get(address)
    assert calendar.mimetype == "text/calendar"
    assert b"Opening of Rivers" in calendar.data
    twice = client.post(f"{my}/calendar", data={"feed_id": sent}, headers=OURS)
    assert twice.status_code == 303
    made = client.get(f"{my}/calendar").text
    valid_html(made)
    off = re.findall(rf'action="({re.escape(my)}/calendar/\w+/off)"', made)
    assert len(off) == 1
    assert client.post(off[0], headers=OURS).status_code == 303
    assert client.get(address).status_code == 410
    assert client.post(off[0], headers=OURS).status_code == 404


def test_the_card_is_a_picture_with_a_page_to_share(my, ana, client, valid_html):
    text = client.get(my).text
    page = client.get(re.findall(rf'href="({re.escape(my)}/card/\w+)"', text)[0]).text
    valid_html(page)
    address = "/webinars/rivers/opening-of-rivers/with/ana-silva"
    assert f'href="{address}.png" download' in page
    assert f"http://localhost{address}/" in page
    assert "I am speaking at “Rivers”: Opening of Rivers." in page
    shared = client.get(f"{address}/")
    valid_html(shared.text)
    assert f'<meta property="og:image" content="http://localhost{address}.png">' in shared.text
    assert "Set-Cookie" not in shared.headers
    picture = client.get(f"{address}.png")
    assert picture.mimetype == "image/png"
    opened = Image.open(io.BytesIO(picture.data))
    assert (opened.format, opened.size) == ("PNG", (1200, 630))
    assert client.get(f"{address}.png").data == picture.data


@pytest.mark.parametrize(
    "name",
    ["Tomasz Wiśniewski-Brzęczyszczykiewicz", "María de los Ángeles Fernández de la Vega Sanz"],
)
def test_a_long_name_stands_whole_on_the_card(name):
    lines = ["".join(text for text, _font in line.pieces) for line in name_lines(name, 644)]
    assert len(lines) == 2
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")


def test_there_is_no_card_of_what_readers_cannot_see(make, ana, client):
    draft = make.webinar("Secret", publish=False)
    speaks(draft.sessions[0], ana)
    paths = ["/webinars/secret/opening-of-secret/with/ana-silva"]
    make.speaker("Other Person", make.webinar("Lakes").sessions[0])
    paths.append("/webinars/lakes/opening-of-lakes/with/ana-silva")
    gone = make.webinar("Storms")
    speaks(gone.sessions[0], ana)
    cancel_webinar(webinar_id=gone.public_id, reason="Storm", by=SYSTEM)
    paths.append("/webinars/storms/opening-of-storms/with/ana-silva")
    for path in paths:
        assert client.get(f"{path}.png").status_code == 404, path
        assert client.get(f"{path}/").status_code == 404, path


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_much_there_is(my, ana, make, client, statements, rows):
    for number in range(rows):
        row = make.webinar(f"Lakes {number}", days=number + 1)
        speaks(row.sessions[0], ana)
        make.paper(f"Paper {number}", session=row.sessions[0], speaker=ana, publish=False)
    with statements() as seen:
        assert client.get(my).status_code == 200
    assert len(seen) == 15
