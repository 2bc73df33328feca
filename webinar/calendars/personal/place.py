"""Where a person's calendar is looked after: behind a mailed link, or in one's account."""

from dataclasses import dataclass
from typing import Any

from flask import abort, url_for

from webinar.accounts.models import Account
from webinar.accounts.queries import actor_of, current_account
from webinar.calendars.personal import operations, sources
from webinar.calendars.personal.models import Follower
from webinar.calendars.personal.queries import (
    follower_by_email,
    follower_of_account,
)
from webinar.core import i18n
from webinar.core.journal import Actor, visitor
from webinar.core.links import PersonalLink, open_link


@dataclass(frozen=True)
class Place:
    """Who is asking, and the addresses of the pages there.

    Pages behind a link are named `calendars.my_feeds` and so on, those of an account
    `calendars.own_feeds`. `follower` is None before anything was kept.
    """

    actor: Actor
    follower: Follower | None
    token: str = ""
    link: PersonalLink | None = None
    account: Account | None = None

    def url(self, page: str, **values: Any) -> str:
        if self.account is not None:
            return url_for(f"calendars.own_{page}", **values)
        return url_for(f"calendars.my_{page}", token=self.token, **values)

    @property
    def frame(self) -> str:
        return "base/organize.html" if self.account is not None else "base/personal.html"

    @property
    def address(self) -> str:
        """Where mails to this person go."""
        if self.account is not None:
            return self.account.email
        return self.link.email if self.link is not None else ""

    @property
    def waiting(self) -> list[str]:
        """Keys of what a browser sent along with the request for this link."""
        keys = self.link.details.get("keep", []) if self.link is not None else []
        return [str(key) for key in keys]

    @property
    def sources(self) -> list[sources.Source]:
        is_account = self.account is not None or (
            self.follower is not None and self.follower.account_id is not None
        )
        return sources.offered(has_account=is_account)

    def known(self) -> Follower:
        """The person's row, for a page of what they have; 404 before there is any."""
        if self.follower is None:
            abort(404)
        return self.follower

    def begun(self) -> str:
        """Public identifier of the person's row, which a first change makes.

        Behind a link only the button of its first page does that: `known`.
        """
        if self.account is None:
            return self.known().public_id
        if self.follower is not None and self.follower.account_id == self.account.id:
            return self.follower.public_id
        made = operations.open_own_calendar(by=self.actor, account_id=self.account.public_id)
        return made.public_id


def behind_link(token: str) -> Place:
    """The place of the person whose link it is; 404 for everybody else."""
    link = open_link(token, operations.LINK)
    if link is None:
        abort(404)
    return Place(visitor(), follower_by_email(link.email), token, link)


def in_account() -> Place:
    """The place of who is signed in; the route's policy let nobody else through."""
    account = current_account()
    if account is None:
        abort(404)
    return Place(actor_of(account), follower_of_account(account), account=account)


def language() -> str:
    """Of the page that is looked at, for the mails that follow from it."""
    return i18n.language()
