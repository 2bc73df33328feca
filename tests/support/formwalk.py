"""Every form of the product, sent wrongly, and what a person must find on the page that answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import lxml.html
from werkzeug.datastructures import MultiDict

#: hidden fields that an answer may change: the row's version, a question, a token
_OURS = re.compile(r"version|csrf_token|form_time|question|parts-[0-9]+-asked")


@dataclass(frozen=True)
class Case:
    """One form: the page it stands on, where it is sent, what is wrong in it."""

    page: str
    #: field -> a value that cannot be accepted
    wrong: dict[str, Any]
    #: who sends it: `organizer`, `guest` or another browser of the test
    who: str = "organizer"
    #: where it is sent, when that is not the page's address
    action: str = ""
    #: fields that the page says something about, when they are not those in `wrong`
    said_at: tuple[str, ...] = ()
    #: right values that somebody typed besides
    typed: dict[str, str] = field(default_factory=dict)
    #: what is pressed: name, value
    button: tuple[str, str] | None = None

    @property
    def target(self) -> str:
        return self.action or self.page


def values_of(form: Any) -> MultiDict[str, Any]:
    """What a browser would send of a form that lxml has read."""
    # The first line end of a textarea is markup.
    areas = {area.get("name") for area in form.iter("textarea")}
    # A choice whose value is empty is not "on", as lxml says.
    empty = set(form.xpath(".//input[@type='radio' and @checked and @value='']/@name"))
    return MultiDict(
        (name, "" if name in empty else value.removeprefix("\n") if name in areas else value)
        for name, value in form.form_values()
    )


def filled(client: Any, case: Case) -> MultiDict[str, Any]:
    """What a browser would send of the form on the case's page, with the case's values in it."""
    answer = client.get(case.page)
    assert answer.status_code == 200, f"{case.page}: {answer.status_code}"
    for form in lxml.html.fromstring(answer.text).forms:
        if (form.get("action") or case.page) == case.target and form.get("method") == "post":
            sent = values_of(form)
            break
    else:
        raise AssertionError(f"{case.page} has no form for {case.target}")
    for name, value in {**case.typed, **case.wrong}.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    if case.button:
        sent[case.button[0]] = case.button[1]
    return sent


def trouble(case: Case, sent: MultiDict[str, Any], answer: Any) -> Iterator[str]:
    """What the answer owes to the person."""
    if answer.status_code != 422:
        yield f"answers {answer.status_code}"
        return
    page = lxml.html.fromstring(answer.text)
    (summary,) = page.xpath("//*[@id='error-summary']") or [None]
    if summary is None:
        yield "no summary"
        return
    if summary.get("role") != "alert" or summary.get("tabindex") != "-1":
        yield "the summary takes no focus"
    if not page.xpath("//script[contains(@src, 'js/form.js')]"):
        yield "no script that moves the focus"
    for link in summary.xpath(".//a/@href"):
        target = page.xpath("//*[@id=$id]", id=link.removeprefix("#"))
        if not target or target[0].tag not in ("input", "textarea", "select", "button"):
            yield f"the summary's link {link} leads to no field"
    linked = {link.removeprefix("#") for link in summary.xpath(".//a/@href")}
    for name in case.said_at or tuple(case.wrong):
        yield from _beside(page, name, linked)
    yield from _lost(page, summary, sent)


def _beside(page: Any, name: str, linked: set[str]) -> Iterator[str]:
    """The field says that it is wrong, and its sentence is connected with it."""
    controls = page.xpath("//form//*[@name=$name and not(@type='hidden')]", name=name)
    if not controls:
        yield f"{name}: no such field on the page"
        return
    control = next((one for one in controls if one.get("id") in linked), controls[0])
    if control.get("id") not in linked:
        yield f"{name}: the summary does not lead to it"
    group = next(iter(control.xpath("ancestor::fieldset[@aria-describedby]")), control)
    named = (control.get("aria-describedby") or group.get("aria-describedby") or "").split()
    said = [one for id_ in named for one in page.xpath("//*[@id=$id]", id=id_)]
    if len(said) != len(named):
        yield f"{name}: described by something that is not there"
    if not any("error" in (one.get("class") or "") and one.text_content().strip() for one in said):
        yield f"{name}: no error connected with it"
    marked = group if control.get("type") == "radio" else control
    if marked.get("aria-invalid") != "true":
        yield f"{name}: not marked as invalid"


def _lost(page: Any, summary: Any, sent: MultiDict[str, Any]) -> Iterator[str]:
    """Fields whose value is not on the page any more; passwords and files cannot be."""
    (form,) = summary.xpath("ancestor::form") or [None]
    within = page if form is None else form
    controls = within.xpath(".//input | .//textarea | .//select")
    shown: set[tuple[str, str]] = set()
    for control in controls:
        name = control.get("name") or ""
        if control.tag == "textarea":
            shown.add((name, (control.text or "").removeprefix("\n")))
        elif control.tag == "select":
            shown |= {(name, one) for one in control.xpath("./option[@selected]/@value")}
            if not control.xpath(".//option[@selected]"):
                shown |= {(name, one) for one in control.xpath("(./option/@value)[1]")}
        elif control.get("type") in ("checkbox", "radio"):
            if control.get("checked") is not None:
                shown.add((name, control.get("value", "on")))
        elif control.get("type") == "password":
            shown |= {(name, value) for value in sent.getlist(name)}
        else:
            shown.add((name, control.get("value") or ""))
    buttons = set(page.xpath("//button/@name"))
    for name, value in sent.items(multi=True):
        if name in buttons or _OURS.fullmatch(name) or not isinstance(value, str):
            continue
        if (name, value.replace("\r\n", "\n")) not in shown:
            yield f"{name}: {value[:40]!r} is lost"
