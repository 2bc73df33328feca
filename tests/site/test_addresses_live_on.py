"""A former address answers 301, a deleted thing 410, what never was there 404."""

import pytest

from webinar.core.journal import SYSTEM
from webinar.papers import operations as papers
from webinar.posts import operations as posts
from webinar.speakers import operations as speakers
from webinar.webinars import operations as webinars


def _renamed(make):
    row = make.row(1)
    webinars.edit_webinar(
        webinar_id=row.public_id,
        title=row.title,
        timezone=row.timezone,
        starts=row.starts_wall,
        ends=row.ends_wall,
        category_id=make.category.public_id,
        slug="better",
        by=SYSTEM,
    )
    return row


def test_former_address_of_a_webinar_and_its_sessions(make, client):
    _renamed(make)
    answer = client.get("/webinars/webinar-1/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/webinars/better/")
    answer = client.get("/webinars/webinar-1/opening-of-webinar-1/")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/webinars/better/opening-of-webinar-1/"
    answer = client.get("/webinars/webinar-1/opening-of-webinar-1/join")
    assert answer.headers["Location"] == "/webinars/better/opening-of-webinar-1/join"


def test_former_address_of_a_speaker(make, client):
    person = make.speaker("Ana Silva", make.webinar().sessions[0])
    speakers.edit_speaker(speaker_id=person.public_id, name="Ana", slug="ana", by=SYSTEM)
    answer = client.get("/speakers/ana-silva/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/speakers/ana/")


def test_deleted_things_answer_410(make, client):
    row = make.row(1)
    person = make.speaker("Ben", row.sessions[0])
    paper, post = make.paper("Gone"), make.post("Gone news")
    paths = ["/speakers/ben/", "/papers/gone/", "/news/gone-news/"]
    assert [client.get(path).status_code for path in paths] == [200] * 3
    speakers.delete_speaker(speaker_id=person.public_id, by=SYSTEM)
    papers.delete_paper(paper_id=paper.public_id, by=SYSTEM)
    posts.delete_post(post_id=post.public_id, by=SYSTEM)
    assert [client.get(path).status_code for path in paths] == [410] * 3
    session = row.sessions[0]
    webinars.delete_session(session_id=session.public_id, by=SYSTEM)
    assert client.get(f"/webinars/webinar-1/{session.slug}/").status_code == 410
    webinars.delete_webinar(webinar_id=row.public_id, by=SYSTEM)
    assert client.get("/webinars/webinar-1/").status_code == 410


def test_what_readers_never_saw_answers_404(make, client):
    draft = make.webinar("Secret", publish=False)
    paper = make.paper("Hidden", publish=False)
    paths = [
        "/webinars/secret/",
        "/webinars/secret/opening-of-secret/",
        "/webinars/secret/opening-of-secret/join",
        "/papers/hidden/",
    ]
    assert [client.get(path).status_code for path in paths] == [404] * 4
    webinars.delete_webinar(webinar_id=draft.public_id, by=SYSTEM)
    papers.delete_paper(paper_id=paper.public_id, by=SYSTEM)
    assert [client.get(path).status_code for path in paths] == [404] * 4


def test_a_session_of_another_webinar_is_not_there(make, client):
    make.webinar("One")
    make.webinar("Two")
    assert client.get("/webinars/one/opening-of-two/").status_code == 404


def test_years_and_pages_that_no_list_has(make, client):
    make.webinar("Past", days=-100)
    assert client.get("/webinars/archive/2025/").status_code == 200
    for path in ("/webinars/archive/1999/", "/webinars/archive/99999/", "/papers/?page=2"):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/contact/", "/contact"),
        ("/search/?q=rivers", "/search?q=rivers"),
        ("/webinars/rivers/opening-of-rivers/join/", "/webinars/rivers/opening-of-rivers/join"),
        ("/feeds/site.ics/", "/feeds/site.ics"),
        ("/webinars", "/webinars/"),
    ],
)
def test_a_slash_too_many_or_too_few_leads_to_the_page(make, client, typed, meant):
    make.webinar("Rivers")
    for method in ("GET", "HEAD"):
        answer = client.open(typed, method=method)
        assert answer.status_code == 308
        assert answer.headers["Location"].removeprefix("http://localhost") == meant
    assert client.get(meant).status_code == 200


def test_a_slash_leads_nowhere_else(make, client):
    for path in ("/nowhere/", "//evil.example/", "/webinars/nowhere/", "/evil.example//"):
        answer = client.get("/", environ_overrides={"PATH_INFO": path})
        assert answer.status_code == 404, path
        assert "Location" not in answer.headers, path
    assert client.post("/contact/", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 404
