"""The `webinar` command. Each room adds its own commands."""

import importlib
import importlib.util

import click

from webinar import __version__, doctor, running
from webinar.app import ROOMS, create_app
from webinar.core.command import Installation


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="webinar")
@click.pass_context
def main(context: click.Context) -> None:
    """A self-hosted event and webinar management service.

    Settings come from the environment (WEBINAR_DATA, WEBINAR_BASE_URL, ...);
    docs/settings.md explains each.
    """
    context.obj = context.obj or Installation(create_app)


for command in (*running.commands, *doctor.commands):
    main.add_command(command)
for room in ROOMS:
    name = f"webinar.{room}.commands"
    if importlib.util.find_spec(name):
        for command in importlib.import_module(name).commands:
            main.add_command(command)
