"""`webinar backup` and `webinar restore`; `webinar import` joins them."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import click

from webinar.core import schema
from webinar.core.command import Installation
from webinar.transfer import backup as work
from webinar.transfer.archive import Say, Unfit
from webinar.transfer.imports import command as imports


@contextlib.contextmanager
def _progress(words: str, total: int) -> Iterator[Say]:
    """A bar on a terminal, nothing elsewhere; what is unfit becomes a sentence."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    try:
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task(words, total=total or None)
            yield lambda count: bar.advance(task, count)
    except Unfit as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.argument("target", metavar="FILE_OR_FOLDER", type=click.Path(path_type=Path))
@click.pass_obj
def backup(site: Installation, target: Path) -> None:
    """Write the whole site into one archive, while it runs.

    A folder gets a file named after the time. The archive holds the database,
    uploaded files, kept mails and the secret: keep it as safe as the site itself.
    """
    settings = site.settings_as_found
    with _progress("Backing up", 0) as say:
        place, manifest = work.back_up(settings, target.absolute(), say)
    size = place.stat().st_size / 2**20
    click.echo(f"{place}: {len(manifest.members)} files, {size:.1f} MB.")
    if manifest.missing:
        click.echo(
            f"{len(manifest.missing)} stored files were lost before this backup;"
            " `webinar doctor` says more.",
            err=True,
        )


@click.command()
@click.argument(
    "source", metavar="FROM", type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.pass_obj
def restore(site: Installation, source: Path) -> None:
    """Fill an empty place from the archive FROM.

    WEBINAR_DATA and WEBINAR_DATABASE_URL say where; both must hold nothing yet.
    Every checksum is looked at before anything is written.
    """
    settings = site.settings_as_found
    # Read twice: once to check, once to write.
    with _progress("Restoring", 2 * source.stat().st_size) as say:
        manifest = work.restore(settings, source, schema.known_revisions(), say)
    click.echo(f"Restored into {settings.data}, as it was at {manifest.made_at}.")
    if manifest.revision != schema.newest_revision():
        click.echo("The backup is older than this version: `webinar serve` upgrades it.")


commands = [backup, restore, imports.group]
