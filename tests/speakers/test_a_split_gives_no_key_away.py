"""Two people were merged by mistake and split again: no link that went to one opens the other."""

import pytest

from tests.support.programme import ANNA, a_speaker
from webinar.core import links
from webinar.speakers import operations, queries
from webinar.speakers.operations_merging import merge_speakers, split_speakers


def mailed(speaker_id):
    """The address that a mail to that profile holds."""
    return links.token(operations.send_personal_link(speaker_id=speaker_id, by=ANNA))


def whose(token):
    found = links.open_link(token, queries.LINK)
    return found and found.subject_id


@pytest.mark.parametrize("email", ["kept", "merged"])
def test_what_was_mailed_meanwhile_opens_only_its_own_page(in_app, clock, email):
    one = a_speaker("Maria Nowak", email="maria@example.org").public_id
    other = a_speaker("Mario Nowak", email="mario@example.org").public_id
    mailed(other if email == "kept" else one)
    made = merge_speakers(kept_id=one, merged_id=other, choices={"email": email}, by=ANNA)
    meanwhile = mailed(one)
    assert whose(meanwhile) == one
    split_speakers(merge_id=made.public_id, by=ANNA)
    # Maria has read it where her address stayed, Mario where his was chosen.
    assert whose(meanwhile) in (None, one if email == "kept" else other)
    for speaker_id in (one, other):
        assert whose(mailed(speaker_id)) == speaker_id


def test_links_that_went_nowhere_else_go_on(in_app, clock):
    one = a_speaker("Maria Nowak", email="maria@example.org").public_id
    other = a_speaker("Nowak, Maria", email="m.nowak@example.org").public_id
    tokens = {speaker_id: mailed(speaker_id) for speaker_id in (one, other)}
    made = merge_speakers(kept_id=one, merged_id=other, choices={}, by=ANNA)
    mailed(one)
    assert {whose(token) for token in tokens.values()} == {one}
    split_speakers(merge_id=made.public_id, by=ANNA)
    assert {speaker_id: whose(token) for speaker_id, token in tokens.items()} == {
        speaker_id: speaker_id for speaker_id in tokens
    }
