"""Who runs a site finds every setting and every command explained."""

import re

import click
import pytest

from tests.support import source
from webinar.cli import main

_SETTING = re.compile(r"WEBINAR_[A-Z_]+[A-Z]")


def _commands(command: click.Command, words: tuple[str, ...] = ()):
    for name, inner in getattr(command, "commands", {}).items():
        if not inner.hidden:
            yield (*words, name), inner
            yield from _commands(inner, (*words, name))


def test_every_setting_that_the_program_reads_has_a_heading():
    read = set()
    for file in source.modules().values():
        read |= set(_SETTING.findall(file.read_text()))
    headings = "\n".join(
        line
        for line in (source.ROOT / "docs" / "settings.md").read_text().splitlines()
        if line.startswith("## ")
    )
    assert read == set(_SETTING.findall(headings))


@pytest.mark.parametrize(
    ("words", "command"),
    list(_commands(main)),
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)
def test_every_command_and_option_says_what_it_does(words, command):
    assert command.help, f"webinar {' '.join(words)} has no help"
    silent = [
        option.name
        for option in command.params
        if isinstance(option, click.Option) and not option.hidden and not option.help
    ]
    assert silent == []


def test_the_promised_commands_are_there():
    known = {" ".join(words) for words, _ in _commands(main)}
    promised = {"serve", "worker", "doctor", "db upgrade", "db downgrade"}
    promised |= {"demo load", "demo remove", "user invite", "backup", "restore"}
    assert promised <= known
