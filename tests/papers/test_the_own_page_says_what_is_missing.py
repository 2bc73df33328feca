"""A person's list of papers says of each draft what keeps it from being handed in."""

import pytest

from tests.papers.calling import a_call, a_part, a_question, draft


@pytest.mark.parametrize("drafts", [1, 3])
def test_it_is_what_the_form_says_however_many_there_are(client, app, statements, drafts):
    from webinar.papers.lacks import lacks_of
    from webinar.papers.queries import own_papers
    from webinar.papers.standing import standings_of
    from webinar.papers.wanted import wanted_for
    from webinar.speakers.queries import speaker_by_email

    call_id, slug = a_call(app)
    a_part(app, call_id, "track", "Rivers")
    a_part(app, call_id, "type", "Talk", minutes=20)
    a_question(app, call_id, "What do you need?", is_required=True)
    for number in range(drafts):
        draft(client, app, slug, title=f"On rivers {number}")
    with app.app_context():
        number = speaker_by_email("li@example.org").id
    with app.app_context(), statements(exactly=8):
        papers = own_papers(number, in_detail=True)
        found = standings_of(papers)
    assert len(papers) == drafts
    with app.app_context():
        for paper in own_papers(number, in_detail=True):
            sentence, missing = found[paper.id]
            said = [one.sentence for one in missing]
            assert sentence == "Draft: nobody sees it yet. It is not handed in."
            assert said == [one.sentence for one in lacks_of(paper, 0, wanted_for(paper))]
            assert "“What do you need?” has no answer." in said
            assert "Choose a track." in said
