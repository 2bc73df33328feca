"""Organizers' pages for importing: a file is brought, looked at, imported."""

import hashlib
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.models import ORGANIZER
from webinar.accounts.queries import current_actor
from webinar.core import files, securitylog
from webinar.core.access import policy
from webinar.core.costly import costly
from webinar.core.ids import new_id
from webinar.core.plainerror import PlainError
from webinar.core.receiving import Received, receive
from webinar.organization.queries import site
from webinar.transfer import operations, progress
from webinar.transfer.forms import BringForm, PlanForm, form_for
from webinar.transfer.imports import csvtable, reading, report
from webinar.transfer.imports.csvtable import Table
from webinar.transfer.imports.kept import programme_in, table_in
from webinar.transfer.imports.options import EACH, NEW, Options
from webinar.transfer.imports.plan import make_plan
from webinar.transfer.imports.planned import ADDED, CHANGED, GONE, Plan
from webinar.transfer.imports.words import MOST_BYTES, BrokenFile
from webinar.transfer.models import ASKED, DONE, FAILED, Import
from webinar.transfer.queries import import_by_id, latest_imports
from webinar.webinars.overview import overview
from webinar.webinars.policy import may_arrange_site
from webinar.webinars.scope import scope_of

bp = Blueprint("transfer", __name__, url_prefix="/organize/import")

#: sessions from which on an import is carried out in the background
_LONG = 60
#: rows of a list that are shown
_SHOWN = 200


@bp.get("/")
@policy(may_arrange_site)
def bring() -> ResponseReturnValue:
    return _bring_page(BringForm(formdata=None))


def _bring_page(form: BringForm, code: int = 200) -> ResponseReturnValue:
    page = render_template(
        "transfer/bring.html",
        form=form,
        imports=latest_imports(),
        most=MOST_BYTES,
    )
    return page, code


@bp.post("/")
@policy(may_arrange_site)
@costly
def take_in() -> ResponseReturnValue:
    """Read the file once; what cannot be read is refused beside its field."""
    request.max_content_length = MOST_BYTES + 64 * 1024
    form = BringForm()
    if not form.validate():
        return _bring_page(form, form.refusal)
    try:
        received, name = _received(form)
    except PlainError as error:
        securitylog.note("upload", "refused")
        form.refuse(gettext(error.message, **error.values))
        return _bring_page(form, 422)
    try:
        kind = _judged(received.path, name)
        row = operations.begin_import(
            path=received.path, name=name, form=kind, sha256=received.sha256, by=current_actor()
        )
    except PlainError as error:
        received.path.unlink(missing_ok=True)
        form.refuse(gettext(error.message, **error.values))
        return _bring_page(form, 422)
    return redirect(url_for("transfer.look", import_id=row.public_id), 303)


def _received(form: BringForm) -> tuple[Received, str]:
    """The file on disk and its name, uploaded or fetched. Raises PlainError."""
    folder = files.incoming_folder()
    if form.has_file:
        upload = form.file.data
        return receive(upload.stream, folder, MOST_BYTES), str(upload.filename)[:300]
    data, name = reading.fetched(form.address.data or "")
    path = folder / new_id()
    path.write_bytes(data)
    return Received(path, len(data), hashlib.sha256(data).hexdigest()), name


def _judged(path: Path, name: str) -> str:
    """What kind of file it is, after it was read. Raises PlainError."""
    with path.open("rb") as file:
        form = reading.form_of(file.read(8192), name, path.stat().st_size)
    if form == "csv":
        # Whether its columns mean something is chosen on the next page.
        csvtable.table_of(path.read_bytes())
    else:
        reading.read(path, form)
    return form


@bp.get("/<import_id>/")
@policy(may_arrange_site)
@costly
def look(import_id: str) -> ResponseReturnValue:
    """What it would do, or what came of it."""
    row = _found(import_id)
    if row.state == DONE:
        return render_template(
            "transfer/done.html",
            row=row,
            report=report.from_json(row.report),
            doubt_words=report.words,
            last_line=report.last_line(row.report["counts"]),
        )
    if row.state == ASKED:
        far = progress.said(import_id)
        return render_template("transfer/waiting.html", row=row, far=far)
    return _plan_page(row, None)


def _found(import_id: str) -> Import:
    row = import_by_id(import_id)
    if row is None:
        abort(404)
    return row


@bp.post("/<import_id>/")
@policy(may_arrange_site)
@costly
def carry_out(import_id: str) -> ResponseReturnValue:
    """Look again with other choices, or import."""
    row = _found(import_id)
    if row.state in (DONE, ASKED):
        return redirect(url_for("transfer.look", import_id=import_id), 303)
    return _plan_page(row, request.form.getlist("take"))


class _Looked:
    """A file with the choices made about it: the form, the plan or why there is none."""

    def __init__(self, row: Import, take: list[str] | None) -> None:
        self.table: Table | None = None
        self.plan: Plan | None = None
        self.trouble = ""
        is_sent = take is not None
        try:
            self.table = table_in(row, Options()) if row.form == "csv" else None
        except BrokenFile as error:
            self.trouble = gettext(error.message, **error.values)
        made = form_for(self.table)
        self.form: PlanForm = made() if is_sent else made(formdata=None)
        latest = overview(scope=scope_of(ORGANIZER), show="all", sort="-changed").webinars
        self.form.offer(latest, row.form)
        self.is_valid = not is_sent or self.form.validate()
        options = self.form.options(take or []) if is_sent else Options()
        plan = None if self.trouble else self._read(row, options)
        if plan is not None:
            self.plan = plan
            self.form.fit(plan)
            if not is_sent:
                self._fill(plan)

    def _read(self, row: Import, options: Options) -> Plan | None:
        try:
            programme = programme_in(row, options)
            source = reading.name_of_source(row.name)
            return make_plan(programme, options, source=source, site_zone=site().timezone)
        except PlainError as error:
            self.trouble = gettext(error.message, **error.values)
            return None

    def _fill(self, plan: Plan) -> None:
        """What the page proposes."""
        form = self.form
        if "mode" in form:
            form.mode.data = plan.mode
        form.into.data = plan.target.public_id if plan.target is not None else NEW
        form.title.data = plan.title
        named = [key for key, name in form.category_id.choices if name == plan.programme.category]
        form.category_id.data = named[0] if named else ""
        if not named:
            form.new_category.data = plan.programme.category


def _plan_page(row: Import, take: list[str] | None) -> ResponseReturnValue:
    looked = _Looked(row, take)
    plan, form = looked.plan, looked.form
    is_final = take is not None and "look" not in request.form
    if is_final and plan is not None and looked.is_valid and form.is_filed(plan):
        return _begin(row, form.options(take or []), plan)
    refused = take is not None and (plan is None or bool(form.errors))
    page = render_template(
        "transfer/look.html",
        row=row,
        form=form,
        plan=plan,
        samples=_samples(looked.table),
        trouble=looked.trouble,
        is_each=plan is not None and plan.mode == EACH,
        lists=_lists(plan),
        take=take or [],
        doubt_words=report.words,
        last_line=report.last_line(plan.counts()) if plan is not None else "",
        failed=_failed(row),
        shown=_SHOWN,
    )
    return page, 422 if refused else 200


def _samples(table: Table | None) -> list[str]:
    """The first cells of each column, short."""
    if table is None:
        return []
    columns = [
        [cells[at][:40] for _, cells in table.rows[:3] if at < len(cells) and cells[at]]
        for at in range(len(table.heads))
    ]
    return [" · ".join(cells) for cells in columns]


def _failed(row: Import) -> str:
    if row.state != FAILED:
        return ""
    return gettext(row.report["message"], **row.report["values"])


def _lists(plan: Plan | None) -> dict[str, list[Any]]:
    if plan is None:
        return {}
    return {status: plan.those(status) for status in (ADDED, CHANGED, GONE)} | {
        "doubtful": plan.doubtful
    }


def _begin(row: Import, options: Options, plan: Plan) -> ResponseReturnValue:
    import_id = row.public_id
    counts = plan.counts()
    if counts["new"] + counts["changed"] + counts["gone"] > _LONG:
        operations.ask_for_import(import_id=import_id, options=options, by=current_actor())
    else:
        operations.import_programme(
            programme=plan.programme,
            options=options,
            source=reading.name_of_source(row.name),
            import_id=import_id,
            by=current_actor(),
        )
    return redirect(url_for("transfer.look", import_id=import_id), 303)
