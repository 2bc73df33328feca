"""A webinar's checklist: who owes what, one person's part of it, and the table as CSV."""

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.queries import current_actor
from webinar.checklists import operations, queries
from webinar.checklists.blueprint import bp
from webinar.checklists.forms import StartForm
from webinar.checklists.models import CONSENT, DONE, WAIVED
from webinar.checklists.operations import NotAnItem
from webinar.checklists.queries import Line
from webinar.checklists.tasks import Task
from webinar.checklists.usual import offered
from webinar.checklists.words import due_words, item_title
from webinar.core import csvfiles, i18n
from webinar.core.access import policy
from webinar.core.notices import say_changed
from webinar.speakers.reach import edits_speaker
from webinar.webinars.models import Webinar
from webinar.webinars.policy import may_arrange_webinar
from webinar.webinars.queries import webinar_by_id

_BOARD = "/organize/webinars/<webinar_id>/checklist"


def webinar_or_404(webinar_id: str) -> Webinar:
    found = webinar_by_id(webinar_id)
    if found is None:
        abort(404)
    return found


def _offer_page(webinar: Webinar, trouble: str = "", code: int = 200) -> ResponseReturnValue:
    form = StartForm.of(offered(queries.items_of(None)))
    if trouble:
        form.items.errors = [trouble]
    return render_template("checklists/offer.html", webinar=webinar, form=form), code


@bp.get(_BOARD)
@policy(may_arrange_webinar)
def board(webinar_id: str) -> ResponseReturnValue:
    webinar = webinar_or_404(webinar_id)
    found = queries.board_of(webinar)
    if found.checklist is None:
        return _offer_page(webinar)
    only_behind = request.args.get("show") == "behind"
    lines = found.behind if only_behind else found.lines
    return render_template(
        "checklists/board.html",
        webinar=webinar,
        board=found,
        lines=lines,
        only_behind=only_behind,
        item_title=item_title,
        due_words=due_words,
        state_words=state_words,
    )


@bp.post(f"{_BOARD}/start")
@policy(may_arrange_webinar)
def start(webinar_id: str) -> ResponseReturnValue:
    webinar = webinar_or_404(webinar_id)
    choices = offered(queries.items_of(None))
    form = StartForm(offered=choices)
    if not form.validate():
        words = gettext("What is usual here was changed meanwhile. This is how it stands now.")
        return _offer_page(webinar, words, 409)
    wanted = set(form.items.data or ())
    operations.start_checklist(
        webinar_id=webinar_id,
        items=[one for key, one in choices.items() if key in wanted],
        by=current_actor(),
    )
    say_changed(gettext("The checklist is there. Everybody who speaks sees it on their own page."))
    return redirect(url_for("checklists.board", webinar_id=webinar_id), 303)


@bp.post(f"{_BOARD}/ask")
@policy(may_arrange_webinar)
def ask_now(webinar_id: str) -> ResponseReturnValue:
    """A checklist that came along into a copy speaks before the copy is published."""
    webinar_or_404(webinar_id)
    try:
        operations.ask_now(webinar_id=webinar_id, by=current_actor())
    except NotAnItem:
        abort(404)
    say_changed(gettext("Everybody who speaks sees on their own page now what is needed."))
    return redirect(url_for("checklists.board", webinar_id=webinar_id), 303)


def state_words(task: Task) -> str:
    """How a thing stands, in a word or two."""
    if task.state == DONE and task.item.kind == CONSENT:
        return gettext("Agreed")
    words = {
        "done": gettext("Done"),
        "open": gettext("Open"),
        "late": gettext("Late"),
        "refused": gettext("Not agreed"),
        "waived": gettext("Not needed"),
        "not asked": gettext("Not asked"),
    }
    return words[task.state]


def _line(webinar: Webinar, speaker_id: str) -> Line:
    """Somebody with a part in this webinar; anybody else is not found from here."""
    for line in queries.board_of(webinar).lines:
        if line.speaker.public_id == speaker_id:
            break
    else:
        abort(404)
    return line


@bp.get(f"{_BOARD}/people/<speaker_id>")
@policy(may_arrange_webinar)
def person(webinar_id: str, speaker_id: str) -> ResponseReturnValue:
    """One person's part, with what organizers can say about each."""
    webinar = webinar_or_404(webinar_id)
    line = _line(webinar, speaker_id)
    return render_template(
        "checklists/person.html",
        webinar=webinar,
        line=line,
        item_title=item_title,
        state_words=state_words,
        may_edit=edits_speaker(line.speaker),
    )


@bp.post(f"{_BOARD}/people/<speaker_id>/<item_id>")
@policy(may_arrange_webinar)
def settle(webinar_id: str, speaker_id: str, item_id: str) -> ResponseReturnValue:
    """Do without it, say that it is done, or ask for it again. Nobody agrees for another."""
    webinar = webinar_or_404(webinar_id)
    line = _line(webinar, speaker_id)
    task = next((one for one in line.tasks if one.item.public_id == item_id), None)
    if task is None:
        abort(404)
    wanted, actor = request.form.get("state", ""), current_actor()
    try:
        if wanted == WAIVED or (wanted == DONE and task.can_be_ticked):
            operations.mark_item(item_id=item_id, speaker_id=speaker_id, state=wanted, by=actor)
        elif wanted == "open":
            states = (DONE, WAIVED) if task.can_be_ticked else (WAIVED,)
            operations.unmark_item(item_id=item_id, speaker_id=speaker_id, states=states, by=actor)
        else:
            abort(400)
    except NotAnItem:
        abort(404)
    say_changed(gettext("Saved for %(name)s.", name=line.speaker.name))
    return redirect(url_for("checklists.person", webinar_id=webinar_id, speaker_id=speaker_id), 303)


@bp.get("/organize/webinars/<webinar_id>/checklist.csv")
@policy(may_arrange_webinar)
def board_csv(webinar_id: str) -> Response:
    """The table, a row for each person and item. Seven statements."""
    webinar = webinar_or_404(webinar_id)
    found = queries.board_of(webinar)
    heads = [
        gettext("Name"),
        gettext("Mail address"),
        gettext("What is needed"),
        gettext("Due"),
        gettext("Time zone"),
        gettext("State"),
        gettext("Said on"),
        gettext("Said by"),
        gettext("Words agreed to"),
    ]
    zone = webinar.timezone
    rows = [
        (
            line.speaker.name,
            line.speaker.email,
            item_title(task.item),
            i18n.local(task.due_at, zone).strftime("%Y-%m-%d %H:%M"),
            zone,
            state_words(task),
            i18n.local(task.mark.said_at, zone).strftime("%Y-%m-%d %H:%M") if task.mark else "",
            task.mark.said_by if task.mark else "",
            task.mark.words if task.mark else "",
        )
        for line in found.lines
        for task in line.tasks
    ]
    return csvfiles.as_download(f"{webinar.slug}-checklist", heads, rows)
