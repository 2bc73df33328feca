"""`webinar demo load` and `webinar demo remove`."""

import click
from rich.console import Console

from webinar.core.command import with_app
from webinar.core.journal import SYSTEM
from webinar.demo.operations import load_examples, remove_examples
from webinar.demo.queries import has_examples


@click.group()
def demo() -> None:
    """The example programme."""


@demo.command("load")
@with_app
def load() -> None:
    """Load the example programme, dated around today."""
    if has_examples():
        raise click.ClickException(
            "The example programme is loaded already; remove it with `webinar demo remove`."
        )
    with Console(stderr=True).status("Loading") as status:
        load_examples(by=SYSTEM, say=lambda words: status.update(f"Loading: {words}"))
    click.echo("The example programme is loaded.")


@demo.command("remove")
@with_app
def remove() -> None:
    """Remove the example programme for good; what you added yourself stays."""
    if not has_examples():
        raise click.ClickException("There is no example programme to remove.")
    count = remove_examples(by=SYSTEM)
    click.echo(f"The example programme is gone: {count} things with all that belonged to them.")


commands = [demo]
