"""Behind the personal link: profile, sessions, papers; nothing for strangers or caches."""

import io

import pytest
from PIL import Image

#: what browsers say of a form on our own page
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def ana(make):
    from webinar.core import links
    from webinar.core.db import transaction
    from webinar.speakers.operations import personal_link

    row = make.webinar("Rivers")
    person = make.speaker("Ana Silva", row.sessions[0], email="ana@example.org")
    make.paper("My draft", speaker=person, publish=False)
    with transaction():
        return links.address(personal_link(person), absolute=False)


def test_it_shows_sessions_with_their_zone_and_papers_with_their_state(ana, client, valid_html):
    answer = client.get(ana)
    assert "Opening of Rivers" in answer.text
    assert "London time" in answer.text
    assert "My draft" in answer.text
    assert 'class="badge draft"' in answer.text
    valid_html(answer.text)


def test_it_is_kept_by_nobody(ana, client):
    answer = client.get(ana)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex">' in answer.text


def test_strangers_find_nothing(ana, client):
    wrong = ana[:-1] + ("a" if ana[-1] != "a" else "b")
    for path in (wrong, f"{wrong}/profile", "/my/x", "/my/" + "a" * 26 + ".b"):
        assert client.get(path).status_code == 404, path
    assert client.post(f"{wrong}/profile", data={"name": "Eve"}, headers=OURS).status_code == 404


def test_changing_the_profile(ana, client, valid_html):
    text = client.get(f"{ana}/profile").text
    valid_html(text)
    version = text.split('name="version"')[1].split('value="')[1].split('"')[0]
    sent = {
        "version": version,
        "name": "Ana Silva Lopes",
        "biography": "Studies *rivers*.",
        "links": "Web page: https://ana.example\nhttps://other.example/x",
        "language": "en",
    }
    assert client.post(f"{ana}/profile", data=sent, headers=OURS).status_code == 303
    public = client.get("/speakers/ana-silva/").text
    assert "<em>rivers</em>" in public
    assert '<a href="https://ana.example" rel="nofollow noopener">Web page</a>' in public
    assert "ana@example.org" not in public
    stale = client.post(f"{ana}/profile", data=sent | {"name": "Somebody"}, headers=OURS)
    assert stale.status_code == 409
    assert "Somebody" in stale.text
    assert "Ana Silva Lopes" in stale.text


def test_wrong_input_keeps_what_was_typed(ana, client):
    answer = client.post(
        f"{ana}/profile",
        data={"name": "", "biography": "Long words", "links": "no address"},
        headers=OURS,
    )
    assert answer.status_code == 422
    assert "Long words" in answer.text
    assert "No address was found in this line: no address" in answer.text


def test_a_portrait_is_kept_for_ever_under_its_own_name(ana, client):
    picture = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(picture, "PNG")
    picture.seek(0)
    answer = client.post(f"{ana}/portrait", data={"picture": (picture, "me.png")}, headers=OURS)
    assert answer.status_code == 303
    page = client.get("/speakers/ana-silva/").text
    path = page.split('class="portrait large" src="')[1].split('"')[0]
    answer = client.get(path)
    assert answer.mimetype == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client.get("/media/portraits/none.webp").status_code == 404
    text = client.post(
        f"{ana}/portrait", data={"picture": (io.BytesIO(b"x"), "me.png")}, headers=OURS
    )
    assert text.status_code == 422
