"""Duplicates are found with the reason, merged with all that hangs on them, and split again."""

import pytest
import sqlalchemy as sa

from tests.support.programme import ANNA, a_session, a_speaker, a_webinar
from webinar.checklists.models import DONE
from webinar.checklists.operations import add_item, mark_item, start_checklist
from webinar.checklists.values import ItemValues
from webinar.core import links
from webinar.core.db import db
from webinar.papers.models import PaperAuthor
from webinar.papers.operations import Author, edit_paper, start_paper
from webinar.speakers import duplicates, operations, queries
from webinar.speakers.models import SessionRole, Speaker
from webinar.speakers.operations_merging import (
    CannotMerge,
    CannotSplit,
    merge_speakers,
    note_distinct,
    split_speakers,
)
from webinar.speakers.operations_own import set_reminded
from webinar.speakers.spelling import spelling

TABLES = "session_role paper paper_author checklist_mark personal_link former_slug".split()


def rows(name):
    """What stands in a table, without the instants of changes."""
    table = db.metadatas[None].tables[name]
    silent = {"updated_at", "version"}
    return [
        {key: value for key, value in row._mapping.items() if key not in silent}
        for row in db.session.execute(table.select().order_by(*table.primary_key.columns))
    ]


def everything():
    db.session.rollback()
    found = {name: rows(name) for name in TABLES}
    found["speaker"] = rows("speaker")
    return found


@pytest.fixture
def two(in_app, clock):
    """One person's two profiles: both with a talk, one session and one paper in common."""
    webinar = a_webinar("Rivers")
    one = a_speaker("Maria Nowak", email="maria@example.org", affiliation="Kraków")
    other = a_speaker("Nowak, Maria", email="m.nowak@example.org", orcid="0000-0002-1825-0097")
    talk, panel = a_session(webinar, "Silt"), a_session(webinar, "Panel")
    both = [(one.public_id, "speaker"), (other.public_id, "speaker")]
    operations.set_session_speakers(session_id=panel.public_id, roles=both, by=ANNA)
    alone = [(other.public_id, "speaker")]
    operations.set_session_speakers(session_id=talk.public_id, roles=alone, by=ANNA)
    start_paper(
        title="On silt",
        submitter_id=other.public_id,
        authors=[Author(one.name, "", one.public_id), Author(other.name, "", other.public_id)],
        by=ANNA,
    )
    start_checklist(webinar_id=webinar.public_id, items=[], by=ANNA)
    item = add_item(webinar_id=webinar.public_id, values=ItemValues("sound_check"), by=ANNA)
    for person in (one, other):
        mark_item(item_id=item.public_id, speaker_id=person.public_id, state=DONE, by=ANNA)
        operations.send_personal_link(speaker_id=person.public_id, by=ANNA)
    operations.edit_speaker(
        speaker_id=other.public_id,
        name=other.name,
        orcid=other.orcid,
        slug="m-nowak",
        by=ANNA,
    )

    return one.public_id, other.public_id


def merge(two, **choices):
    return merge_speakers(kept_id=two[0], merged_id=two[1], choices=choices, by=ANNA)


def test_no_reminders_any_more_holds_for_both(two):
    set_reminded(speaker_id=two[1], is_reminded=False, by=ANNA)
    made = merge(two)
    assert not queries.speaker_by_id(two[0]).is_reminded
    split_speakers(merge_id=made.public_id, by=ANNA)
    assert [queries.speaker_by_id(one).is_reminded for one in two] == [True, False]


def test_all_moves_and_nothing_stands_twice(two):
    token = links.token(queries.link_of(queries.speaker_by_id(two[1])))
    merge(two, orcid="merged")
    kept = queries.speaker_by_id(two[0])
    assert (kept.orcid, kept.affiliation) == ("0000-0002-1825-0097", "Kraków")
    assert queries.speaker_by_id(two[1]) is None
    talks = queries.talks_of(kept, everything=True)
    assert sorted(talk.session.title for talk in talks) == ["Panel", "Silt"]
    authors = db.session.scalars(sa.select(PaperAuthor)).all()
    assert [one.speaker_id for one in authors] == [kept.id]
    assert links.open_link(token, queries.LINK).subject_id == two[0]
    assert list(queries.speakers_by_ids([two[1]]).values()) == [kept]
    assert db.session.scalars(sa.select(SessionRole.speaker_id).distinct()).all() == [kept.id]


def test_splitting_brings_back_exactly_what_was(two):
    before = everything()
    made = merge(two, orcid="merged", name="merged", email="merged")
    assert everything() != before
    _merged, stayed = split_speakers(merge_id=made.public_id, by=ANNA)
    assert stayed == 0
    after = everything()
    for name, was in before.items():
        # A row that comes back may stand at another place.
        keyed = [{k: v for k, v in row.items() if k != "id"} for row in was]
        now = [{k: v for k, v in row.items() if k != "id"} for row in after[name]]
        assert sorted(map(repr, keyed)) == sorted(map(repr, now)), name
    with pytest.raises(CannotSplit):
        split_speakers(merge_id=made.public_id, by=ANNA)


def test_what_was_changed_since_stays(two):
    made = merge(two, orcid="merged")
    operations.edit_speaker(speaker_id=two[0], name="Maria Nowak", orcid="", by=ANNA)
    paper = db.session.scalars(sa.select(PaperAuthor)).one().paper
    edit_paper(
        paper_id=paper.public_id, title=paper.title, kind="paper", abstract="", body="",
        authors=[Author("Maria Nowak", "", two[0])], by=ANNA,
    )  # fmt: skip
    _merged, stayed = split_speakers(merge_id=made.public_id, by=ANNA)
    assert stayed == 1
    assert queries.speaker_by_id(two[0]).orcid == ""


def test_former_addresses_lead_to_the_one_that_stays(two, client):
    feed = client.get("/feeds/speaker/maria-nowak.ics").data
    assert b"Panel" in feed
    assert b"Silt" not in feed
    made = merge(two)
    kept = client.get("/feeds/speaker/maria-nowak.ics")
    assert b"Silt" in kept.data
    for slug in ("m-nowak", "nowak-maria"):
        page = client.get(f"/speakers/{slug}/")
        assert (page.status_code, page.location) == (301, "/speakers/maria-nowak/"), slug
        former = client.get(f"/feeds/speaker/{slug}.ics")
        assert (former.status_code, former.data) == (200, kept.data), slug
    assert "Silt" in client.get("/speakers/maria-nowak/").text
    split_speakers(merge_id=made.public_id, by=ANNA)
    assert client.get("/speakers/m-nowak/").status_code == 200
    assert client.get("/speakers/nowak-maria/").location == "/speakers/m-nowak/"
    assert client.get("/feeds/speaker/maria-nowak.ics").data.count(b"Silt") == 0
    assert b"Silt" in client.get("/feeds/speaker/m-nowak.ics").data


def test_a_merge_in_a_merge_is_split_in_turn(two):
    third = a_speaker("M. Nowak").public_id
    first = merge(two)
    second = merge_speakers(kept_id=third, merged_id=two[0], choices={}, by=ANNA)
    with pytest.raises(CannotSplit):
        split_speakers(merge_id=first.public_id, by=ANNA)
    split_speakers(merge_id=second.public_id, by=ANNA)
    split_speakers(merge_id=first.public_id, by=ANNA)
    assert {one.public_id for one in db.session.scalars(sa.select(Speaker))} >= {*two, third}


def test_what_became_a_part_outlives_the_purge(two, clock):
    from webinar.core.purge import purge_deleted

    made = merge(two)
    clock.shift(40 * 86400)
    purge_deleted()
    split_speakers(merge_id=made.public_id, by=ANNA)
    assert queries.speaker_by_id(two[1]) is not None


def test_neither_itself_nor_what_changed_meanwhile_is_merged(two):
    with pytest.raises(CannotMerge):
        merge((two[0], two[0]))
    with pytest.raises(CannotMerge):
        merge_speakers(kept_id=two[0], merged_id=two[1], choices={}, versions=(9, 9), by=ANNA)
    merge(two)
    with pytest.raises(CannotMerge, match="deleted or merged"):
        merge(two)
    with pytest.raises(sa.exc.NoResultFound):
        operations.restore_speaker(speaker_id=two[1], by=ANNA)


def found():
    people = queries.all_speakers(sa.true())
    pairs = duplicates.pairs_among(people, duplicates.distinct_pairs())
    return {frozenset((p.one.name, p.other.name)): set(p.reasons) for p in pairs}


def test_duplicates_are_found_with_the_reason(two):
    for name, more in (
        ("Kim Lee", {"affiliation": "Oslo"}),
        ("K. Lee", {"affiliation": "Oslo"}),
        ("Karla Lee", {"affiliation": "Oslo"}),
        ("Kim Lee-Berg", {"email": "MARIA@example.org"}),
        ("Anna Lee", {"affiliation": "Oslo"}),
        ("José Ruiz", {}),
        ("Jose Ruiz", {}),
    ):
        a_speaker(name, **more)
    pairs = found()
    assert pairs[frozenset(("Maria Nowak", "Nowak, Maria"))] == {"name"}
    assert pairs[frozenset(("Maria Nowak", "Kim Lee-Berg"))] == {"email"}
    assert pairs[frozenset(("José Ruiz", "Jose Ruiz"))] == {"name"}
    assert pairs[frozenset(("Kim Lee", "K. Lee"))] == {"similar"}
    assert frozenset(("Kim Lee", "Karla Lee")) not in pairs
    assert frozenset(("Kim Lee", "Anna Lee")) not in pairs
    note_distinct(one_id=two[1], other_id=two[0], by=ANNA)
    assert frozenset(("Maria Nowak", "Nowak, Maria")) not in found()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łukasz Żuk", "Zuk, Lukasz"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("Prof. Dr. Amara Okafor", "Amara Okafor"),
        ("Мария Новак", "Maria Nowak"),
        ("Михаил Горбачёв", "Gorbachev Mikhail"),
        ("Λεωνίδας Παπαδόπουλος", "Leonidas Papadopoulos"),
        ("Søren Kierkegaard", "Soren Kierkegaard"),
        ("Jean-Luc D’Arcy", "Jean Luc D'Arcy"),
    ],
)
def test_a_name_is_known_in_other_spellings(one, other):
    assert spelling(one) == spelling(other)


def test_other_names_stay_other_names():
    names = ["Maria Nowak", "Mario Nowak", "李庆四", "李庆五", "ليلى", "Kim Lee", "Anna Lee", "…"]
    assert len({spelling(name) for name in names}) == len(names)


def test_who_merges_a_moment_later_is_told(app, monkeypatch):
    from tests.support import people
    from webinar.speakers import merge_views

    ada = people.organizer(app)
    with app.app_context():
        one, other = (a_speaker(f"Maria {number}").public_id for number in (1, 2))

    def after_somebody_else(**asked):
        merge_speakers(kept_id=other, merged_id=one, choices={}, by=ANNA)
        return merge_speakers(**asked)

    monkeypatch.setattr(merge_views.operations_merging, "merge_speakers", after_somebody_else)
    answer = ada.post(f"/organize/speakers/{one}/merge/{other}", data={"versions": "1.1"})
    assert answer.status_code == 303
    assert "deleted or merged meanwhile" in ada.get(answer.location).text
