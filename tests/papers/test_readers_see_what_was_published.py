"""A published paper changes for readers as one piece, when organizers publish a version."""

import re
from typing import Any

import pytest

from tests.support import people, programme


@pytest.fixture
def paper(writer: Any, stored: Any) -> Any:
    """A published paper: its writer, its identifier, its address."""
    from webinar.papers.operations import publish_paper

    maria = writer()
    paper_id = maria.draft(title="On rivers", abstract="What they carry.")
    maria.submit(paper_id)
    slug = stored(lambda: publish_paper(paper_id=paper_id, by=programme.ANNA).slug)
    return maria, paper_id, f"/papers/{slug}/"


CHANGED = {
    "title": "On brooks",
    "abstract": "What they take.",
    "authors": ["Maria Nowak", "Ben Okri"],
    "body": "Brooks are small.",
}
NEW = ("On brooks", "What they take.", "Ben Okri", "Brooks are small.")


def _publish(paper_id: str) -> None:
    from webinar.papers.operations import publish_paper

    publish_paper(paper_id=paper_id, by=programme.ANNA)


def test_all_of_it_waits_for_the_organizers(paper: Any, client: Any, stored: Any) -> None:
    maria, paper_id, path = paper
    before = client.get(path).text
    maria.save(paper_id, **CHANGED)
    maria.submit(paper_id, note="Smaller.")
    during = client.get(path).text
    assert not [words for words in NEW if words in during]
    assert "On rivers" in before
    assert "On rivers" in during
    assert path not in client.get("/search?q=brooks").text
    stored(lambda: _publish(paper_id))
    after = client.get(path).text
    assert [words for words in NEW if words in after] == list(NEW)
    assert "On rivers" not in after
    assert path in client.get("/search?q=brooks").text


def test_the_speaker_goes_on_with_their_own_words(paper: Any) -> None:
    maria, paper_id, _path = paper
    maria.save(paper_id, **CHANGED)
    form = maria.client.get(maria.path(paper_id)).text
    assert [words for words in NEW if words in form] == list(NEW)
    assert "when the organizers publish the next version" in form
    assert "You changed it since you handed in version 1." in form
    assert "On brooks" in maria.client.get(maria.path(f"{paper_id}/preview")).text
    assert "On brooks" in maria.client.get(maria.path(f"{paper_id}/submit")).text


def test_a_change_of_the_title_alone_is_a_change(paper: Any) -> None:
    maria, paper_id, _path = paper
    maria.save(paper_id, title="On brooks", abstract="What they carry.")
    assert "You changed it since" in maria.client.get(maria.path(paper_id)).text
    maria.save(paper_id, title="On rivers", abstract="What they carry.")
    assert "You changed it since" not in maria.client.get(maria.path(paper_id)).text


def test_organizers_see_what_publishing_changes(paper: Any, app: Any, valid_html: Any) -> None:
    maria, paper_id, _path = paper
    maria.save(paper_id, **CHANGED)
    maria.submit(paper_id)
    page = people.organizer(app).get(f"/organize/papers/{paper_id}/").text
    assert "What version 2 changes around the text" in page
    for words in (*NEW, "On rivers", "What they carry."):
        assert words in page
    valid_html(page)


def test_what_was_written_after_handing_in_stays_a_draft(
    writer: Any, client: Any, stored: Any
) -> None:
    """Organizers publish what they read, not what was typed since."""
    from webinar.papers.queries import paper_by_id

    maria = writer()
    paper_id = maria.draft(title="On rivers")
    maria.submit(paper_id)
    maria.save(paper_id, title="Not yet read by anybody")
    stored(lambda: _publish(paper_id))
    page = client.get(f"/papers/{stored(lambda: paper_by_id(paper_id).slug)}/").text
    assert "On rivers" in page
    assert "Not yet read" not in page
    assert "Not yet read by anybody" in maria.client.get(maria.path(paper_id)).text


def test_a_profile_is_joined_to_a_name_at_once(paper: Any, stored: Any) -> None:
    """It is no part of what the author wrote, and survives the next version."""
    from webinar.papers.drafts import Author
    from webinar.papers.operations import edit_paper
    from webinar.papers.queries import paper_by_id

    maria, paper_id, _path = paper
    maria.save(paper_id, abstract="What they carry.", authors=["Maria Nowak", "Ben Okri"])
    maria.submit(paper_id)
    stored(lambda: _publish(paper_id))
    maria.save(paper_id, **CHANGED)
    maria.submit(paper_id)

    def join() -> None:
        ben = programme.a_speaker("Ben Okri").public_id
        now = paper_by_id(paper_id)
        edit_paper(
            paper_id=paper_id,
            title=now.title,
            abstract=now.abstract,
            body=now.body,
            kind=now.kind,
            authors=[Author("Maria Nowak", "", maria.speaker_id), Author("Ben Okri", "", ben)],
            by=programme.ANNA,
        )

    def profiles() -> list[str]:
        return [one.speaker.name for one in paper_by_id(paper_id).authors if one.speaker]

    stored(join)
    assert stored(profiles) == ["Maria Nowak", "Ben Okri"]
    stored(lambda: _publish(paper_id))
    assert stored(profiles) == ["Maria Nowak", "Ben Okri"]


def test_the_organizers_preview_is_one_version(paper: Any, app: Any, stored: Any) -> None:
    from tests.papers.conftest import a_file

    maria, paper_id, _path = paper
    maria.save(paper_id, **CHANGED, files=a_file(b"Brooks in a file.", "brooks.txt"))
    maria.submit(paper_id)
    desk = people.organizer(app)
    shown = desk.get(f"/organize/preview/papers/{paper_id}/").text
    assert [words for words in NEW if words in shown] == list(NEW)
    assert "On rivers" not in shown
    assert "What they carry." not in shown
    [address] = re.findall(r'href="([^"]+)" download', shown)
    assert desk.get(address).data == b"Brooks in a file."
