"""Whatever is pasted: no error, no word lost, the same answer twice."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from webinar.core.richtext import plain_text, render_markdown
from webinar.papers.recognition import recognise, to_markdown

LINES = st.sampled_from(
    [
        *("1. one thing", "2. two things here.", "3) third", "(a) letter", "(b) bee", "• dot"),
        *("- dash", "* star", "Short heading", "ALL CAPITALS", "1. Introduction", "2.1 Deeper"),
        *("Leave a Comment", "By Jane Doe", "Jane Doe", "> quoted words", "", "", "  - inner"),
        "A long sentence that goes on for a while, so that nobody could take it for a heading.",
        "Jane Doe is a professor at the University of Somewhere and studied research there.",
        *(
            "摘要",
            "一、引言",
            "水往低处流，这是大家都知道的事情，也是城市规划的基础。",
            "===x",
            "# not",
        ),
    ]
)
WORD = re.compile(r"[^\W\d_]{3,}")


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\n\n", "\r\n"]))
@example(["摘要", "Short heading", "> quoted words", "> quoted words"], "\n")
def test_every_word_is_kept_until_its_removal_is_accepted(lines, end):
    text = end.join(lines)
    recognition = recognise(text)
    kept = plain_text(render_markdown(to_markdown(recognition, set())))
    assert sorted(WORD.findall(text)) == sorted(WORD.findall(kept))
    assert recognise(text) == recognition
    left = plain_text(render_markdown(to_markdown(recognition, recognition.all_keys)))
    taken = " ".join(each.original for each in recognition.suggestions)
    assert sorted(WORD.findall(left + " " + taken)) == sorted(WORD.findall(text))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_characters_are_survived(text):
    recognition = recognise(text)
    assert "".join(piece for piece, _ in recognition.parts()) == text
    to_markdown(recognition, recognition.all_keys)
