"""`webinar user`: inviting people, and a way back in, from the command line."""

import sys

import click

from webinar.accounts import factor_operations, operations
from webinar.accounts.invitations import AlreadyThere, open_invitations
from webinar.accounts.models import ORGANIZER, ROLES
from webinar.accounts.queries import account_by_email
from webinar.core import links
from webinar.core.command import with_app
from webinar.core.journal import SYSTEM


@click.group()
def user() -> None:
    """People who sign in."""


@user.command()
@click.argument("email")
@click.option(
    "--role",
    "roles",
    type=click.Choice(ROLES),
    multiple=True,
    default=(ORGANIZER,),
    show_default=True,
    help="What the person may do; repeat it for several.",
)
@with_app
def invite(email: str, roles: tuple[str, ...]) -> None:
    """Invite EMAIL by mail, and print the personal link.

    The person opens the link and chooses a password. Inviting again replaces the
    first link; it is good for seven days.
    """
    if email.count("@") != 1 or email.startswith("@") or email.endswith("@"):
        raise click.BadParameter(f"{email!r} is no mail address.", param_hint="EMAIL")
    try:
        account = operations.invite(by=SYSTEM, email=email, roles=list(roles))
    except AlreadyThere as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    link = open_invitations([account.public_id])[account.public_id]
    click.echo(f"{account.email} is invited. The mail is queued; the link in it is:")
    click.echo(links.address(link))


@user.command()
@click.argument("email")
@with_app
def password(email: str) -> None:
    """Print and mail a link with which EMAIL chooses a new password.

    The link works once, for one day. Every sign-in of the account ends when it is used.
    """
    account = account_by_email(email)
    if account is None or account.is_invited or not account.is_active:
        click.echo(
            f"Nobody signs in as {email}. Invite them: webinar user invite {email}", err=True
        )
        sys.exit(1)
    link = operations.send_password_link(by=SYSTEM, account_id=account.public_id)
    click.echo(links.address(link))


@user.command("reset-factors")
@click.argument("email")
@with_app
def reset_factors(email: str) -> None:
    """Take every second factor of EMAIL: app, passkeys and recovery codes.

    For somebody who lost all of them. The person is signed out everywhere, signs in with
    the password alone, and hears of it by mail.
    """
    account = account_by_email(email)
    if account is None:
        click.echo(f"Nobody has the address {email}.", err=True)
        sys.exit(1)
    factor_operations.reset_factors(by=SYSTEM, account_id=account.public_id)
    click.echo(f"{email} signs in with the password alone. A mail says so.")


commands: list[click.Command] = [user]
