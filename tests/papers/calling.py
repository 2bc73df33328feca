"""Calls for the tests of papers: made, closed, opened by codes."""

import re
from datetime import timedelta
from typing import Any

from tests.support.world import BY


def wall(**shift: float) -> Any:
    """Wall time in UTC, some time from now."""
    from webinar.core import clock
    from webinar.core.clock import WallTime

    local = (clock.now() + timedelta(**shift)).replace(tzinfo=None, second=0, microsecond=0)
    return WallTime(local, "UTC")


def a_call(app: Any, title: str = "Mosses wanted", **more: Any) -> tuple[str, str]:
    """Public identifier and address of a published call that closes in ten days."""
    from webinar.calls import operations as ops

    with app.app_context():
        more.setdefault("closes", wall(days=10))
        webinar_id = more.pop("webinar_id", "")
        words = ops.CallWords(title=title, timezone="UTC", **more)
        made = ops.create_call(words=words, webinar_id=webinar_id, by=BY)
        ops.publish_call(call_id=made.public_id, by=BY)
        return made.public_id, made.slug


def a_part(app: Any, call_id: str, kind: str, name: str, **more: Any) -> str:
    """A track or a type of it."""
    from webinar.calls import part_operations as parts

    with app.app_context():
        words = parts.PartWords(name, **more)
        add = {"track": parts.add_track, "type": parts.add_type}[kind]
        return str(add(call_id=call_id, words=words, by=BY).public_id)


def a_code(app: Any, call_id: str, code: str, **more: Any) -> None:
    from webinar.calls import part_operations as parts

    with app.app_context():
        parts.make_codes(call_id=call_id, words=parts.CodeWords(**more), code=code, by=BY)


def a_question(app: Any, call_id: str, label: str, kind: str = "line", **more: Any) -> str:
    """Name of its field."""
    from webinar.calls.queries import call_by_id
    from webinar.questions.operations import Asking, add_question

    with app.app_context():
        number = call_by_id(call_id).questionnaire_id
        asking = Asking(kind=kind, label=label, **more)
        made = add_question(questionnaire_id=number, asking=asking, by=BY)
        return f"answer_{made.public_id}"


def begin(client: Any, app: Any, slug: str, **fields: Any) -> Any:
    """The answer to the form of a call."""
    from webinar.core.limits import form_time

    with app.app_context():
        data = {"form_time": form_time()}
    data |= {"name": "Li Qingsi", "email": "li@example.org", "title": "On rivers"}
    data |= {"kind": "paper", "language": "en"}
    headers = {"Sec-Fetch-Site": "same-origin"}
    return client.post(f"/calls/{slug}/new", data=data | fields, headers=headers)


def draft(client: Any, app: Any, slug: str, **fields: Any) -> str:
    """Path of a new draft's form."""
    answer = begin(client, app, slug, **fields)
    assert answer.status_code == 303, answer.text
    return str(answer.location.removesuffix("/saved"))


def save(client: Any, path: str, headers: dict[str, str] | None = None, **fields: Any) -> Any:
    """Send the draft's form as a browser would, with these fields changed."""
    import lxml.html

    from tests.support.formwalk import values_of

    page = lxml.html.fromstring(client.get(path).text)
    form = next(one for one in page.forms if one.get("action") == path)
    sent = values_of(form)
    for name, value in fields.items():
        sent.setlist(name, [value])
    origin = {"Sec-Fetch-Site": "same-origin"}
    return client.post(path, data=sent, headers=origin | (headers or {}))


def hand_in(client: Any, path: str) -> Any:
    page = client.get(f"{path}/submit").text
    seen = re.search(r'name="after"[^>]*value="(\d+)"', page)
    data = {"after": seen[1] if seen else "0"}
    return client.post(f"{path}/submit", data=data, headers={"Sec-Fetch-Site": "same-origin"})


def paper_of(app: Any, path: str, read: Any) -> Any:
    """What a function reads off the paper at a path."""
    from webinar.papers.queries import paper_by_id

    with app.app_context():
        return read(paper_by_id(path.rsplit("/", maxsplit=1)[-1]))
