"""Calls of every operation of accounts, for the test that each leaves an entry in the journal."""

from collections.abc import Callable
from typing import Any

from tests.support.world import BY, World


def accounts(w: World) -> dict[str, Callable[[], Any]]:
    """Every operation of accounts by its name, ready to be called in that world."""
    from webinar.accounts import invitations
    from webinar.accounts import operations as ops
    from webinar.accounts.invitations import open_invitations
    from webinar.core.db import transaction
    from webinar.core.links import make_link

    def first_link() -> str:
        with transaction():
            return make_link(invitations.FIRST).public_id

    def accept() -> Any:
        account_id = w.invited().public_id
        link = open_invitations([account_id])[account_id]
        return ops.accept_invitation(
            link_id=link.public_id, name="Eve", password_hash="hash", by=BY
        )

    return {
        "make_first_link": lambda: ops.make_first_link(by=BY),
        "make_first_organizer": lambda: ops.make_first_organizer(
            link_id=first_link(), name="Grace", email="g@example.org", password_hash="x", by=BY
        ),
        "invite": w.invited,
        "resend_invitation": lambda: ops.resend_invitation(account_id=w.invited().public_id, by=BY),
        "revoke_invitation": lambda: ops.revoke_invitation(account_id=w.invited().public_id, by=BY),
        "accept_invitation": accept,
        "change_roles": lambda: (
            w.new_account(roles=("organizer",)),
            ops.change_roles(account_id=w.new_account(), roles=["organizer"], by=BY),
        ),
        "disable_account": lambda: (
            w.new_account(roles=("organizer",)),
            ops.disable_account(account_id=w.new_account(), by=BY),
        ),
        "enable_account": lambda: ops.enable_account(account_id=w.new_account(), by=BY),
        "edit_profile": lambda: ops.edit_profile(
            account_id=w.new_account(), name="New", told_about=[], by=BY
        ),
        "change_password": lambda: ops.change_password(
            account_id=w.new_account(), password_hash="hash", by=BY
        ),
        "send_password_link": lambda: ops.send_password_link(account_id=w.new_account(), by=BY),
        "choose_password": lambda: ops.choose_password(
            link_id=ops.send_password_link(account_id=w.new_account(), by=BY).public_id,
            password_hash="hash",
            by=BY,
        ),
        "sign_in": lambda: ops.sign_in(account_id=w.new_account(), key_hash="k" * 64, by=BY),
        "sign_out": lambda: (
            ops.sign_in(account_id=w.new_account(), key_hash="j" * 64, by=BY),
            ops.sign_out(key_hash="j" * 64, by=BY),
        ),
        **_factors(w),
        **_sign_ins(w),
    }


def _factors(w: World) -> dict[str, Callable[[], Any]]:
    from webinar.accounts import factor_operations as ops
    from webinar.accounts.factors import AppCode
    from webinar.accounts.passkeys import NewPasskey

    def own(name: str, /, **more: Any) -> Callable[[], Any]:
        return lambda: getattr(ops, name)(account_id=w.new_account(), by=BY, **more)

    key = NewPasskey("id", b"key", 0)
    return {
        "set_app": own("set_app", secret="A" * 32, code=AppCode(1), code_hashes=["c"], keep="k"),
        "remove_app": own("remove_app", keep="k"),
        "make_recovery_codes": own("make_recovery_codes", code_hashes=["d"], keep="k"),
        "add_passkey": own("add_passkey", name="Telephone", key=key, keep="k"),
        "remove_passkey": own("remove_passkey", passkey_id="none", keep="k"),
        "reset_factors": own("reset_factors"),
        "prove_again": own("prove_again", key_hash="k"),
    }


def _sign_ins(w: World) -> dict[str, Callable[[], Any]]:
    from webinar.accounts import invitations
    from webinar.accounts import session_operations as ops
    from webinar.core.db import transaction
    from webinar.core.links import make_link

    def own(name: str, /, **more: Any) -> Callable[[], Any]:
        return lambda: getattr(ops, name)(account_id=w.new_account(), by=BY, **more)

    def link() -> str:
        account_id = w.new_account()
        with transaction():
            return make_link(
                invitations.NEW_ADDRESS, subject_id=account_id, email="else@example.org"
            ).public_id

    return {
        "end_sign_in": own("end_sign_in", sign_in_id="none"),
        "end_others": own("end_others", keep="k"),
        "end_all": own("end_all"),
        "ask_for_address": own("ask_for_address", email="else@example.org"),
        "change_address": lambda: ops.change_address(link_id=link(), by=BY),
    }
