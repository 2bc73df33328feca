"""Two operations that wait for each other's rows: PostgreSQL ends one, which then comes second."""

import threading
from typing import Any

from webinar.core.db import db, transaction
from webinar.core.journal import OPERATIONS, SYSTEM, JournalEntry, operation
from webinar.webinars.models import Category


def test_both_changes_are_kept(app: Any) -> None:
    meet = threading.Barrier(2)
    tries: list[str] = []

    @operation
    def rename_both(*, first: str, second: str, suffix: str, by: Any) -> None:
        tries.append(suffix)
        one = db.session.query(Category).filter_by(slug=first).one()
        one.description += suffix
        db.session.flush()
        if len(tries) <= 2 and db.engine.dialect.name == "postgresql":
            meet.wait(10)
        other = db.session.query(Category).filter_by(slug=second).with_for_update().one()
        db.session.refresh(other)
        other.description += suffix

    # A test's own, which is nobody's else.
    del OPERATIONS["core.rename_both"]
    with app.app_context(), transaction() as session:
        for slug in ("deadlock-a", "deadlock-b"):
            session.add(Category(name=slug, slug=slug, description=""))
    errors: list[BaseException] = []

    def work(first: str, second: str, suffix: str) -> None:
        with app.app_context():
            try:
                rename_both(first=first, second=second, suffix=suffix, by=SYSTEM)
            except BaseException as error:  # noqa: BLE001
                errors.append(error)
            finally:
                db.session.remove()

    threads = [
        threading.Thread(target=work, args=("deadlock-a", "deadlock-b", "x")),
        threading.Thread(target=work, args=("deadlock-b", "deadlock-a", "y")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not errors
    with app.app_context():
        found = [
            "".join(sorted(row.description))
            for row in db.session.query(Category).filter(Category.slug.like("deadlock-%"))
        ]
        assert found == ["xy", "xy"]
        entries = db.session.query(JournalEntry).filter_by(intention="core.rename_both")
        assert entries.count() == 2
        assert len(tries) == (3 if db.engine.dialect.name == "postgresql" else 2)
