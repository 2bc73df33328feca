"""Every list with nothing in it: what will be here, why it is worth it, one button."""

from typing import Any

import lxml.html
import pytest

from tests.support import people

READERS = ["/", "/webinars/", "/webinars/archive/", "/papers/", "/speakers/", "/news/",
           "/categories/"]  # fmt: skip
DESK = ["webinars", "webinars/?show=drafts", "sessions", "speakers", "speakers/?q=zz", "papers",
        "papers/?state=published", "news", "news/?state=draft", "pages", "comments",
        "comments/?state=shown", "messages", "messages/?state=closed", "journal/?actor=zz",
        "mails/?state=failed"]  # fmt: skip
#: lists that have their form beneath instead of a button
WITH_FORM = ["/organize/rooms/", "/organize/categories/", "/organize/site/hours"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_each_list_has_words_and_one_button(app: Any) -> None:
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import ensure_site

    with app.app_context():
        ensure_site(by=SYSTEM)
    browser = people.organizer(app)
    desk = [f"/organize/{path}" + ("" if "?" in path else "/") for path in DESK]
    wrong = []
    for path in READERS + desk + WITH_FORM:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        page = lxml.html.fromstring(answer.text)
        if path in WITH_FORM:
            if not page.xpath("//main//form[@method='post']//button"):
                wrong.append(f"{path}: no form")
            continue
        for empty in page.find_class("empty") or [None]:
            if empty is None:
                wrong.append(f"{path}: nothing is said")
                continue
            words = " ".join(one.text_content() for one in empty.xpath("./p"))
            buttons = empty.xpath("./a[contains(@class, 'button')]/@href")
            if len(words.split()) < 5 or len(empty.xpath("./h2")) != 1 or len(buttons) != 1:
                wrong.append(f"{path}: {words!r} {buttons}")
            elif browser.get(buttons[0]).status_code != 200:
                wrong.append(f"{path}: its button leads nowhere")
    assert not wrong, "\n".join(wrong)
