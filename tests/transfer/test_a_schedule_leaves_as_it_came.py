"""What was imported from a conference's schedule leaves again as the same schedule."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from tests.calendars.support.schedules import json_errors, read_xml, xml_errors
from tests.support.people import organizer
from tests.support.shared import needs, shared_file
from tests.transfer.importing import bring
from tests.transfer.test_a_schedule_comes_whole import GUID, event_of, schedule
from webinar.core.db import db, transaction
from webinar.speakers.models import SessionRole
from webinar.transfer.models import ImportedItem
from webinar.webinars.models import Session

DEMOCON = shared_file("data/schedule-exchange/example-democon.json")
NOTHING = "Sessions: 0 new, 0 changed, 0 gone, 0 doubtful"


def _events(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    days = told["schedule"]["conference"]["days"]
    found = (one for day in days for room in day["rooms"].values() for one in room)
    return {one["guid"]: one for one in found}


# That both databases take it in is shown where it comes.
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@needs(DEMOCON)
def test_democon_leaves_as_it_came(cli: Any, client: Any, tmp_path: Path) -> None:
    said = cli("import", "schedule", str(DEMOCON), "--publish", "--category", "Conferences")
    assert said.exit_code == 0, said.output
    answers = {form: client.get(f"/webinars/democon/schedule.{form}") for form in ("json", "xml")}
    assert json_errors(answers["json"].data) == []
    assert xml_errors(answers["xml"].data) == []
    theirs = _events(json.loads(DEMOCON.read_text()))
    ours = _events(answers["json"].json)
    assert ours.keys() == theirs.keys()
    root = read_xml(answers["xml"].data)
    for guid, one in theirs.items():
        mine = ours[guid]
        for name in ("title", "start", "duration", "room", "track", "language", "type"):
            assert mine[name] == one[name], (name, one["title"])
        assert datetime.fromisoformat(mine["date"]) == datetime.fromisoformat(one["date"])
        names = [person["public_name"] for person in one["persons"]]
        assert [person["name"] for person in mine["persons"]] == names
        event = root.find(f".//event[@guid='{guid}']")
        assert [person.text for person in event.findall("persons/person")] == names
        for name in ("title", "start", "duration", "room", "track", "language", "type"):
            assert event.findtext(name) == one[name]
        # The description follows in the abstract, with its paragraphs.
        whole = f"{one['abstract']}\n\n{one['description']}"
        assert mine["abstract"] == event.findtext("abstract") == whole.strip()
    assert len(ours) == 36
    # And our own files, brought back, change nothing.
    for form, answer in answers.items():
        path = tmp_path / f"schedule.{form}"
        path.write_bytes(answer.data)
        said = cli("import", "schedule", str(path), "--dry-run")
        assert said.output.splitlines()[-1] == NOTHING


TEXT = "First *words*.\n\nSecond paragraph:\n\n- one\n- two"


def test_each_form_of_our_own_changes_nothing(app: Any, cli: Any, tmp_path: Path) -> None:
    """A webinar that was never imported, with all that a session can say."""
    persons = [
        {"id": 1, "guid": GUID.format(8), "name": "Li Wei", "role": "speaker"},
        {"id": 2, "guid": GUID.format(9), "name": "Ada Holm", "role": "chair"},
    ]
    links = [
        {"type": "media", "url": "https://video.example.org/1", "title": "Talk 1"},
        {"type": "slides", "url": "https://files.example.org/1.pdf", "title": "Talk 1"},
    ]
    full = event_of(1, abstract=TEXT, description="", persons=persons, links=links)
    lunch = event_of(2, type="Break", persons=[], description="", abstract="")
    alone = event_of(3, room="Attic", title="=Sums", language=None)
    data = json.loads(schedule(full, lunch, alone, zone="America/New_York"))
    data["generator"] = {"name": "webinar", "url": "https://elsewhere.example/"}
    with app.app_context():
        bring(json.dumps(data).encode(), "json", publish=True, zone="America/New_York")
        rows = {one.title: one for one in db.session.query(Session)}
        first = rows["Talk 1"]
        assert (first.abstract, first.recording_url) == (TEXT, "https://video.example.org/1")
        assert first.slides_url == "https://files.example.org/1.pdf"
        roles = db.session.query(SessionRole).filter_by(session_id=first.id)
        assert [one.role for one in roles.order_by(SessionRole.position)] == ["speaker", "chair"]
        webinar = first.webinar
        slug, webinar_id = webinar.slug, webinar.public_id
        with transaction() as session:
            session.execute(sa.delete(ImportedItem))
            session.execute(sa.update(Session).where(Session.kind == "break").values(room_id=None))
    desk = organizer(app)
    xlsx = desk.get(f"/organize/webinars/{webinar_id}/sessions.xlsx").data
    found = {
        "schedule.json": desk.get(f"/webinars/{slug}/schedule.json").data,
        "schedule.xml": desk.get(f"/webinars/{slug}/schedule.xml").data,
        "feed.ics": desk.get(f"/feeds/webinar/{slug}.ics").data,
        "list.csv": desk.get(f"/organize/webinars/{webinar_id}/sessions.csv").data,
        "sheet.csv": _as_csv(xlsx),
    }
    assert json_errors(found["schedule.json"]) == []
    for name, told in found.items():
        path = tmp_path / name
        path.write_bytes(told)
        kind = {"ics": "ics", "csv": "csv"}.get(name[-3:], "schedule")
        said = cli("import", kind, str(path), "--dry-run")
        assert said.output.splitlines()[-1] == NOTHING, (name, said.output)
    changed = found["list.csv"].replace(b"=Sums", b"=More")
    (tmp_path / "list.csv").write_bytes(changed)
    said = cli("import", "csv", str(tmp_path / "list.csv"))
    assert said.output.splitlines()[-1] == "Sessions: 0 new, 1 changed, 0 gone, 0 doubtful"


def _as_csv(data: bytes) -> bytes:
    """A workbook as a spreadsheet program saves it."""
    out = io.StringIO(newline="")
    rows = openpyxl.load_workbook(io.BytesIO(data)).active.values
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode("utf-8-sig")
