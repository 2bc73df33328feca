"""Follows every link of a site and collects its forms, as a curious person with a program would."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

ORIGIN = "http://localhost"


@dataclass
class Form:
    """One form of a page, with what it would send untouched."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


@dataclass
class Page:
    """What one address answered."""

    path: str
    status: int
    headers: Any
    text: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        for name in ("href", "src"):
            if name in values:
                self.links.append(values[name])
        if tag == "form":
            self.forms.append(Form(values.get("action", ""), values.get("method", "get").lower()))
        named = values.get("name")
        if not named or not self.forms:
            return
        if tag == "input" and values.get("type") == "file":
            self.forms[-1].files.append(named)
        elif tag == "textarea":
            self._area = named
            self.forms[-1].fields.append((named, ""))
        elif tag in ("input", "select", "button"):
            self.forms[-1].fields.append((named, values.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            name, text = self.forms[-1].fields[-1]
            self.forms[-1].fields[-1] = (name, text + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None


def local(path: str, link: str) -> str | None:
    """The link's path on this site, with its query; None when it leads elsewhere."""
    parts = urlsplit(urljoin(ORIGIN + path, link))
    if f"{parts.scheme}://{parts.netloc}" != ORIGIN:
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def to_send(app: Any, forms: Iterable[Form], *, most: int = 4) -> Iterator[tuple[int, Form]]:
    """(turn, form) of each form that is sent: a few of those which one view takes with the same
    fields, as a journal has one button for each of its entries. Their turns follow each other:
    with `odd.some` they try every value.
    """
    adapter, met = app.url_map.bind("localhost"), dict[Any, list[int]]()
    for form in forms:
        if form.method != "post" or "sign-out" in form.action or "examples" in form.action:
            continue
        endpoint, _ = adapter.match(form.action.partition("?")[0], method="POST")
        turns = met.setdefault((endpoint, frozenset(name for name, _ in form.fields)), [len(met)])
        if len(turns) <= most:
            yield turns[-1], form
            turns.append(turns[-1] + 1)


def crawl(
    client: Any, starts: Iterable[str] = ("/",), *, most: int = 400
) -> tuple[dict[str, Page], list[Form]]:
    """Every page that links lead to, and every form once per action."""
    waiting, pages, forms = list(starts), {}, {}
    while waiting and len(pages) < most:
        path = waiting.pop(0)
        if path in pages:
            continue
        answer = client.get(path)
        is_page = answer.mimetype == "text/html"
        text = answer.get_data(as_text=True) if is_page else ""
        pages[path] = Page(path, answer.status_code, answer.headers, text)
        answer.close()
        if answer.location and (target := local(path, answer.location)):
            waiting.append(target)
        if not is_page:
            continue
        reader = _Reader()
        reader.feed(text)
        waiting.extend(found for link in reader.links if (found := local(path, link)))
        for form in reader.forms:
            if action := local(path, form.action):
                form.action = action
                forms.setdefault((form.method, action), form)
    return pages, list(forms.values())
