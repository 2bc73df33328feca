"""`webinar user invite`."""

import re
from typing import Any


def test_it_prints_the_link_that_lets_the_person_in(
    app: Any, settings: Any, cli: Any, browser: Any
) -> None:
    # The command signs with the secret of the data folder, as the served site does.
    settings.data.mkdir(exist_ok=True)
    (settings.data / "secret").write_text(settings.secret)
    result = cli("user", "invite", "Grace@example.org", "--role", "organizer")
    assert result.exit_code == 0, result.output
    found = re.search(r"http://localhost(/invitation/\S+)", result.output)
    assert found is not None
    answer = browser().post(found[1], data={"name": "Grace", "password": "nine nines are 81"})
    assert answer.location == "/organize/"


def test_somebody_with_an_account_is_not_invited(app: Any, cli: Any) -> None:
    from tests.support import people

    people.make_account(app)
    result = cli("user", "invite", "ada@example.org")
    assert result.exit_code == 1
    assert "has an account already" in result.output


def test_wrong_words_are_explained(app: Any, cli: Any) -> None:
    assert cli("user", "invite", "grace").exit_code == 2
    assert cli("user", "invite", "grace@example.org", "--role", "king").exit_code == 2
    assert "EMAIL" in cli("user", "invite", "--help").output
