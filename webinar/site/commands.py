"""`webinar reindex`."""

import click
from rich.console import Console

from webinar.core.command import with_app
from webinar.site.indexing import reindex_everything


@click.command()
@with_app
def reindex() -> None:
    """Build the search index anew; needed only after data came in past the program."""
    with Console(stderr=True).status("Indexing") as status:
        count = reindex_everything(tell=lambda done: status.update(f"Indexing: {done}"))
    click.echo(f"{count} things can be found.")


commands = [reindex]
