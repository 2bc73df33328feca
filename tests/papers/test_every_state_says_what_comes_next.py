"""Each state of a paper has its words and its next step on the speaker's page."""

import pytest

WORDS = {
    "draft": ("It is not handed in.", "Nothing is missing."),
    "submitted": ("The organizers read it next.", "You have nothing to do"),
    "changes": ("The organizers ask you for changes.", "then hand it in again"),
    "waitlisted": ("On the waiting list", "when there is a place"),
    "accepted": ("The organizers wait for your word", "Confirm, or say no"),
    "confirmed": ("Its place in the programme comes next.", "hand in new versions"),
    "published": ("Published: readers see version", "Withdraw this paper"),
    "declined": ("Not accepted.", "You can hand in another paper"),
    "withdrawn": ("Withdrawn: nobody sees it", "hand it in again if you change your mind"),
    "cancelled": ("is not given after all", "write to the organizers"),
}


def test_no_state_is_without_words():
    from webinar.papers.models import STATES

    assert set(WORDS) == set(STATES)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_page_says_where_it_stands_and_what_comes_next(writer, app, valid_html):
    from webinar.core.db import transaction
    from webinar.papers.models import Paper

    maria = writer()
    paper_id = maria.draft()
    for state, words in WORDS.items():
        if state == "submitted":
            maria.submit(paper_id)
        with app.app_context(), transaction() as session:
            paper = session.query(Paper).one()
            paper.state, paper.announced_note = state, "Shorten it, please."
        page = maria.client.get(maria.path(paper_id)).text
        valid_html(page)
        for sentence in words:
            assert sentence in page, state
        assert ("Shorten it, please." in page) == (state == "changes")
        # One press away on the person's own page, too.
        home = maria.client.get(f"/my/{maria.token}").text
        assert ("Confirm, or say no" in home) == (state == "accepted")
        # What the organizers have closed has no form any more.
        assert ('name="title"' in page) == (state not in ("declined", "cancelled"))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_was_decided_and_not_announced_is_told_to_nobody(writer, app):
    from webinar.core.db import transaction
    from webinar.papers.models import Paper

    maria = writer()
    paper_id = maria.draft()
    maria.submit(paper_id)
    with app.app_context(), transaction() as session:
        paper = session.query(Paper).one()
        paper.decision, paper.decision_note = "declined", "It is too long."
    for path in (maria.path(paper_id), maria.path(f"{paper_id}/submit"), f"/my/{maria.token}"):
        page = maria.client.get(path).text
        assert "too long" not in page
        assert "Not accepted" not in page
        assert "Declined" not in page
