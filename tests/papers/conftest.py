"""A speaker with a personal link, and the papers they write through the pages."""

import io
import re
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support import programme


@dataclass
class Writer:
    """A browser behind one person's link."""

    app: Any
    client: Any
    speaker_id: str
    token: str

    def path(self, rest: str = "") -> str:
        return f"/my/{self.token}/papers/{rest}"

    def new(self, **fields: Any) -> Any:
        """The answer to a sent form for a new paper."""
        return self.client.post(self.path("new"), data=paper_data(**fields))

    def draft(self, **fields: Any) -> str:
        """A saved draft's public identifier."""
        answer = self.new(**fields)
        assert answer.status_code == 303, answer.text
        return re.search(r"/papers/([a-z0-9]{26})", answer.location)[1]

    def version(self, paper_id: str) -> str:
        """The row version in the form."""
        page = self.client.get(self.path(paper_id)).text
        return re.search(r'name="version"[^>]*value="(\d+)"', page)[1]

    def save(self, paper_id: str, **fields: Any) -> Any:
        fields.setdefault("version", self.version(paper_id))
        return self.client.post(self.path(paper_id), data=paper_data(**fields))

    def submit(self, paper_id: str, note: str = "", after: str | None = None) -> Any:
        page = self.client.get(self.path(f"{paper_id}/submit")).text
        seen = after or re.search(r'name="after"[^>]*value="(\d+)"', page)[1]
        data = {"after": seen, "changes_note": note}
        return self.client.post(self.path(f"{paper_id}/submit"), data=data)


def paper_data(**fields: Any) -> dict[str, Any]:
    """A form as a browser sends it; `authors` is a list of names."""
    names = fields.pop("authors", ["Maria Nowak"])
    data: dict[str, Any] = {
        "title": "On rivers",
        "kind": "paper",
        "language": "en",
        "session_id": "",
        "abstract": "",
        "body": "Rivers carry what we give them.",
        "note": "",
    }
    for number, name in enumerate(names):
        data[f"authors-{number}-name"] = name
        data[f"authors-{number}-affiliation"] = ""
    return data | fields


def a_file(data: bytes, name: str) -> tuple[io.BytesIO, str]:
    """A part of a form, as werkzeug's client takes it."""
    return io.BytesIO(data), name


@pytest.fixture
def writer(app: Any) -> Any:
    """Makes writers: `writer()`, `writer("Li Qingsi", "li@example.org")`."""

    def make(name: str = "Maria Nowak", email: str = "maria@example.org") -> Writer:
        from webinar.core import links
        from webinar.core.db import transaction
        from webinar.speakers.operations import personal_link
        from webinar.speakers.queries import speaker_by_id

        with app.app_context():
            made = programme.a_speaker(name, email=email).public_id
            with transaction():
                token = links.token(personal_link(speaker_by_id(made)))
        client = app.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        return Writer(app, client, made, token)

    return make


@pytest.fixture
def stored(app: Any) -> Any:
    """`stored(lambda: ...)` reads from the database what a page has done."""

    def read(work: Any) -> Any:
        with app.app_context():
            return work()

    return read
