"""What was imported from a conference's schedule leaves again as the same schedule."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.calendars.support.schedules import json_errors, read_xml, xml_errors
from tests.support.shared import needs, shared_file

DEMOCON = shared_file("data/schedule-exchange/example-democon.json")


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
        for name in ("title", "start", "duration", "room", "track", "language"):
            assert mine[name] == one[name], (name, one["title"])
        assert mine["type"] == one["type"].lower()
        assert datetime.fromisoformat(mine["date"]) == datetime.fromisoformat(one["date"])
        names = [person["public_name"] for person in one["persons"]]
        assert [person["name"] for person in mine["persons"]] == names
        event = root.find(f".//event[@guid='{guid}']")
        assert [person.text for person in event.findall("persons/person")] == names
        for name in ("title", "start", "duration", "room", "track", "language"):
            assert event.findtext(name) == one[name]
    assert len(ours) == 36
    # And our own files, brought back, are known; only blank lines of abstracts are fewer.
    for form, answer in answers.items():
        path = tmp_path / f"schedule.{form}"
        path.write_bytes(answer.data)
        said = cli("import", "schedule", str(path), "--dry-run")
        assert said.output.splitlines()[-1].startswith("Sessions: 0 new, ")
        assert said.output.splitlines()[-1].endswith("0 gone, 0 doubtful")
