"""ORCID iDs as people type them, checked by their last character."""

import pytest

from webinar.speakers.orcid import as_orcid, check_digit, orcid_address


@pytest.mark.parametrize(
    "typed",
    [
        "0000-0002-1825-0097",
        "0000000218250097",
        "https://orcid.org/0000-0002-1825-0097",
        "http://www.orcid.org/0000-0002-1825-0097/",
        "orcid.org/0000-0002-1825-0097",
        " 0000 0002 1825 0097 ",
        "0000‐0002‐1825‐0097",
    ],
)
def test_every_way_to_write_it(typed):
    assert as_orcid(typed) == "0000-0002-1825-0097"


@pytest.mark.parametrize(
    "typed",
    ["0000-0002-1825-0098", "0000-0002-1852-0097", "0000-0002-1825", "", "X000-0002-1825-0097",
     "https://example.org/0000-0002-1825-0097", "٠٠٠٠-0002-1825-0097"],
)  # fmt: skip
def test_what_is_none(typed):
    assert as_orcid(typed) is None


def test_the_last_may_be_an_x():
    assert as_orcid("0000-0002-1694-233x") == "0000-0002-1694-233X"
    assert check_digit("000000015109370") == "0"
    assert orcid_address("0000-0002-1694-233X") == "https://orcid.org/0000-0002-1694-233X"
