"""Two Arabic names in an English line: each is isolated, or the second would come first."""

from typing import Any

import pytest

from tests.support import people
from tests.support.world import BY, World

NAMES = ("محمد بن عبد الرحمن", "ليلى المنصوري")
IN_ORDER = ", ".join(f"<bdi>{name}</bdi>" for name in NAMES)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_lists_of_names_are_isolated(app: Any) -> None:
    from webinar.papers.operations import Author, publish_paper, start_paper
    from webinar.speakers.operations import set_session_speakers

    with app.app_context():
        world = World(app)
        webinar = world.published
        speakers = [world.new_speaker(name).public_id for name in NAMES]
        session = world.new_session(webinar)
        set_session_speakers(
            session_id=session.public_id, roles=[(one, "speaker") for one in speakers], by=BY
        )
        paper = start_paper(
            title="أوراق", abstract="a", body="b", authors=[Author(name) for name in NAMES], by=BY
        )
        publish_paper(paper_id=paper.public_id, by=BY)
    client = app.test_client()
    assert IN_ORDER in client.get("/webinars/").text
    assert IN_ORDER in client.get("/papers/").text.replace("\n", "")
    assert IN_ORDER in people.organizer(app).get("/organize/papers/").text


def test_nothing_is_not_isolated() -> None:
    from webinar.core.bidi import isolated, isolated_list

    assert isolated("") == ""
    assert isolated_list(["", None]) == ""
    assert isolated_list(["<b>", ""]) == "<bdi>&lt;b&gt;</bdi>"
