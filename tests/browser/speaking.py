"""Pages about people who speak: somebody owes something, and stands there twice."""

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
    fields = {"name": "Imogen Hartley", "email": "imogen@example.org", "language": "en"}
    walking.post(base, f"{_SPEAKERS}{person}/", fields, cookies)
    walking.post(base, f"{_SPEAKERS}{person}/link", {}, cookies)
    mail = mailbox.wait_for_mail(server, "imogen@example.org", "Your page as a speaker")
    return mailbox.link_in(mail, f"{base}/my/").removeprefix(base)


def desk_of_speakers(base: str, cookies: str) -> dict[str, Answer]:
    """The checklist with its pages, a pair of profiles before they are merged, and one after."""
    board = _board(base, cookies)
    walking.post(base, "/organize/checklist/own", {}, cookies)
    twice = {"name": "Twice Named", "language": "en"}
    for _ in range(3):
        walking.post(base, f"{_SPEAKERS}new", twice, cookies)
    found = walking.walk(
        base, [f"{_SPEAKERS}duplicates"], cookies=cookies, within=_SPEAKERS, of_each=1
    )
    merge = next(path for path in found if re.search(r"/merge/\w{26}$", path))
    text = found[merge].text
    versions = re.findall(r'name="versions" value="([0-9.]+)"', text)[0]
    walking.post(base, merge, {"versions": versions}, cookies)
    kept = merge.partition("/merge/")[0]
    ways = [board, f"{board}/items", "/organize/checklist/", f"{kept}/"]
    return found | walking.walk(base, ways, cookies=cookies, within="/organize", of_each=1)
