"""Small texts of every shape people paste: which headings, lists and suggestions come out."""

from pathlib import Path

import pytest

from webinar.core.richtext import headings, render_markdown
from webinar.papers.recognition import (
    BulletList,
    Heading,
    NumberedList,
    Paragraph,
    Quote,
    recognise,
    to_markdown,
)

DATA = Path(__file__).parent.parent / "data"
PROSE = "Water finds its way downhill, and whoever builds beside it should know the way it takes."


def shape(text, kinds=None):
    """Blocks as short words: h2, p, ol3, ul2 ..., without the accepted suggestions."""
    recognition = recognise(text)
    result = []
    for block in recognition.blocks:
        match block:
            case Heading():
                result.append(f"h{block.level}")
            case NumberedList():
                result.append(f"ol{len(block.items)}")
            case BulletList():
                result.append(f"ul{len(block.items)}")
            case Quote():
                result.append("quote")
            case Paragraph():
                result.append("p")
    return result


def html_of(text, accepted=None):
    recognition = recognise(text)
    keys = recognition.all_keys if accepted is None else accepted
    return render_markdown(to_markdown(recognition, keys))


def read(name):
    return (DATA / name).read_text(encoding="utf-8")


def test_a_blog_page():
    text = read("paste-blog-page.txt")
    recognition = recognise(text)
    html = html_of(text)
    assert [heading.title for heading in headings(html)] == [
        "Why rivers leave their beds",
        "What towns can do",
    ]
    assert html.count("<ol>") == 2
    assert html.count("<li>") == 5
    assert html.rstrip().endswith("have paid the least.</p>")
    (biography,) = recognition.of_kind("biography")
    assert (biography.honorific, biography.name) == ("Dr.", "Maria Olsen")
    assert "stilts" in biography.text
    assert {each.text for each in recognition.of_kind("furniture")} == {
        *("Skip to content", "Home", "In Uncategorized", "Related Posts"),
        *("A walk along the canal", "12 Comments", "Leave a Reply", "© 2021 Rivers and Towns"),
        "We are away until Monday, but send us an email and we will get back to you.",
    }
    assert recognition.of_kind("abstract")[0].text.startswith("Dr. Maria Olsen spoke")


def test_numbered_headings_are_headings_and_sublists_lists():
    text = read("paste-numbered-headings.txt")
    recognition = recognise(text)
    assert recognition.of_kind("title")[0].text == "Keeping Bees on Roofs"
    assert recognition.of_kind("author")[0].name == "Anna Berg"
    assert recognition.of_kind("abstract")[0].text.startswith("City bees find")
    html = html_of(text)
    assert [(heading.level, heading.title) for heading in headings(html)] == [
        (2, "1. Introduction"),
        (2, "2. Method"),
        (3, "2.1 Roofs"),
        (3, "2.2 Counting"),
        (2, "3. Results"),
    ]
    assert '<ol type="a">' in html
    assert html.count("<li>") == 6
    assert "5 * 3 hives" in html


def test_chinese():
    text = read("paste-chinese.txt")
    recognition = recognise(text)
    assert recognition.of_kind("title")[0].text == "城市里的水"
    assert recognition.of_kind("biography")[0].name == "王小明"
    assert [each.text for each in recognition.of_kind("furniture")] == ["发表评论"]
    html = html_of(text)
    assert [heading.title for heading in headings(html)] == ["一、引言", "二、原因"]
    assert html.count("<ol>") == 1
    assert html.count("<li>") == 3
    assert html.rstrip().endswith("更高。</p>")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["1. One thing.", "2. Another thing.", "3. A third."], ["p", "ol3"]),
        (["1) One thing.", "2) Another thing."], ["p", "ol2"]),
        (["(1) One thing.", "(2) Another thing."], ["p", "ol2"]),
        (["(a) one thing,", "(b) another,", "(c) a third."], ["p", "ol3"]),
        (["(i) one thing,", "(ii) another,", "(iii) a third."], ["p", "ol3"]),
        (["• One", "• Two"], ["p", "ul2"]),
        (["- One", "- Two"], ["p", "ul2"]),
        (["* One", "* Two"], ["p", "ul2"]),
        (["•\tOnly one"], ["p", "ul1"]),
        (["- not a list, an aside"], ["p", "p"]),
        (["3. Oktober war ein Feiertag, an dem viele Menschen verreisten."], ["p", "p"]),
        (["> Said by another,", "> in two lines."], ["p", "quote"]),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n", "\r\n\r\n"])
def test_markers(lines, expected, gap):
    if expected == ["p", "quote"] and gap.count("\n") == 1:
        gap = "\n"
    text = PROSE + "\n\n" + gap.join(lines)
    assert shape(text) == expected


def test_list_that_goes_on_after_a_paragraph_keeps_its_number():
    text = f"{PROSE}\n\n1. One is here.\n2. Two is here.\n\n{PROSE}\n\n3. Three is.\n4. Four is."
    assert '<ol start="3">' in html_of(text)


def test_sublist_belongs_to_its_point():
    text = f"{PROSE}\n\n1. First point:\n   - inner one\n   - inner two\n2. Second point."
    assert shape(text) == ["p", "ol2"]
    html = html_of(text)
    assert html.index("<ul>") < html.index("inner two") < html.index("</ul>")
    assert html.index("</ul>") < html.index("Second point")


def test_two_lists_in_a_row_stay_two():
    text = f"{PROSE}\n\n1. One is.\n2. Two is.\n\n1. Uno es.\n2. Dos es."
    assert shape(text) == ["p", "ol2", "ol2"]
    assert html_of(text).count("<ol>") == 2


def test_capitals_are_the_higher_headings():
    text = (
        f"WHERE WATER COMES FROM\n\n{PROSE}\n\nSmall rivers\n\n{PROSE}\n\nWHERE IT GOES\n\n{PROSE}"
    )
    assert shape(text) == ["h2", "p", "h3", "p", "h2", "p"]
    assert not recognise(text).of_kind("title")


def test_first_line_is_offered_as_title_and_stays_if_refused():
    text = f"Rivers and towns\n\n{PROSE}\n\nSmall rivers\n\n{PROSE}"
    (title,) = recognise(text).of_kind("title")
    assert title.text == "Rivers and towns"
    assert len(headings(html_of(text, set()))) == 2


def test_wrapped_lines_become_one_paragraph():
    text = (
        "The river leaves the hills in a narrow valley and for a while there is no\n"
        "room for anything but the water and the road, which was built much later\n"
        "than the mill.\n\n"
        "1. The mill was there before the road and before anybody had thought of a\n"
        "   bridge across the water.\n"
        "2. The bridge came last."
    )
    assert shape(text) == ["p", "ol2"]
    assert "no room for anything" in html_of(text)
    assert "of a bridge across" in html_of(text)


def test_verse_keeps_its_lines():
    text = f"{PROSE}\n\nThe water is wide\nThe bridge is long\nAnd nobody sings\n\n{PROSE}"
    assert html_of(text).count("<br>") == 2


@pytest.mark.parametrize(
    "text",
    [
        f"# Rivers\n\n{PROSE}\n\n## Small\n\n- a\n- b\n",
        f"Rivers\n======\n\n{PROSE}\n\nSmall\n-----\n\n1. a\n2. b\n",
    ],
)
def test_markdown_stays_as_it_is(text):
    recognition = recognise(text)
    assert recognition.is_markdown
    assert to_markdown(recognition, set()) == text
    assert [heading.level for heading in headings(html_of(text))] == [2, 3]


def test_furniture_around_markdown_can_go():
    text = f"# Rivers\n\n{PROSE}\n\nLeave a Comment\n"
    assert "Leave a Comment" not in html_of(text)
    assert "Leave a Comment" in html_of(text, set())


@pytest.mark.parametrize("line", ["+ 3 degrees.", "[1]: a source.", "===", "| x.", "1. is one."])
def test_marks_in_plain_text_stay_words(line):
    html = html_of(f"{PROSE}\n\n{line}\n\n{PROSE}", set())
    assert html.count("<h") == html.count("<ul") == 0
    assert line.strip("> ") in html.replace("&gt; ", "")


def test_quoted_line_among_the_lines_of_a_page_is_one_of_them():
    text = f"{PROSE}\n\nLeave a Comment\n\n> Quoted reply"
    assert [each.text for each in recognise(text).of_kind("furniture")] == [
        "Leave a Comment",
        "> Quoted reply",
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "x", "1.", "•", "Contact Us", "\ufeff", "- "])
def test_next_to_nothing_is_no_error(text):
    recognition = recognise(text)
    to_markdown(recognition, recognition.all_keys)


def test_parts_cover_the_whole_original():
    text = read("paste-blog-page.txt").replace("\n", "\r\n")
    recognition = recognise(text)
    assert "".join(piece for piece, _ in recognition.parts()) == text
    for suggestion in recognition.suggestions:
        assert suggestion.original in text


def test_chinese_parts_above_short_lines():
    text = "一、背景\n河流很长。\n\n（一）起源\n山上有雪\n\n（二）下游\n城市很多"
    text += "\n\n二、结论\n要保护它。"
    assert shape(text) == ["h2", "p", "h3", "p", "h3", "p", "h2", "p"]
    assert shape("（一）背景\n河流很长。\n\n（二）结论\n要保护它。") == ["h2", "p", "h2", "p"]


def test_chinese_points_in_a_row_are_no_headings():
    assert shape(f"{PROSE}\n\n一、苹果\n二、香蕉\n三、梨\n\n以上都是水果。") == ["p"] * 5
