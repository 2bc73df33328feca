"""A personal link opens its owner's papers and nobody else's."""

import pytest

from tests.papers.conftest import a_file
from tests.support import people

_PAGES = ("", "/preview", "/recognise", "/submit", "/withdraw")
_POSTS = ("", "/files", "/recognise", "/submit", "/withdraw")


@pytest.mark.checklist(61, 62)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_anothers_paper_is_not_found_behind_my_link(writer, stored):
    from webinar.papers.queries import draft_files, paper_by_id

    maria, li = writer(), writer("Li Qingsi", "li@example.org")
    other = li.draft(authors=["Li Qingsi"], files=a_file(b"private words", "own.txt"))
    before = stored(lambda: (paper_by_id(other).version, paper_by_id(other).state))
    for page in _PAGES:
        assert maria.client.get(maria.path(other + page)).status_code == 404, page
    for page in _POSTS:
        assert maria.client.post(maria.path(other + page)).status_code == 404, page
    file_id = stored(lambda: draft_files(paper_by_id(other))[0].public_id)
    mine = maria.draft()
    for paper_id in (other, mine):
        address = maria.path(f"{paper_id}/files/{file_id}")
        assert maria.client.get(address).status_code == 404
        assert maria.client.post(f"{address}/remove").status_code == 404
    assert stored(lambda: (paper_by_id(other).version, paper_by_id(other).state)) == before


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_made_up_link_opens_nothing(writer):
    maria = writer()
    paper_id = maria.draft()
    for token in ("nothing", maria.token[:-1] + "a", maria.token + "x"):
        if token != maria.token:
            assert maria.client.get(f"/my/{token}/papers/{paper_id}").status_code == 404
            assert maria.client.post(f"/my/{token}/papers/new").status_code == 404


def test_a_coauthor_with_a_profile_works_on_the_paper_too(writer, app):
    from webinar.core.journal import SYSTEM
    from webinar.papers.drafts import Author
    from webinar.papers.operations import start_paper

    maria = writer()
    with app.app_context():
        author = Author("Maria Nowak", "", maria.speaker_id)
        paper_id = start_paper(title="Shared", authors=[author], by=SYSTEM).public_id
    assert maria.client.get(maria.path(paper_id)).status_code == 200


@pytest.mark.checklist(62, 65)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_speaker_links_only_their_own_profile(writer, stored):
    from webinar.papers.queries import paper_by_id

    maria, li = writer(), writer("Li Qingsi", "li@example.org")
    fields = {"authors-1-speaker_id": li.speaker_id, "submitter_id": li.speaker_id}
    paper_id = maria.draft(authors=["Maria Nowak", "Li Qingsi"], state="published", **fields)
    links = stored(
        lambda: [one.speaker and one.speaker.public_id for one in paper_by_id(paper_id).authors]
    )
    assert links == [maria.speaker_id, None]
    assert stored(lambda: paper_by_id(paper_id).submitter.public_id) == maria.speaker_id
    assert stored(lambda: paper_by_id(paper_id).state) == "draft"


@pytest.mark.checklist(60)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_desk_is_for_organizers(client, app, writer):
    paper_id = writer().draft()
    pages = ("", "new", f"{paper_id}/", f"{paper_id}/edit", f"{paper_id}/preview")
    for browser, expected in ((client, 302), (people.moderator(app), 403)):
        for page in pages:
            assert browser.get(f"/organize/papers/{page}").status_code == expected, page
