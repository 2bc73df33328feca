"""A draft may be saved often, not endlessly; what was typed stays in the form."""

import pytest

pytestmark = pytest.mark.checklist(23)


def test_a_program_that_saves_is_told_to_wait(writer, stored, monkeypatch):
    from webinar.papers.queries import paper_by_id
    from webinar.papers.views import own

    monkeypatch.setattr(own, "_SAVES", 2)
    maria, erik = writer(), writer("Erik Berg", "erik@example.org")
    paper_id, other = maria.draft(), erik.draft()
    for number in range(2):
        assert maria.save(paper_id, title=f"Saved {number}").status_code == 303
    answer = maria.save(paper_id, title="Too soon", body="Words of the third time.")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "That was too often. Nothing is lost" in answer.text
    assert "Words of the third time." in answer.text
    assert stored(lambda: paper_by_id(paper_id).title) == "Saved 1"
    assert erik.save(other, title="His own").status_code == 303
