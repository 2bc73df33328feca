"""Forms of a page as a browser would send them: what is ticked and chosen, and one button."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = ("file", "submit", "button", "reset", "image")


@dataclass
class Sendable:
    """One form; `fields` is what it sends, `names` every field it has."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    has_button: bool = False


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Sendable] = []
        self._select: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_post = values.get("method", "").lower() == "post"
            self.forms.append(Sendable(values.get("action", "") if is_post else ""))
        if not self.forms:
            return
        form, name = self.forms[-1], values.get("name", "")
        form.names |= {name} - {""}
        if tag == "button" and values.get("type", "submit") == "submit" and not form.has_button:
            # Enter presses the first one.
            form.has_button = True
            form.fields += [(name, values.get("value", ""))] if name else []
        elif tag == "textarea":
            self._area = name
            form.fields.append((name, ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select is not None:
            known = [at for at, (one, _value) in enumerate(form.fields) if one == self._select]
            if not known:
                form.fields.append((self._select, values.get("value", "")))
            elif "selected" in values:
                form.fields[known[0]] = (self._select, values.get("value", ""))
        elif tag == "input" and name and values.get("type", "text") not in _SILENT:
            is_choice = values.get("type") in ("checkbox", "radio")
            if not is_choice or "checked" in values:
                form.fields.append((name, values.get("value", "on" if is_choice else "")))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            name, text = self.forms[-1].fields[-1]
            self.forms[-1].fields[-1] = (name, text + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None


def sendable(page: str) -> list[Sendable]:
    """The forms of a page that are sent by POST."""
    reader = _Reader()
    reader.feed(page)
    return [form for form in reader.forms if form.action]
