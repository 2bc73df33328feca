"""Loading the example programme takes seconds: a job does it, and its page says how far it is."""

from typing import Any

import pytest

from tests.support import people

PAGE = "/organize/examples/"
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def programme(monkeypatch: Any) -> list[str]:
    """Stands for the programme, which is long: what is loaded at the moment."""
    from webinar.demo import jobs, views

    there: list[str] = []
    monkeypatch.setattr(jobs, "load_examples", lambda by: there.append(by.label))
    monkeypatch.setattr(jobs, "remove_examples", lambda by: there.clear())
    for module in (jobs, views):
        monkeypatch.setattr(module, "has_examples", lambda: bool(there))
    return there


def run_jobs(app: Any) -> None:
    from webinar.core import jobs

    with app.app_context():
        jobs.run_due()


def test_it_is_asked_for_waited_for_and_there(
    app: Any, programme: list[str], valid_html: Any
) -> None:
    browser = people.organizer(app)
    for _ in range(2):
        assert browser.post(f"{PAGE}load").status_code == 303
    waiting = browser.get(PAGE).text
    assert "is being loaded." in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert "js/waiting.js" in waiting
    assert "Load the example programme" not in waiting
    valid_html(waiting)
    run_jobs(app)
    assert programme == ["Ada Organizer"]
    there = browser.get(PAGE).text
    assert "Remove the example programme" in there
    assert "js/waiting.js" not in there
    browser.post(f"{PAGE}remove")
    assert "is being removed." in browser.get(PAGE).text
    run_jobs(app)
    assert programme == []
    assert "Load the example programme" in browser.get(PAGE).text


def test_a_failure_is_said_with_a_way_to_try_again(
    app: Any, programme: list[str], monkeypatch: Any, clock: Any
) -> None:
    from webinar.core import jobs as queue
    from webinar.demo import jobs

    def broken(by: Any) -> None:
        raise queue.Hopeless("no room")

    monkeypatch.setattr(jobs, "load_examples", broken)
    browser = people.organizer(app)
    browser.post(f"{PAGE}load")
    run_jobs(app)
    page = browser.get(PAGE).text
    assert "could not be loaded" in page
    assert "Load the example programme" in page
    monkeypatch.setattr(jobs, "load_examples", lambda by: programme.append(by.label))
    browser.post(f"{PAGE}load")
    run_jobs(app)
    assert "could not be loaded" not in browser.get(PAGE).text
