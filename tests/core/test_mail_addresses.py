"""One spelling for one mailbox, and only addresses that every mail server can take."""

from typing import Any

import pytest
from wtforms.validators import DataRequired

from webinar.core.forms import BaseForm, MailField

pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.checklist(10),
]


class _Form(BaseForm):
    version = None
    email = MailField("Mail address", [DataRequired()])


def sent(app: Any, email: str) -> _Form:
    with app.test_request_context("/", method="POST", data={"email": email}):
        form = _Form()
        form.validate()
        return form


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ada@example.org", "ada@example.org"),
        (" Ada@EXAMPLE.org ", "Ada@example.org"),
        ("ada@\uff45xample.org", "ada@example.org"),
        ("ada@ex\u00e4mple.org", "ada@xn--exmple-cua.org"),
    ],
)
def test_the_domain_has_one_spelling(in_app: Any, typed: str, kept: str) -> None:
    form = sent(in_app, typed)
    assert form.errors == {}
    assert form.email.data == kept


@pytest.mark.parametrize(
    "typed",
    ["jos\u00e9@example.org", "a@b@example.org", "a@example.org,b@example.org", "a b@example.org",
     '"a b"@example.org', "a@[127.0.0.1]", "a", "a@", "@example.org", "x" * 300 + "@example.org"],
)  # fmt: skip
def test_others_are_refused_in_a_sentence_and_kept(in_app: Any, typed: str) -> None:
    form = sent(in_app, typed)
    assert "mail address" in str(form.email.errors[0])
    assert form.email.data == typed
