"""`webinar import ics|schedule|csv FILE`."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
import sqlalchemy as sa
from flask_babel import gettext

from webinar.core import clock, i18n
from webinar.core.command import with_app
from webinar.core.db import db
from webinar.core.journal import SYSTEM
from webinar.core.plainerror import PlainError
from webinar.core.text import fold
from webinar.organization.queries import site
from webinar.transfer.imports import reading, report
from webinar.transfer.imports.csvcolumns import FIELDS
from webinar.transfer.imports.csvdates import DAY_FIRST, MONTH_FIRST
from webinar.transfer.imports.options import CANCEL, EACH, KEEP, NEW, ONE, Options
from webinar.transfer.imports.plan import make_plan
from webinar.transfer.imports.planned import CHANGED, SAME, Plan, Planned
from webinar.transfer.imports.words import BrokenFile
from webinar.transfer.operations import import_programme
from webinar.webinars.models import Webinar
from webinar.webinars.queries import categories

F = TypeVar("F", bound=Callable[..., Any])
#: what each command takes
_FORMS = {"ics": ("ics",), "schedule": ("xml", "json"), "csv": ("csv",)}


_SHARED = (
    click.argument("source", metavar="FILE_OR_ADDRESS"),
    click.option("--dry-run", is_flag=True, help="Only say what would happen."),
    click.option("--zone", default="", help="Zone of times without one: Europe/Paris."),
    click.option("--into", default="", help="Webinar that gets the sessions, or “new”."),
    click.option("--title", default="", help="What a new webinar is called."),
    click.option("--category", default="", help="Category of new webinars, made if missing."),
    click.option("--publish", is_flag=True, help="Publish new webinars, else drafts."),
    click.option(
        "--gone",
        type=click.Choice([KEEP, CANCEL]),
        default=KEEP,
        help="What happens to sessions that are not in the file any more.",
    ),
    click.option("--theirs", is_flag=True, help="Of what was changed on both sides, the file's."),
)


@click.group("import")
def group() -> None:
    """Bring in webinars and sessions that were written elsewhere.

    Importing the same file again changes nothing; a newer one changes what is new in it.
    """


def _choices(command: F) -> F:
    """The options that all three share."""
    for option in reversed(_SHARED):
        command = option(command)
    return command


@group.command("ics")
@_choices
@click.option("--each", "mode", flag_value=EACH, help="Each event is a webinar of its own.")
@click.option("--one", "mode", flag_value=ONE, help="All events are sessions of one webinar.")
@with_app
def ics(source: str, mode: str | None, **chosen: Any) -> None:
    """Import a calendar (.ics)."""
    _run("ics", source, mode=mode or "", **chosen)


@group.command("schedule")
@_choices
@with_app
def schedule(source: str, **chosen: Any) -> None:
    """Import a schedule.xml or schedule.json."""
    _run("schedule", source, **chosen)


@group.command("csv")
@_choices
@click.option("--each", "mode", flag_value=EACH, help="Each row is a webinar of its own.")
@click.option("--one", "mode", flag_value=ONE, help="All rows are sessions of one webinar.")
@click.option("--map", "columns", multiple=True, metavar="COLUMN=FIELD",
              help=f"What a column is; fields: {', '.join(FIELDS)}.")  # fmt: skip
@click.option("--day-first", "order", flag_value=DAY_FIRST, help="3/4 is the third of April.")
@click.option("--month-first", "order", flag_value=MONTH_FIRST, help="3/4 is the fourth of March.")
@with_app
def table(
    source: str, mode: str | None, columns: Sequence[str], order: str | None, **chosen: Any
) -> None:
    """Import a table (CSV), its first row naming the columns."""
    _run("csv", source, mode=mode or "", order=order or "", columns=_columns(columns), **chosen)


def _columns(given: Sequence[str]) -> dict[str, str]:
    found = {}
    for one in given:
        column, _, name = one.rpartition("=")
        if not column or name not in (*FIELDS, ""):
            fields = ", ".join(FIELDS)
            raise click.ClickException(f"“{one}” is not COLUMN=FIELD; fields are {fields}.")
        found[column] = name
    return found


def _run(
    wanted: str,
    source: str,
    *,
    dry_run: bool,
    theirs: bool,
    category: str,
    into: str,
    zone: str,
    mode: str = "",
    order: str = "",
    columns: dict[str, str] | None = None,
    **chosen: Any,
) -> None:
    if zone and not clock.is_zone(zone):
        raise click.ClickException(f"There is no time zone named “{zone}”.")
    category_id = _category(category)
    options = Options(
        mode=mode,
        into=_webinar(into),
        zone=zone,
        order=order,
        columns=columns or {},
        take_all=theirs,
        category_id=category_id,
        new_category="" if category_id else category,
        **chosen,
    )
    try:
        programme, name = _read(wanted, source, options)
        plan = make_plan(programme, options, source=name, site_zone=site().timezone)
        for line in _lines(plan):
            click.echo(line)
        if dry_run:
            click.echo(report.last_line(plan.counts()))
            return
        done = import_programme(programme=programme, options=options, source=name, by=SYSTEM)
    except PlainError as error:
        raise click.ClickException(gettext(error.message, **error.values)) from error
    for public_id, title, is_new in done.webinars:
        click.echo(f"{'Made' if is_new else 'Updated'}: {title} (/organize/webinars/{public_id}/)")
    if done.people or done.people_changed:
        click.echo(f"Speakers: {len(done.people)} new, {done.people_changed} changed")
    click.echo(report.last_line(done.counts))


def _read(wanted: str, source: str, options: Options) -> tuple[Any, str]:
    """The programme in a file or behind an address, and the source's name."""
    with tempfile.TemporaryDirectory() as folder:
        path, name = Path(source), source
        if "://" in source:
            data, name = reading.fetched(source)
            path = Path(folder) / "fetched"
            path.write_bytes(data)
        try:
            size = path.stat().st_size
            head = path.open("rb").read(8192)
        except OSError as error:
            raise click.ClickException(f"{source}: {error.strerror}") from error
        form = reading.form_of(head, name, size)
        if form not in _FORMS[wanted]:
            kind = next(kind for kind, forms in _FORMS.items() if form in forms)
            raise BrokenFile(reading.OTHER_FORM, found=form, wanted=kind)
        programme = reading.read(path, form, columns=options.columns, order=options.order)
        return programme, reading.name_of_source(name)


def _webinar(given: str) -> str:
    """The public identifier of a webinar that is named by it or by its address."""
    if not given or given == NEW:
        return given
    found = db.session.scalar(
        sa.select(Webinar.public_id).where(
            sa.or_(Webinar.public_id == given, Webinar.slug == given)
        )
    )
    if found is None:
        raise click.ClickException(f"There is no webinar “{given}”.")
    return str(found)


def _category(name: str) -> str:
    """Public identifier of the category of that name or address; empty for none."""
    named = (one for one in categories() if fold(one.name) == fold(name) or one.slug == name)
    return next((one.public_id for one in named), "") if name else ""


def _lines(plan: Plan) -> list[str]:
    """The dry run for a terminal."""
    lines = [f"{report.words(one)}" for one in plan.doubts]
    for one in plan.items:
        if one.status != SAME or one.doubts:
            lines += _about(one)
    return lines


def _about(one: Planned) -> list[str]:
    when = i18n.local(one.starts, one.zone)
    lines = [f"{one.status:<8} {when:%Y-%m-%d %H:%M}  {one.title}"]
    if one.status == CHANGED:
        lines += [
            f"           {change.words}: {change.old} → {change.new}" for change in one.changes
        ]
    lines += [f"           ? {report.words(doubt)}" for doubt in one.doubts]
    return lines
