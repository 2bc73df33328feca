"""The people of one webinar: who does what there; and giving one's own roles back."""

from collections.abc import Collection

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.models import ORGANIZER, Account
from webinar.accounts.people import ElsewhereRole
from webinar.accounts.queries import account_by_email, current_account, current_actor
from webinar.core.access import policy
from webinar.core.notices import say, say_changed
from webinar.webinars import operations
from webinar.webinars.blueprint import bp
from webinar.webinars.colleagues import (
    Colleague,
    in_order,
    people_of,
    people_to_name,
    roles_by_account,
)
from webinar.webinars.forms import AddPersonForm, WebinarRolesForm
from webinar.webinars.models import Webinar
from webinar.webinars.policy import holds_a_role, may_arrange_webinar
from webinar.webinars.scope import scope_of
from webinar.webinars.views.editing import found_or_404
from webinar.webinars.words import ROLE_NAMES, ROLE_WORDS

_ALL, _ONE = "/webinars/<webinar_id>/people", "/webinars/<webinar_id>/people/<account_id>"


def called(account: Account) -> str:
    """What a notice calls somebody: the name, before there is one the address."""
    return account.name or account.email


def role_names(roles: list[str]) -> str:
    return ", ".join(str(ROLE_NAMES[role]) for role in roles)


def _page(
    webinar: Webinar,
    form: AddPersonForm,
    code: int = 200,
    *,
    refused: WebinarRolesForm | None = None,
    whose: Account | None = None,
) -> ResponseReturnValue:
    """The page; `refused` are roles that cannot be given, shown in the row of that account."""
    if refused is not None and whose is not None:
        refused.roles.id = f"roles-{whose.public_id}"
    page = render_template(
        "webinars/people.html",
        webinar=webinar,
        people=people_of(webinar.id),
        form=form,
        refused=refused,
        whose=whose,
        role_words=list(ROLE_WORDS.items()),
    )
    return page, code


def _form(*, sent: bool) -> AddPersonForm:
    people = people_to_name(scope_of(ORGANIZER))
    if sent:
        return AddPersonForm(people=people)
    # Nothing is chosen beforehand: nobody should get a role that was not meant.
    return AddPersonForm(formdata=None, people=people)


def _colleague(webinar: Webinar, account_id: str) -> Colleague:
    """Somebody with a role in this webinar; anybody else is not found from here."""
    for one in people_of(webinar.id):
        if one.account.public_id == account_id:
            break
    else:
        abort(404)
    return one


@bp.get(_ALL)
@policy(may_arrange_webinar)
def people(webinar_id: str) -> ResponseReturnValue:
    return _page(found_or_404(webinar_id), _form(sent=False))


@bp.post(_ALL)
@policy(may_arrange_webinar)
def add_person(webinar_id: str) -> ResponseReturnValue:
    """Give roles to somebody, by an invitation where there is no account yet."""
    webinar = found_or_404(webinar_id)
    form = _form(sent=True)
    if not form.validate():
        return _page(webinar, form, 422)
    is_known = account_by_email(form.email) is not None
    account = operations.add_to_webinar(
        webinar_id=webinar_id, email=form.email, roles=form.roles.data, by=current_actor()
    )
    if account.is_invited:
        words = gettext("%(name)s is invited; the mail is on its way.", name=account.email)
    else:
        names = role_names(in_order(form.roles.data))
        words = gettext("%(name)s is here now: %(roles)s.", name=called(account), roles=names)
    if is_known:
        say_changed(words)
    else:
        # The journal keeps the account; what is taken back are its roles here.
        undo = url_for(
            "webinars.remove_person", webinar_id=webinar_id, account_id=account.public_id
        )
        say(words, undo=undo)
    return redirect(url_for("webinars.people", webinar_id=webinar_id), 303)


@bp.post(_ONE)
@policy(may_arrange_webinar)
def change_person(webinar_id: str, account_id: str) -> ResponseReturnValue:
    webinar = found_or_404(webinar_id)
    one = _colleague(webinar, account_id)
    form = WebinarRolesForm()
    if not form.validate():
        form.roles.errors = [gettext("Choose at least one role, or remove the person.")]
        return _page(webinar, _form(sent=False), 422, refused=form, whose=one.account)
    return _set(webinar_id, one.account, form.roles.data)


@bp.post(f"{_ONE}/remove")
@policy(may_arrange_webinar)
def remove_person(webinar_id: str, account_id: str) -> ResponseReturnValue:
    webinar = found_or_404(webinar_id)
    return _set(webinar_id, _colleague(webinar, account_id).account, [])


def _set(webinar_id: str, account: Account, roles: list[str]) -> ResponseReturnValue:
    name, is_oneself = called(account), account == current_account()
    operations.set_webinar_roles(
        webinar_id=webinar_id, account_id=account.public_id, roles=roles, by=current_actor()
    )
    if roles:
        words = gettext("%(name)s: %(roles)s.", name=name, roles=role_names(in_order(roles)))
    else:
        words = gettext("%(name)s has no role in this webinar any more.", name=name)
    if is_oneself and not scope_of(ORGANIZER).everything and ORGANIZER not in roles:
        # Who gave the role away can neither see this page nor take the step back.
        say(words)
        return redirect("/organize/", 303)
    say_changed(words)
    return redirect(url_for("webinars.people", webinar_id=webinar_id), 303)


@bp.get("/webinars/<webinar_id>/leave")
@policy(holds_a_role)
def leave(webinar_id: str) -> ResponseReturnValue:
    """Asks first: one cannot let oneself in again."""
    webinar, account = found_or_404(webinar_id), current_account()
    mine = roles_by_account([account.id]).get(account.id, []) if account is not None else []
    roles = next((one.roles for one in mine if one.webinar == webinar), [])
    return render_template("webinars/leave.html", webinar=webinar, roles=role_names(roles))


@bp.post("/webinars/<webinar_id>/leave")
@policy(holds_a_role)
def leave_now(webinar_id: str) -> ResponseReturnValue:
    webinar, account = found_or_404(webinar_id), current_account()
    title = webinar.title
    if account is not None:
        operations.leave_webinar(
            webinar_id=webinar_id, account_id=account.public_id, by=current_actor()
        )
    say(gettext("You have left “%(title)s”.", title=title))
    return redirect("/organize/", 303)


def elsewhere(numbers: Collection[int]) -> dict[int, list[ElsewhereRole]]:
    """For the site's page of people: each account's webinars, with the way to their people."""
    return {
        number: [
            ElsewhereRole(
                one.webinar.title,
                role_names(one.roles),
                url_for("webinars.people", webinar_id=one.webinar.public_id),
            )
            for one in roles
        ]
        for number, roles in roles_by_account(numbers).items()
    }
