"""A text that is being written, as its page will show it: the same rule, nothing kept."""

import pytest
import sqlalchemy as sa

from webinar.core.prepared import html_of
from webinar.core.richtext import MAX_SOURCE

_TEXT = """## Tides

High *water*[^1] <img src=x onerror=alert(1)> [no](javascript:alert(1)) $x^2$

[^1]: Brest.
"""


def _ask(client, text, **more):
    data = {"text": text, "name": "body", **more}
    return client.post("/preview", data=data, headers={"Sec-Fetch-Site": "same-origin"})


def test_it_is_what_the_page_shows_and_nothing_is_written(client, in_app):
    from webinar.core.db import db

    before = {
        table: db.session.scalar(sa.select(sa.func.count()).select_from(sa.table(table)))
        for table in sa.inspect(db.engine).get_table_names()
    }
    assert client.post("/preview", data={"text": _TEXT}).status_code == 403
    answer = _ask(client, _TEXT)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    html = answer.json["html"]
    assert html.strip() == f'<div class="prose">{html_of(_TEXT, "shown-body")}</div>'
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert '<h2 id="shown-body-tides">' in html
    db.session.rollback()
    after = {
        table: db.session.scalar(sa.select(sa.func.count()).select_from(sa.table(table)))
        for table in before
    }
    changed = {table for table in before if before[table] != after[table]}
    assert changed <= {"limit_bucket"}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_language_name_and_what_is_none(client):
    assert 'lang="ar" dir="rtl"' in _ask(client, "عنوان", language="ar").json["html"]
    for language in ("", 'x" onclick="alert(1)', "en"):
        html = _ask(client, "words", language=language).json["html"]
        assert html.startswith('<div class="prose"><p>words')
    for name in ('a"b', "A", "x" * 99, "body error"):
        assert 'id="shown-text-a"' in _ask(client, "## A", name=name).json["html"]
    for text in ("", " \n", "\u200b"):
        assert _ask(client, text).json == {"sentence": "Nothing is written yet."}
    said = _ask(client, "x" * (MAX_SOURCE + 1))
    assert (said.status_code, set(said.json)) == (422, {"sentence"})


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_long_texts_count_for_more(client, app, clock):
    app.config["LIMITS_OFF"] = False
    long = "word " * 40_000
    codes = [_ask(client, long).status_code for _ in range(8)]
    assert codes == [200] * 6 + [429] * 2
    said = _ask(client, long)
    assert int(said.headers["Retry-After"]) > 0
    assert "again" in said.json["sentence"]
