"""How a built-in field is asked, and what is said of a text that is too long or too short."""

from webinar.calls.asked import Rule, rule_of, stored
from webinar.calls.models import CHARACTERS, FIELDS, NO, REQUIRED, Call


def test_what_is_said() -> None:
    short = Rule("abstract", REQUIRED, least=3, most=5)
    assert short.problem(" ") == "is missing"
    assert short.problem("one two three") == ""
    assert short.problem("one two three four five six") == "6 words, at most 5"
    assert short.problem("one") == "1 word, at least 3"
    letters = Rule("note", most=4, unit=CHARACTERS)
    assert letters.problem("") == ""
    assert letters.problem(" four ") == ""
    assert letters.problem("fives") == "5 characters, at most 4"
    # Scripts without blanks: two characters count as a word.
    assert Rule("abstract", most=2).problem("你好世界吗") == "3 words, at most 2"


def test_limits_in_words() -> None:
    assert Rule("abstract", least=100, most=200).limits == "100 to 200 words"
    assert Rule("abstract", most=200).limits == "at most 200 words"
    assert Rule("abstract", least=1, unit=CHARACTERS).limits == "at least 1 character"
    assert Rule("abstract").limits == ""


def test_a_call_that_says_nothing_asks_for_everything_as_wanted() -> None:
    call = Call(
        asked=stored([Rule("orcid", NO), Rule("abstract", REQUIRED, most=200), Rule("text")])
    )
    assert set(call.asked) == {"orcid", "abstract"}
    assert not rule_of(call, "orcid").is_asked
    assert rule_of(call, "abstract").limits == "at most 200 words"
    assert all(rule_of(None, name) == Rule(name) for name in FIELDS)
