"""The HTML checker tells right from wrong, and lets pass only what is newer than it."""

PAGE = '<!doctype html><html lang="en"><head><title>x</title></head><body>{}</body></html>'


def test_a_valid_page_has_no_errors(html_errors):
    newer = '<search><form><input enterkeyhint="search" aria-label="x"></form></search>'
    assert html_errors(PAGE.format(newer + '<div popover id="a">x</div>')) == []


def test_errors_are_named_also_inside_newer_elements(html_errors):
    (error,) = html_errors(PAGE.format("<search>\n<ul><p>x</p></ul></search>"))
    assert error.startswith("line 2: Element “p” not allowed as child of element “ul”")
