"""ORCID iDs: one spelling of what people paste, and no slip gets through."""

import pytest

from webinar.speakers.orcid import WrongOrcid, check_character, orcid_address, orcid_of


@pytest.mark.parametrize(
    # The examples of support.orcid.org, among them those that end with X.
    "orcid",
    ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X", "0000-0002-9079-593X"],
)
def test_the_examples_of_orcid_are_taken_in_every_spelling(orcid):
    spelled = [
        orcid,
        orcid.lower(),
        orcid.replace("-", ""),
        orcid.replace("-", " "),
        orcid.replace("-", "\u2013"),
        f"  https://orcid.org/{orcid}  ",
        f"http://orcid.org/{orcid}/",
        f"https://www.orcid.org/{orcid}?lang=de",
        f"orcid.org/{orcid}",
        f"HTTPS://ORCID.ORG/{orcid}",
        f"ORCID: {orcid}",
        f"ORCID iD: {orcid}",
    ]
    assert {orcid_of(one) for one in spelled} == {orcid}
    assert orcid_address(orcid) == f"https://orcid.org/{orcid}"


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_is_nothing(typed):
    assert orcid_of(typed) == ""
    assert orcid_address("") == ""


def test_every_wrong_digit_and_every_swap_of_neighbours_is_found():
    right = "0000000218250097"
    for place in range(16):
        for digit in "0123456789":
            if digit != right[place]:
                with pytest.raises(WrongOrcid):
                    orcid_of(right[:place] + digit + right[place + 1 :])
    for place in range(15):
        one, other = right[place : place + 2]
        if one != other:
            with pytest.raises(WrongOrcid):
                orcid_of(right[:place] + other + one + right[place + 2 :])


@pytest.mark.parametrize(
    "typed",
    [
        "0000-0002-1825-009",
        "0000-0002-1825-00970",
        "https://orcid.org/",
        "https://example.org/0000-0002-1825-0097",
        "0000-000X-1825-0097",
        # Digits of another script are digits to Python's int().
        "٠٠٠٠-٠٠٠٢-١٨٢٥-٠٠٩٧",
        "Maria Nowak",
    ],
)
def test_what_is_no_orcid_is_refused(typed):
    with pytest.raises(WrongOrcid):
        orcid_of(typed)


def test_the_check_character_is_that_of_the_standard():
    # ISO/IEC 7064 gives 0794 with check character 0 for MOD 11-2.
    assert check_character("0794") == "0"
    assert check_character("079") == "X"
