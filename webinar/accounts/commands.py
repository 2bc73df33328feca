"""`webinar user`: inviting people from the command line."""

import sys

import click

from webinar.accounts import operations
from webinar.accounts.invitations import AlreadyThere, open_invitations
from webinar.accounts.models import ORGANIZER, ROLES
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


commands: list[click.Command] = [user]
