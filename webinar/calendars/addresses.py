"""Absolute addresses that stand in calendars: ASCII, from the configured base address only.

They are the product's stable addresses, written here because rendering happens outside of any
request, where Flask makes no addresses.
"""

from urllib.parse import quote, urlencode, urlsplit

from flask import current_app


def base_url() -> str:
    """The address that people use, without a final slash."""
    return str(current_app.config["BASE_URL"])


def absolute(*parts: str, end: str = "/") -> str:
    """`<base>/a/b/`: each part quoted (RFC 3986), `end` appended."""
    return "/".join((base_url(), *(quote(part, safe="") for part in parts))) + end


def webinar_page(slug: str) -> str:
    return absolute("webinars", slug)


def session_page(slug: str, session_slug: str) -> str:
    return absolute("webinars", slug, session_slug)


def join_page(slug: str, session_slug: str) -> str:
    return absolute("webinars", slug, session_slug, "join", end="")


def session_file(slug: str, session_slug: str) -> str:
    return absolute("webinars", slug, session_slug, end=".ics")


def programme(slug: str, name: str) -> str:
    """A form of the whole programme: `schedule.xml`, `programme.txt` and so on."""
    return absolute("webinars", slug, name, end="")


def changes(form: str, slug: str = "") -> str:
    """The feed of changes, of the site or of one webinar; `form` is atom or json."""
    within = ("feeds", "webinar", slug) if slug else ("feeds",)
    return absolute(*within, "changes", end=f".{form}")


def paper_page(slug: str) -> str:
    return absolute("papers", slug)


def paper_file(slug: str, name: str) -> str:
    return absolute("papers", slug, "files", name, end="")


def subscribe_page(kind: str, slug: str = "", query: str = "") -> str:
    """Our page with every way to subscribe to a feed."""
    if kind == "site" and not query:
        return absolute("subscribe", end="")
    parts = ("subscribe", kind, slug) if slug else ("subscribe", kind)
    return absolute(*parts, end=f"?{query}" if query else "")


def search_page(words: str) -> str:
    return absolute("search", end="?" + urlencode({"q": words}))


def call_page(slug: str = "") -> str:
    """The page of one call, or the one where papers are always taken."""
    return absolute("calls", slug, end="") if slug else absolute("call", end="")


def logo(name: str) -> str:
    """The site's logo, by its stored name."""
    return absolute("media", "logo", name, end=".webp")


def feed(kind: str, slug: str = "", query: str = "", form: str = "ics") -> str:
    """A feed's own address with its options; `form` is ics, jcal or json."""
    parts = ("feeds", kind, slug) if slug else ("feeds", kind)
    return absolute(*parts, end=f".{form}?{query}" if query else f".{form}")


def subject_page(kind: str, slug: str = "") -> str:
    """The page that a feed belongs to."""
    if kind == "site":
        return absolute()
    if kind == "archive":
        return absolute("webinars", "archive", *filter(None, (slug,)))
    if kind == "deadlines":
        return absolute("calls")
    return absolute({"category": "categories", "series": "series"}.get(kind, f"{kind}s"), slug)


def webcal(address: str) -> str:
    """The same address for a calendar program to subscribe to."""
    return "webcal://" + address.removeprefix(f"{urlsplit(address).scheme}://")
