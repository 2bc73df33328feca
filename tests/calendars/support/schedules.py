"""The two schemas of the schedule exchange, and what they hold against a file."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.shared import shared_file


def _file(name: str) -> Path:
    path = shared_file(f"data/schedule-exchange/{name}")
    if not path.exists():
        pytest.skip("the schemas of the schedule exchange are not here")
    return path


def are_here() -> bool:
    """Whether the schemas are shared with us."""
    return shared_file("data/schedule-exchange/schedule.xml.xsd").exists()


@cache
def _xsd() -> Any:
    from lxml import etree

    return etree.XMLSchema(etree.parse(str(_file("schedule.xml.xsd"))))


def read_xml(data: bytes) -> Any:
    """The root of the file as lxml reads it."""
    from lxml import etree

    return etree.fromstring(data)


def xml_errors(data: bytes) -> list[str]:
    """What the XSD holds against schedule.xml; nothing when it is valid."""
    _xsd().validate(read_xml(data))
    return [f"{one.line}: {one.message}" for one in _xsd().error_log]


@cache
def _validator() -> Any:
    import jsonschema

    schema = json.loads(_file("schedule.schema.json").read_text())
    checker = jsonschema.FormatChecker()
    return jsonschema.validators.validator_for(schema)(schema, format_checker=checker)


def json_errors(data: bytes) -> list[str]:
    """What the JSON schema holds against schedule.json, formats included."""
    found = _validator().iter_errors(json.loads(data))
    return [f"{'/'.join(map(str, one.path))}: {one.message[:200]}" for one in found]
