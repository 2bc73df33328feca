"""Thirty queries over a fixed corpus; never a draft, never what is unlisted."""

import pytest

from tests.site.support import corpus


@pytest.fixture
def things(make):
    from webinar.core.db import db, transaction
    from webinar.core.files import StoredFile
    from webinar.core.journal import SYSTEM
    from webinar.core.news import announce
    from webinar.papers.announcements import PaperChanged
    from webinar.papers.models import PaperFile
    from webinar.webinars.operations import unlist_webinar

    made = corpus.fill(make)
    unlist_webinar(webinar_id=made["hidden"].public_id, by=SYSTEM)
    paper = made["paper"]
    with transaction():
        stored = StoredFile(
            storage_name="pdf0", filename="a.pdf", media_type="application/pdf", size=1, sha256="0"
        )
        db.session.add(stored)
        db.session.flush()
        db.session.add(
            PaperFile(
                paper_id=paper.id,
                version_id=paper.versions[0].id,
                file_id=stored.id,
                name="a.pdf",
                text=corpus.PDF_TEXT,
            )
        )
        announce(PaperChanged(paper.id))
    return made


def _urls(client, query, **more):
    from urllib.parse import unquote

    answer = client.get("/search/suggest", query_string={"q": query, **more})
    assert answer.status_code == 200, query
    return [unquote(one["url"]) for one in answer.json["results"]]


def test_thirty_queries(things, client):
    assert len(corpus.QUERIES) == 30
    found = {query: _urls(client, query) for query in corpus.QUERIES}
    assert found == corpus.QUERIES


def test_the_full_page_shows_the_same_with_marks(things, client):
    text = client.get("/search", query_string={"q": "thalweg"}).text
    assert "<mark>thalweg</mark>" in text
    assert "1 hit" in text
    assert "Nothing was found" in client.get("/search", query_string={"q": "zzzz"}).text


def test_a_kind_narrows(things, client):
    text = client.get("/search?q=ana&kind=speaker").text
    assert "/speakers/ana-munoz/" in text
    assert "/papers/" not in text.split('class="hits"')[1].split("</ol>")[0]


@pytest.mark.checklist(17)
def test_what_is_searched_for_is_shown_as_text(things, client):
    text = client.get("/search", query_string={"q": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in text
    assert client.get("/search", query_string={"q": "\x00\u202e rivers"}).status_code == 200


def test_changes_are_found_at_once(things, client):
    from webinar.core.journal import SYSTEM
    from webinar.papers.operations import unpublish_paper
    from webinar.speakers.operations import edit_speaker, set_session_speakers
    from webinar.webinars.operations import cancel_webinar, list_webinar, unpublish_webinar

    unpublish_paper(paper_id=things["paper"].public_id, by=SYSTEM)
    assert _urls(client, "thalweg") == []
    list_webinar(webinar_id=things["hidden"].public_id, by=SYSTEM)
    assert len(_urls(client, "unlisted talk")) == 2
    cancel_webinar(webinar_id=things["tides"].public_id, reason="Ebb.", by=SYSTEM)
    assert corpus.TIDES in _urls(client, "tides")
    ana = things["rivers"].sessions[1]
    set_session_speakers(session_id=ana.public_id, roles=[], by=SYSTEM)
    assert _urls(client, "munoz") == []
    unpublish_webinar(webinar_id=things["rivers"].public_id, by=SYSTEM)
    assert corpus.RIVERS not in _urls(client, "danube")
    assert edit_speaker


def test_building_anew_changes_nothing_and_drops_what_is_gone(things, client, in_app):
    from webinar.core.clock import now
    from webinar.core.db import transaction
    from webinar.core.search import put
    from webinar.site.indexing import reindex_everything

    with transaction():
        put("post", "0" * 26, url="/news/ghost/", title="Ghost", at=now())
    assert _urls(client, "ghost") == ["/news/ghost/"]
    before = {query: _urls(client, query) for query in corpus.QUERIES}
    assert reindex_everything() > 8
    assert _urls(client, "ghost") == []
    assert {query: _urls(client, query) for query in corpus.QUERIES} == before


@pytest.mark.checklist(23)
def test_too_many_questions_are_refused(things, client, app):
    app.config["LIMITS_OFF"] = False
    codes = {client.get("/search?q=rivers").status_code for _ in range(60)}
    assert codes == {200, 429}
