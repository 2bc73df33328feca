"""A text that is being written, as its page will show it. Nothing is kept."""

import re
from datetime import timedelta

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.core import costly, languages, limits
from webinar.core.access import anyone, policy
from webinar.core.errorwords import wait_words
from webinar.core.http import client_address
from webinar.core.richtext import MAX_SOURCE, render_markdown
from webinar.core.text import clean
from webinar.site.blueprint import bp

#: previews from one network address; a long text counts as several
_BURST, _EVERY = 60, timedelta(seconds=2)
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,60}", re.ASCII)


@bp.post("/preview")
@policy(anyone)
def preview_text() -> ResponseReturnValue:
    """`{"html": ...}` of `text`, in `language`; `name`: of its field, which ids begin with.

    `{"sentence": ...}` where there is none. The first form of a call has it too, so it is for
    anybody: limited by address, and long texts are made one at a time.
    """
    text = clean(request.form.get("text", ""))
    if len(text) > MAX_SOURCE:
        return jsonify(sentence=gettext("This is more text than a page can hold.")), 422
    if not text.strip():
        return jsonify(sentence=gettext("Nothing is written yet."))
    try:
        limits.spend_reading(
            "preview",
            client_address(),
            burst=_BURST,
            every=_EVERY,
            cost=1 + len(text) // costly.LONG,
        )
        with costly.if_long(text):
            html = render_markdown(text, prefix=f"shown-{_name()}")
    except limits.TooMany as error:
        words = gettext(
            "That was too often. Try it again %(wait)s.", wait=wait_words(error.seconds)
        )
        return jsonify(sentence=words), 429, {"Retry-After": str(error.seconds)}
    language = request.form.get("language", "")
    page = render_template(
        "site/_text.html",
        html=html,
        language=language if languages.is_language(language) else "",
    )
    return jsonify(html=page)


def _name() -> str:
    """Of the field: two previews of one page have ids of their own."""
    name = request.form.get("name", "")
    return name if _NAME.fullmatch(name) else "text"
