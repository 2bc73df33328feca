"""One order of names, made in Python, the same on both databases."""

import pytest
import sqlalchemy as sa

from tests.support.programme import ANNA, a_speaker
from webinar.speakers import operations, queries
from webinar.speakers.sorting import sort_name


@pytest.mark.parametrize(
    ("name", "sorted_as"),
    [
        ("Maria Nowak", "nowak maria"),
        ("Prof. Dr. Élise Müller", "muller elise"),
        ("Ludwig van der Berg", "van der berg ludwig"),
        ("Martin King Jr.", "king martin jr"),
        ("Garcia, Ana", "garcia ana"),
        ("李庆四", "李庆四"),
        ("Plato", "plato"),
        ("李庆四 (Qingsi Li)", "李庆四 (qingsi li)"),
        ("Dr.", "dr"),
        ("World Health Organization", "world health organization"),
        ("Society of Rivers, London", "society of rivers, london"),
        ("Rivers and Banks", "rivers and banks"),
        ("Group 42", "group 42"),
        ("Jane Doe, Ph.D.", "doe jane"),
        ("Martin King, Jr.", "king martin jr"),
        ("Anh Thế Nguyễn", "nguyen anh the"),
    ],
)
def test_the_family_name_comes_first(name, sorted_as):
    assert sort_name(name) == sorted_as


def test_lists_are_in_that_order(in_app):
    for name in ("Zoë Adams", "Åsa Berg", "adam Zell", "Li Qingsi"):
        a_speaker(name, sort_as="Li Qingsi" if name == "Li Qingsi" else "")
    names = [one.name for one in queries.all_speakers(sa.true())]
    assert names == ["Zoë Adams", "Åsa Berg", "Li Qingsi", "adam Zell"]


def test_a_correction_survives_another_edit_and_a_guess_follows_the_name(in_app):
    corrected = a_speaker("Li Qingsi", sort_as="Li Qingsi")
    guessed = a_speaker("Maria Nowak")
    for speaker in (corrected, guessed):
        operations.edit_speaker(
            speaker_id=speaker.public_id,
            name=speaker.name + " Smith",
            sort_as=speaker.sort_name,
            by=ANNA,
        )
    assert corrected.sort_name == "li qingsi"
    assert guessed.sort_name == "smith maria nowak"


def test_a_name_is_found_without_accents(in_app):
    a_speaker("Élise Müller", affiliation="Université de Genève")
    assert [one.name for one in queries.all_speakers(sa.true(), search="muller geneve")] == [
        "Élise Müller"
    ]
    assert queries.all_speakers(sa.true(), search="nobody") == []
