"""Many hand in by the same code in the same moment: exactly as many as it allows get in."""

import concurrent.futures
import threading
from typing import Any

import pytest

from tests.support.world import BY
from webinar.calls import part_operations as parts
from webinar.calls.codes import find_code, spend_code
from webinar.calls.errors import WrongCode

_MANY, _ALLOWED = 12, 5


def test_at_once(new_call: Any, in_app: Any) -> None:
    call = new_call()
    words = parts.CodeWords(most_uses=_ALLOWED)
    row = parts.make_codes(call_id=call.public_id, words=words, by=BY)[0]
    number, typed = row.id, row.code
    start = threading.Barrier(_MANY, timeout=60)

    def one(_: int) -> str:
        with in_app.app_context():
            start.wait()
            try:
                spend_code(code_id=number, by=BY)
            except WrongCode:
                return "refused"
            return "in"

    with concurrent.futures.ThreadPoolExecutor(_MANY) as pool:
        got = list(pool.map(one, range(_MANY)))
    assert got.count("in") == _ALLOWED
    from webinar.core.db import db

    db.session.rollback()
    found = find_code(call, typed)
    assert found is not None
    assert found.used == _ALLOWED
    assert not found.is_good


def test_a_revoked_code_opens_nothing_and_a_caller_that_fails_spends_nothing(
    new_call: Any,
) -> None:
    from webinar.core.db import transaction

    call = new_call()
    row = parts.make_codes(call_id=call.public_id, words=parts.CodeWords(), by=BY)[0]
    code_id, number, typed = row.public_id, row.id, row.code

    def hand_in() -> None:
        with transaction():
            spend_code(code_id=number, by=BY)
            raise RuntimeError("the paper was not complete")

    with pytest.raises(RuntimeError):
        hand_in()
    assert find_code(call, typed).used == 0
    parts.revoke_code(call_id=call.public_id, code_id=code_id, by=BY)
    assert find_code(call, typed) is None
    with pytest.raises(WrongCode):
        spend_code(code_id=number, by=BY)
