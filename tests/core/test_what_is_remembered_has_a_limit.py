"""Pages that were made last are kept in memory: few, and fewer where they are long."""

from webinar.core import prepared
from webinar.core.remembered import Remembered


def test_the_oldest_go_when_there_are_too_many_or_too_long_ones():
    kept = Remembered(3, 100)
    for name in "abcd":
        kept.keep((name, ""), name)
    assert [kept.get((name, "")) for name in "abcd"] == [None, "b", "c", "d"]
    assert kept.get(("b", "")) == "b"
    kept.keep(("e", ""), "e" * 90)
    assert kept.get(("b", "")) == "b"
    kept.keep(("f", ""), "f" * 500)
    assert [name for name in "bcdef" if kept.get((name, ""))] == ["f"]


def test_long_pages_do_not_fill_the_memory():
    """A draft of 250,000 letters can become a page of ten million, and anybody may write one."""
    for number in range(8):
        prepared._known.keep((str(number), "x"), "x" * 2_000_000)
    assert sum(prepared._known.get((str(number), "x")) is not None for number in range(8)) == 2
    prepared._known.clear()
