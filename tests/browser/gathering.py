"""Every page there is to look at: by links, by writing something, by an error."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser import choosing, mailbox, speaking, walking
from tests.browser.walking import Answer
from tests.support import databases, source
from tests.support.people import PASSWORD
from tests.support.serving import Server

_PATIENCE_MS = 30_000
_PROVE = "/organize/profile/prove"
#: linked to only where browsers keep passkeys, which they do not for a number
_NEW_PASSKEY = "/organize/profile/sign-in/passkeys/new"
#: a file to import: one event without an end, in a zone by Windows' name
_CALENDAR = (
    b"BEGIN:VCALENDAR\r\nX-WR-CALNAME:Weeks\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Of mosses\r\n"
    b"DTSTART;TZID=W. Europe Standard Time:20300601T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
_TEXT = source.ROOT / "tests" / "data" / "paste-blog-page.txt"
#: what no link leads to: something found, nothing found, an address that is not there
MORE = (
    "/search?q=tides",
    "/search?q=qqqq",
    "/sign-in",
    "/speakers/mine/sent",
    "/speakers/mine/not-me",
    "/speakers/mine/new-link",
    "/no-such-page",
    "/subscribe/webinar/tides-and-harbours",
)
#: status codes whose pages are made without an accident
ERRORS = (400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503)


@dataclass
class Pages:
    """All answers, by who looks."""

    public: dict[str, Answer]
    desk: dict[str, Answer]
    personal: dict[str, Answer]

    def all(self) -> Iterator[Answer]:
        for group in (self.public, self.desk, self.personal):
            yield from (answer for answer in group.values() if answer.is_page)


def pages(
    server: Server, cookies: str, written: list[str], *, of_each: int = 2, examples: bool = True
) -> Pages:
    """Everything that can be reached, a few of each kind; `cookies` are an organizer's.

    `examples`: the site has the example programme, to which more is added.
    """
    base = server.base_url
    personal = walking.walk(base, written, within="/my/")
    # Pages about signing in ask for the password when it was given more than ten minutes ago.
    walking.post(base, _PROVE, {"password": PASSWORD}, cookies)
    feed = {"name": "Mine", "contains": "starred", "alarm": "15"}
    walking.post(base, "/organize/profile/calendar/feeds", feed, cookies)
    walking.send_file(base, "/organize/import/", "file", "weeks.ics", _CALENDAR, cookies)
    desk = walking.walk(
        base,
        ["/organize/", "/organize/examples/", "/design", _PROVE, _NEW_PASSKEY],
        cookies=cookies,
        within="/organize",
        of_each=1,
    )
    desk |= walking.walk(base, _unlinked(desk), cookies=cookies, within="/organize/none")
    # Only now, lest the walk takes its call without parts for the one that it looks at.
    seeded = _seeded(server) if examples else choosing.Seeded()
    public = walking.walk(base, [*seeded.public, "/", *MORE], of_each=of_each)
    personal |= walking.walk(base, seeded.personal, within="/my/", of_each=1)
    desk |= walking.walk(base, seeded.desk, cookies=cookies, within="/organize/reviews/", of_each=1)
    desk |= _with_a_code(base, cookies, desk)
    desk |= _taken_in(base, cookies, desk)
    desk |= _of_reviewers(base, cookies, desk)
    if not examples:
        return Pages(public, desk, personal)
    owed = speaking.somebody_who_owes(server, cookies)
    personal |= walking.walk(base, [owed, f"{owed}/calendar"], within="/my/", of_each=1)
    public |= walking.walk(base, speaking.shared(base, personal), within="/none")
    desk |= speaking.desk_of_speakers(base, cookies)
    return Pages(public, desk, personal)


def _seeded(server: Server) -> choosing.Seeded:
    app = _application(server)
    try:
        return choosing.seed(app)
    finally:
        databases.close(app)


def _taken_in(base: str, cookies: str, desk: dict[str, Answer]) -> dict[str, Answer]:
    """What stands there once the file that was looked at is imported, and the way to undo it."""
    imported = f"/organize/import/{_ids(desk)['transfer.look']}/"
    fields = {"into": "new", "title": "Weeks", "new_category": "Mosses"}
    walking.post(base, imported, fields, cookies)
    found = walking.walk(base, [imported], cookies=cookies, within="/organize/journal", of_each=1)
    # The same address showed the file before.
    return {path: answer for path, answer in found.items() if path not in desk}


def _with_a_code(base: str, cookies: str, desk: dict[str, Answer]) -> dict[str, Answer]:
    """The pages of a call's access codes, once there is one."""
    call_id = _ids(desk).get("calls.show")
    if call_id is None:
        return {}
    codes = f"/organize/calls/{call_id}/codes/"
    walking.post(base, codes, {"count": "1", "note": "For Noor", "most_uses": "1"}, cookies)
    return walking.walk(base, [codes], cookies=cookies, within=codes, of_each=1)


def _of_reviewers(base: str, cookies: str, desk: dict[str, Answer]) -> dict[str, Answer]:
    """What those see who help with one webinar; the organizer becomes one of them."""
    found = walking.walk(base, ["/organize/review/"], cookies=cookies, within="/organize/review")
    webinar_id = _ids(desk).get("webinars.show")
    if webinar_id is None:
        return found
    people = f"/organize/webinars/{webinar_id}/people"
    walking.post(base, people, {"who": "ada@example.org", "roles": "reviewer"}, cookies)
    ways = [people, f"/organize/webinars/{webinar_id}/leave"]
    return found | walking.walk(base, ways, cookies=cookies, within="/organize/none")


def _ids(desk: dict[str, Answer]) -> dict[str | None, str]:
    """Endpoint -> the identifier in one of its addresses."""
    endpoint = walking.endpoints()
    return {endpoint(path): path.split("/")[3] for path in desk if path.count("/") > 3}


def _unlinked(desk: dict[str, Answer]) -> list[str]:
    """Pages of things that are there, as the desk shows."""
    ids = _ids(desk)
    ways = [
        ("papers.show", "/organize/papers/{}/preview"),
        ("papers.show", "/organize/papers/{}/recognise"),
        ("papers.show", "/organize/preview/papers/{}/"),
        ("webinars.show", "/organize/preview/webinars/{}/"),
        ("organize.session_edit", "/organize/preview/sessions/{}/"),
        ("calls.show", "/organize/preview/calls/{}/"),
    ]
    return [way.format(ids[kind]) for kind, way in ways if kind in ids]


def own_page(server: Server, browser: Browser) -> str:
    """The path of a speaker's own page, as the open call mails it."""
    context, page = _visitor(server, browser)
    _ask_for_a_link(page, "Li Qingsi", "li@example.org")
    context.close()
    mail = mailbox.wait_for_mail(server, "li@example.org", "Your link")
    return _relative(server, mailbox.link_in(mail, f"{server.base_url}/my/"))


def written(server: Server, browser: Browser, own: str, *, webinar: str = "") -> list[str]:
    """Pages that exist once people wrote something: a comment, a message, a draft.

    `webinar` is the address of one that takes comments; without it nobody comments.
    """
    context, page = _visitor(server, browser)
    paths = [own]
    if webinar:
        page.goto(webinar)
        page.get_by_label("Your name").fill("Noor")
        page.get_by_label("Your mail address").fill("noor@example.org")
        page.get_by_label("Your comment").fill("Is there a table for small harbours, too?")
        page.get_by_role("button", name="Send the comment").click()
        page.wait_for_url("**/received")
        paths += [_path(page), _path(page).removesuffix("/received")]
    page.goto("/contact")
    page.get_by_label("Your name").fill("Noor")
    page.get_by_label("Your mail address").fill("noor@example.org")
    page.get_by_label("Your message").fill("Will there be a second part?")
    page.get_by_role("button", name="Send the message").click()
    page.wait_for_url(re.compile("/contact/received"))
    paths.append(_path(page))
    page.goto(f"{own}/papers/new")
    page.get_by_label("Title", exact=True).fill("Rivers and towns")
    page.locator("#body").fill(_TEXT.read_text())
    page.get_by_role("button", name="read the text's structure").click()
    page.wait_for_url("**/recognise")
    draft = _path(page).removesuffix("/recognise")
    paths += [f"{draft}{end}" for end in ("", "/recognise", "/preview", "/submit", "/withdraw")]
    _ask_for_a_link(page, "Noor", "noor@example.org")
    paths.append(_path(page))
    paths += _calendars(server, page)
    context.close()
    if webinar:
        confirm = mailbox.wait_for_mail(server, "noor@example.org", "comment")
        link = mailbox.link_in(confirm, f"{server.base_url}/comments/mine/")
        paths.append(_relative(server, link))
    return paths


def _calendars(server: Server, page: Page) -> list[str]:
    """Somebody keeps a calendar with a feed, somebody else has only asked for one."""
    paths = []
    for address in ("noor@example.org", "nobody@example.org"):
        page.goto("/my/")
        page.get_by_label("Your mail address").fill(address)
        page.get_by_role("button", name="Mail me the link").click()
        page.wait_for_url("**/my/sent")
        mail = mailbox.wait_for_mail(server, address, "Your personal calendar")
        link = mailbox.link_in(mail, f"{server.base_url}/my/calendar/")
        paths.append(_relative(server, link))
    page.goto(paths[0])
    page.get_by_role("button", name="Begin my calendar").click()
    page.get_by_role("button", name="Make the address").click()
    page.get_by_role("link", name="I have it").wait_for()
    return [*paths, "/my/sent"]


def error_pages(server: Server) -> dict[int, str]:
    """Status code -> the page that the site of that server would send with it."""
    from webinar.core.errors import error_response

    app = _application(server)
    with app.test_request_context("/webinars/tides", headers={"Accept": "text/html"}):
        return {
            code: error_response(code, reference="7f3ac2" if code == 500 else "").get_data(
                as_text=True
            )
            for code in ERRORS
        }


def _application(server: Server) -> Any:
    """The site of that server, in this process."""
    from webinar.app import create_app
    from webinar.settings import Settings

    kept = {k: v for k, v in server.environment.items() if k.startswith("WEBINAR_")}
    return create_app(Settings.from_environment(kept))


def _visitor(server: Server, browser: Browser):
    context = browser.new_context(base_url=server.base_url)
    page = context.new_page()
    page.set_default_timeout(_PATIENCE_MS)
    return context, page


def _ask_for_a_link(page: Page, name: str, address: str) -> None:
    page.goto("/call")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your mail address").fill(address)
    page.get_by_role("button", name="Mail me my link").click()
    page.wait_for_url("**/call/sent")


def _path(page: Page) -> str:
    return re.sub(r"^https?://[^/]+", "", page.url)


def _relative(server: Server, address: str) -> str:
    return address.removeprefix(server.base_url)
