"""Every operation, kind and field that the journal can hold has words for people."""

from typing import Any

import sqlalchemy as sa


def test_every_operation_has_words(app: Any) -> None:
    from webinar.core.journal import OPERATIONS
    from webinar.organize.intentions import INTENTIONS

    named = {name for name, run in OPERATIONS.items() if run.__module__.startswith("webinar.")}
    assert set(INTENTIONS) == named


def test_every_kind_and_field_has_words(app: Any) -> None:
    from webinar.core.journal import _SILENT
    from webinar.organize.names import FIELDS, KINDS
    from webinar.organize.undo import journaled_models
    from webinar.organize.words import HIDDEN

    models = {
        name: model
        for name, model in journaled_models().items()
        if model.__module__.startswith("webinar.")
    }
    fields = {column.key for model in models.values() for column in sa.inspect(model).column_attrs}
    assert set(KINDS) == set(models)
    assert fields - _SILENT - HIDDEN == set(FIELDS)


def test_every_state_and_kind_has_words(app: Any) -> None:
    from webinar.accounts import models as accounts
    from webinar.calls import models as calls
    from webinar.conversations import models as conversations
    from webinar.organization.models import ACCENTS
    from webinar.organize.values import codes
    from webinar.papers import models as papers
    from webinar.questions import models as questions
    from webinar.speakers.models import ROLES
    from webinar.webinars import models as webinars

    comments = {conversations.WAITING, conversations.SHOWN, conversations.REFUSED}
    messages = {conversations.NEW, conversations.ANSWERED, conversations.CLOSED}
    with app.test_request_context():
        known = {field: set(words) for field, words in codes().items()}
    asked = {papers.SENT, papers.AGREED, papers.DENIED}
    assert known["state"] == {*webinars.STATES, *papers.STATES} | comments | messages | asked
    assert known["kind"] == {*webinars.SESSION_KINDS, *papers.KINDS, *questions.KINDS}
    assert known["audience"] == set(questions.AUDIENCES)
    assert known["belongs_to"] == {calls.SITE, calls.WEBINAR, calls.SERIES}
    assert known["role"] == {*ROLES, *accounts.ROLES}
    assert known["site_roles"] == set(accounts.ROLES)
    assert known["told_about"] == set(accounts.SUBJECTS)
    assert known["accent"] == set(ACCENTS)
