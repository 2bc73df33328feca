"""Tags: words with commas, rows that come and go with them."""

from typing import Any

import pytest
import sqlalchemy as sa

from tests.support import people, programme
from tests.support.programme import ANNA


def _tags() -> list[str]:
    from webinar.core.db import db
    from webinar.webinars.models import Tag

    db.session.expire_all()
    return sorted(db.session.scalars(sa.select(Tag.name)))


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Sea, Open data", ["Sea", "Open data"]),
        (" #sea ,, SEA,\tséa ", ["sea"]),
        ("海、岸，潮；بحر، شاطئ", ["海", "岸", "潮", "بحر", "شاطئ"]),
        ("", []),
        (" , ;", []),
    ],
)
def test_words_with_commas(typed: str, names: list[str]) -> None:
    from webinar.webinars.tags import words_of

    assert words_of(typed) == names


def test_rows_come_and_go(in_app: Any) -> None:
    from webinar.core import purge
    from webinar.core.db import transaction
    from webinar.webinars import operations
    from webinar.webinars.models import Webinar

    first = programme.a_webinar("One", tags=["Sea", "C++", "C"])
    second = programme.a_webinar("Two", new_category="Else", tags=["SEA"])
    assert _tags() == ["C", "C++", "Sea"]
    # The same tag, however it is typed; the order is the one of the typing.
    assert second.tagged == [{"name": "Sea", "slug": "sea"}]
    assert [one["slug"] for one in first.tagged] == ["sea", "c", "c-2"]
    operations.duplicate_webinar(
        webinar_id=second.public_id, starts=second.starts_wall, by=ANNA, title="Three"
    )
    operations.delete_webinar(webinar_id=first.public_id, by=ANNA)
    assert _tags() == ["C", "C++", "Sea"]
    with transaction():
        purge.purge(Webinar.__table__, [first.id])
    assert _tags() == ["Sea"]


def test_they_are_typed_in_the_form(app: Any, client: Any) -> None:
    organizer = people.organizer(app)
    with app.app_context():
        webinar = programme.a_webinar("Rivers", tags=["Sea"])
        name = webinar.public_id
        category = webinar.category.public_id
    page = organizer.get(f"/organize/webinars/{name}/edit").text
    assert 'name="tags"' in page
    assert 'value="Sea"' in page
    sent = {
        "title": "Rivers",
        "category_id": category,
        "timezone": "Europe/London",
        "starts": "2026-05-05T14:00",
        "ends": "2026-05-05T16:00",
        "language": "en",
        "version": "2",
    }
    for field, value, error in (
        ("tags", ",".join(f"tag {number}" for number in range(13)), "At most 12 tags"),
        ("tags", "x" * 61, "too long for a tag"),
        ("tags", "Sea, !!", "is no word"),
        ("papers_due", "soon", "not a date"),
        ("papers_due", "2026-03-29T01:30", "jump over"),
        ("registration_closes", "2026-10-25T01:30", "clocks are set back"),
        ("registration_address", "javascript:alert(1)", "beginning with https"),
    ):
        answer = organizer.post(f"/organize/webinars/{name}/edit", data=sent | {field: value})
        assert answer.status_code == 422, (field, value)
        assert error in answer.text
        # Nothing typed is lost, and what is wrong is not folded away.
        assert field == "tags" or '<details class="disclosure" id="deadlines" open>' in answer.text
    good = {
        "tags": "Sea, Open data",
        "papers_due": "2026-04-01T23:59",
        "registration_closes": "2026-10-25T01:30",
        "registration_closes_fold": "1",
        "registration_address": "https://example.org/",
    }
    answer = organizer.post(f"/organize/webinars/{name}/edit", data=sent | good)
    assert answer.status_code == 303, answer.text
    text = client.get("/webinars/rivers/").text
    assert 'href="/tags/open-data/"' in text
    assert "25 October 2026, 01:30" in text
    assert '"keywords": "Sea, Open data"' in text
    found = client.get("/search?q=open+data").text
    assert "Rivers" in found
