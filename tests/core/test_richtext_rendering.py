"""Markdown becomes HTML with our headings, lists, notes and links, and nothing else."""

import pytest

from webinar.core.richtext import (
    MAX_SOURCE,
    clean_html,
    headings,
    plain_text,
    reading_minutes,
    render_comment,
    render_markdown,
    summary,
    word_count,
)


def levels(source: str) -> list[int]:
    return [heading.level for heading in headings(render_markdown(source))]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# One\n\n## Two\n\n# Three", [2, 3, 2]),
        ("### Deep first\n\n## Then up", [2, 2]),
        ("# One\n\n#### Four", [2, 3]),
        ("Set\n===\n\nExt\n---", [2, 3]),
    ],
)
def test_headings_start_at_two_and_skip_no_level(source, expected):
    assert levels(source) == expected


def test_top_level_can_be_lower():
    assert "<h3 id=" in render_markdown("# One", top=3)


def test_heading_ids_are_unique_and_prefixed():
    found = headings(render_markdown("# Method\n\n# Method\n\n# 方法\n\n# ?!"))
    assert [heading.id for heading in found] == [
        "text-method",
        "text-method-2",
        "text-方法",
        "text-section",
    ]
    assert headings(render_markdown("# A", prefix="bio"))[0].id == "bio-a"


def test_heading_title_has_no_markup_or_note_mark():
    source = "# A *fine* `day`[^1]\n\n[^1]: why"
    assert headings(render_markdown(source))[0].title == "A fine day"


def test_ordered_list_keeps_its_start():
    assert '<ol start="3">' in render_markdown("3. c\n4. d")


def test_lettered_bullets_become_a_lettered_list():
    html = render_markdown("- (a) first\n- (b) second *x*\n")
    assert '<ol type="a">' in html
    assert "<li>first</li>" in html
    assert '<ol type="i">' in render_markdown("- (i) first\n- (ii) second")
    assert "<ul>" in render_markdown("- (a) first\n- (c) third")


def test_an_empty_corner_of_a_table_is_no_head():
    html = render_markdown("|  | 2024 |\n|:--|--:|\n| Rhine | 1 |\n")
    assert '<td class="align-left"></td>\n<th class="align-right">2024</th>' in html


def test_table_is_aligned_by_class_and_scrolls_in_a_frame():
    html = render_markdown("| a | b |\n|--:|---|\n| 1 | 2 |")
    assert '<th class="align-right">a</th>' in html
    assert '<div class="table-scroll" tabindex="0"><table>' in html
    assert "style" not in html


def test_footnotes_link_there_and_back():
    html = render_markdown("Word[^n].\n\n[^n]: Note.")
    assert 'href="#fn-text-1" id="fnref-text-1"' in html
    assert '<li id="fn-text-1">' in html
    assert 'href="#fnref-text-1" class="footnote-backref"' in html


def test_links_are_web_or_mail_and_carry_rel():
    html = render_markdown("[a](https://x.example) [b](mailto:a@b.example)")
    assert html.count('rel="nofollow ugc noopener"') == 2
    for target in ("javascript:alert(1)", "data:text/html,x", "/local", "//host", "ftp://x"):
        assert "<a" not in render_markdown(f"[x]({target})")


def test_local_link_finds_its_heading():
    html = render_markdown("[see](#method)\n\n# Method")
    assert 'href="#text-method"' in html
    assert 'id="text-method"' in html


def test_raw_html_is_shown_as_text_and_pictures_as_their_words():
    html = render_markdown("<b onclick=x>hi</b> ![a fox](https://x.example/f.png)")
    assert "&lt;b onclick=x&gt;" in html
    assert "<img" not in html
    assert "a fox" in html


def test_too_long_a_text_is_refused():
    with pytest.raises(ValueError, match="longer"):
        render_markdown("x" * (MAX_SOURCE + 1))


def test_lone_surrogates_and_nul_do_not_break_it():
    assert "a" in render_markdown("a \ud800 b\0c")


def test_comment_has_paragraphs_breaks_and_emphasis_only():
    html = render_comment("One *two*\nthree\n\n# no [x](http://a.example) http://b.example\n\n- i")
    assert html.startswith("<p>One <em>two</em><br>")
    assert html.count("<p>") == 3
    assert "<a" not in html
    assert "<h" not in html
    assert "<ul" not in html
    assert "http://b.example" in html


def test_clean_html_gives_our_headings_and_drops_foreign_marks():
    html = clean_html(
        '<h1 id="x" style="color:red">A <em>b</em></h1><h3>C</h3><p onclick="x()">t</p>'
        '<script>1</script><a href="javascript:x">l</a><a href="https://x.example">m</a>'
        '<ol start="4"><li>d</li></ol>'
    )
    assert '<h2 id="text-a-b">A <em>b</em></h2><h3 id="text-c">C</h3><p>t</p>' in html
    assert "script" not in html
    assert 'href="https://x.example"' in html
    assert '<ol start="4">' in html


def test_plain_text_has_one_line_per_block():
    assert plain_text("<h2>A &amp; b</h2><ul><li>c</li><li>d <em>e</em></li></ul>") == (
        "A & b\nc\nd e"
    )


def test_words_and_minutes():
    assert word_count("It's a well-known fact, no?") == 5
    assert word_count("北约扩张") == 2
    # Vowel signs, points and joiners stand within a word.
    assert word_count("हिन्दी में नमस्ते, दुनिया!") == 4
    assert word_count("שָׁלוֹם עֲלֵיכֶם") == 2
    assert word_count("می\u200cخواهم") == word_count("gele\xadgen") == 1
    assert word_count("one \u2013 two \u2026 three") == 3
    assert [reading_minutes(words) for words in (0, 1, 200, 201)] == [0, 1, 1, 2]


def test_summary_ends_at_a_sentence_or_word():
    assert summary("Short.", 50) == "Short."
    assert summary("First one is here. Second goes on and on.", 25) == "First one is here."
    assert summary("alpha beta gamma delta epsilon", 18) == "alpha beta gamma…"
    assert len(summary("x" * 500, 100)) == 100
