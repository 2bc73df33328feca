"""Pages about people who speak: somebody owes something, and stands there twice."""

import html
import re

from tests.browser import mailbox, walking
from tests.browser.walking import Answer
from tests.support.serving import Server

_SPEAKERS = "/organize/speakers/"


def _board(base: str, cookies: str) -> str:
    """Path of the checklist that the example programme has."""
    webinars = walking.walk(base, ["/organize/webinars/"], cookies=cookies, within="/none")
    text = "".join(answer.text for answer in webinars.values())
    for webinar in dict.fromkeys(re.findall(r"/organize/webinars/(\w{26})/", text)):
        path = f"/organize/webinars/{webinar}/checklist"
        found = walking.walk(base, [path], cookies=cookies, within="/none")[path]
        if f"{path}/people/" in found.text:
            return path
    raise AssertionError("no example has a checklist")


def _people(base: str, cookies: str) -> list[str]:
    path = _board(base, cookies)
    text = walking.walk(base, [path], cookies=cookies, within="/none")[path].text
    return re.findall(r"/checklist/people/(\w{26})", text)


def somebody_who_owes(server: Server, cookies: str) -> str:
    """Path of the own page of a person with a talk, as it is mailed."""
    base = server.base_url
    person = _people(base, cookies)[0]
    # Nobody gets another's name: the two would be offered as one person.
    form = walking.get(base, f"{_SPEAKERS}{person}/", {"Cookie": cookies}).text
    name = html.unescape(re.findall(r'<input[^>]* name="name"[^>]* value="([^"]+)"', form)[0])
    fields = {"name": name, "email": "imogen@example.org", "language": "en"}
    walking.post(base, f"{_SPEAKERS}{person}/", fields, cookies)
    walking.post(base, f"{_SPEAKERS}{person}/link", {}, cookies)
    mail = mailbox.wait_for_mail(server, "imogen@example.org", "Your page as a speaker")
    return mailbox.link_in(mail, f"{base}/my/").removeprefix(base)


def shared(base: str, personal: dict[str, Answer]) -> list[str]:
    """Paths of the pages that speakers are given to share: addresses with the site's name."""
    text = "".join(answer.text for answer in personal.values() if answer.is_page)
    return re.findall(f'href="{re.escape(base)}(/webinars/[^"]+/with/[^"]+/)"', text)[:2]


def desk_of_speakers(base: str, cookies: str) -> dict[str, Answer]:
    """The checklist with its pages, a pair of profiles before they are merged, and one after."""
    board = _board(base, cookies)
    walking.post(base, "/organize/checklist/own", {}, cookies)
    twice = {"name": "Twice Named", "language": "en"}
    for _ in range(3):
        walking.post(base, f"{_SPEAKERS}new", twice, cookies)
    merge = _pair(base, cookies, "Twice Named")
    text = walking.walk(base, [merge], cookies=cookies, within="/none")[merge].text
    versions = re.findall(r'name="versions" value="([0-9.]+)"', text)[0]
    walking.post(base, merge, {"versions": versions}, cookies)
    kept = merge.partition("/merge/")[0]
    # A pair is left to be looked at; the page of the first one went with the merge.
    left = [f"{_SPEAKERS}duplicates", _pair(base, cookies, "Twice Named")]
    ways = [board, f"{board}/items", "/organize/checklist/", f"{kept}/", *left]
    return walking.walk(base, ways, cookies=cookies, within="/organize", of_each=1)


def _pair(base: str, cookies: str, name: str) -> str:
    """Path of the page that asks whether two of that name become one."""
    page = f"{_SPEAKERS}duplicates"
    text = walking.walk(base, [page], cookies=cookies, within="/none")[page].text
    for path in re.findall(r'href="([^"]*/merge/\w{26})"', text):
        asked = walking.walk(base, [path], cookies=cookies, within="/none")[path]
        if name in asked.text:
            return path
    raise AssertionError(f"nobody is called {name} twice")
