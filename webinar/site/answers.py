"""What every page for readers shares: how it is rendered, and how missing addresses answer."""

from typing import Any, NoReturn

from flask import abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from webinar.core import clock, i18n
from webinar.core.conditional import compressed, wants_gzip
from webinar.site.structured import Meta

#: rows on one page of a list
PAGE = 20
#: the last page number that a list answers to
_LAST_PAGE = 10_000


def page(template: str, *, meta: Meta, preview: bool = False, **values: Any) -> str:
    """The page at `templates/site/<template>.html`, with its head and the present instant."""
    return render_template(
        f"site/{template}.html",
        meta=meta,
        preview=preview,
        now=clock.now(),
        zone_choice=i18n.chosen_zone() or None,
        **values,
    )


def compressed_page(text: str) -> Response:
    """The page in the coding that the browser asked for, where no cache stands before it.

    Nothing secret may stand on such a page: the length of what was compressed tells of it.
    """
    response = make_response(text)
    response.vary.add("Accept-Encoding")
    if wants_gzip(request.headers.get("Accept-Encoding", "")):
        response.set_data(compressed(response.get_data()))
        response.content_encoding = "gzip"
    return response


def moved(path: str) -> Response:
    """301 to where it is now."""
    return make_response(redirect(path, 301))


def gone_or_missing(was_here: bool) -> NoReturn:
    """410 for what readers saw once, 404 for everything else."""
    abort(410 if was_here else 404)


def page_number() -> int:
    """`?page=`, from 1; 404 for a number that no list has. Anything else counts as 1."""
    value = request.args.get("page", "1")
    if not value.isascii() or not value.isdigit():
        return 1
    number = int(value[:9])
    if not 1 <= number <= _LAST_PAGE:
        abort(404)
    return number


def steps(number: int, total: int, path: str, size: int = PAGE) -> tuple[str | None, str | None]:
    """Addresses of the newer and the older page of a list; 404 beyond its end."""
    if number > 1 and (number - 1) * size >= total:
        abort(404)
    joint = "&" if "?" in path else "?"
    newer = None
    if number > 1:
        newer = path if number == 2 else f"{path}{joint}page={number - 1}"
    older = f"{path}{joint}page={number + 1}" if number * size < total else None
    return newer, older
