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


def call_page() -> str:
    return absolute("call", end="")


def feed(kind: str, slug: str = "", query: str = "") -> str:
    """A feed's own address, with its options in their canonical form."""
    parts = ("feeds", kind, slug) if slug else ("feeds", kind)
    return absolute(*parts, end=f".ics?{query}" if query else ".ics")


def subject_page(kind: str, slug: str = "") -> str:
    """The page that a feed belongs to."""
    if kind == "site":
        return absolute()
    if kind == "archive":
        return absolute("webinars", "archive", *filter(None, (slug,)))
    if kind == "deadlines":
        return call_page()
    return absolute({"category": "categories", "series": "series"}.get(kind, f"{kind}s"), slug)


def webcal(address: str) -> str:
    """The same address for a calendar program to subscribe to."""
    return "webcal://" + address.removeprefix(f"{urlsplit(address).scheme}://")
